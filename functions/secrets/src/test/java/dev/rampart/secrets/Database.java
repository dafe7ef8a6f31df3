package dev.rampart.secrets;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.GuardrailTester;
import dev.rampart.tester.TestedAccount;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/// The secret `orders/database` that the tests are about, as a record and in the emulated account.
final class Database {
  static final String NAME = "orders/database";
  static final ResourceId ID = id("orders/database-AbCdEf");
  static final String VALUE = "correct horse battery staple";
  static final String OWN = "{\"AWS\": \"arn:aws:iam::123456789012:role/orders\"}";
  static final String ANYONE = "\"*\"";

  private Database() {}

  static ResourceId id(String nameAndSuffix) {
    return new ResourceId(
        Secret.TYPE, "arn:aws:secretsmanager:us-east-1:123456789012:secret:" + nameAndSuffix);
  }

  static SecretsManagerClient client(Caller caller) {
    return Clients.of(caller).secrets();
  }

  static <P> GuardrailTester<Secret, P> tester(Guardrail<Secret, P> guardrail) {
    return GuardrailTester.of(
            caller -> secrets(Clients.of(caller)),
            caller -> SecretsOperations.with(Clients.of(caller)),
            guardrail)
        .neverShowing(VALUE);
  }

  static Secrets secrets(SecretsClients clients) {
    return secrets(clients, InstantSource.system());
  }

  static Secrets secrets(SecretsClients clients, InstantSource clock) {
    return new Secrets(clients.secrets(), clients.trusted(), clock);
  }

  static <P> TestedAccount<Secret, P> emulated(Guardrail<Secret, P> guardrail) {
    return tester(guardrail).in(EmulatedAccount.empty(), "rampart-secrets", Database::state);
  }

  /// The secret with a resource policy of these statements.
  static Secret with(String... statements) {
    return withPolicy(policy(statements));
  }

  static Secret withPolicy(String document) {
    return with(PolicyText.of(document), "");
  }

  static Secret with(PolicyText policy, String hands) {
    return new Secret(
        ID,
        Map.of(),
        NAME,
        policy,
        SecretRotation.OFF,
        hands,
        Trusted.of(Set.of("222222222222", "o-abcdefghij")));
  }

  static Secret with(SecretRotation rotation) {
    return new Secret(ID, Map.of(), NAME, PolicyText.of(""), rotation, "", Trusted.UNASKED);
  }

  static String policy(String... statements) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
  }

  static String allow(String principal) {
    return allow(principal, "");
  }

  /// A statement that lets somebody read the value; the rest goes into it as it stands.
  static String allow(String principal, String rest) {
    return """
    {"Effect":"Allow","Principal":%s,"Action":"secretsmanager:GetSecretValue","Resource":"*"%s}\
    """
        .formatted(principal, rest.isEmpty() ? "" : "," + rest);
  }

  static Access remembered(String... statements) {
    return new Access.ByPolicy(PolicyText.of(statements.length == 0 ? "" : policy(statements)));
  }

  static ResourceId create(Caller owner) {
    var arn = client(owner).createSecret(create -> create.name(NAME).secretString(VALUE)).arn();
    return new ResourceId(Secret.TYPE, arn);
  }

  static void put(Caller somebody, String document) {
    client(somebody).putResourcePolicy(put -> put.secretId(NAME).resourcePolicy(document));
  }

  static String state(Caller auditor, Secret secret) {
    return String.valueOf(
        client(auditor).getResourcePolicy(get -> get.secretId(secret.id().arn())).resourcePolicy());
  }
}
