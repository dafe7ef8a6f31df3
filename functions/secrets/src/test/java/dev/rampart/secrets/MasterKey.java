package dev.rampart.secrets;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.secrets.KeyCondition.Life;
import dev.rampart.secrets.KeyCondition.Rotation;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.GuardrailTester;
import dev.rampart.tester.TestedAccount;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.kms.KmsClient;

/// The key of orders that the tests are about, as a record and in the emulated account.
final class MasterKey {
  static final String ARN =
      "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  static final ResourceId ID = new ResourceId(Key.TYPE, ARN);
  static final KeyKind SYMMETRIC = new KeyKind("CUSTOMER", "SYMMETRIC_DEFAULT", "AWS_KMS", false);
  static final Life ENABLED = new Life("Enabled");
  static final Rotation YEARLY = new Rotation(365, "");
  static final String OWNER =
      """
      {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"kms:*",\
      "Resource":"*"}\
      """;

  private MasterKey() {}

  static KmsClient client(Caller caller) {
    return Clients.of(caller).keys();
  }

  static Keys keys(SecretsClients clients) {
    return new Keys(clients.keys(), clients.trusted(), InstantSource.system());
  }

  static <P> GuardrailTester<Key, P> tester(Guardrail<Key, P> guardrail) {
    return GuardrailTester.of(
        caller -> keys(Clients.of(caller)),
        caller -> SecretsOperations.with(Clients.of(caller)),
        guardrail);
  }

  static <P> TestedAccount<Key, P> emulated(Guardrail<Key, P> guardrail) {
    return tester(guardrail).in(EmulatedAccount.empty(), "rampart-secrets", MasterKey::state);
  }

  static Key usual() {
    return new Key(
        ID,
        Map.of(),
        SYMMETRIC,
        ENABLED,
        0,
        YEARLY,
        PolicyText.of(policy(OWNER)),
        List.of(),
        "",
        Trusted.of(Set.of("222222222222", "o-abcdefghij")));
  }

  static Key withPolicy(String document) {
    return with(PolicyText.of(document), List.of());
  }

  static Key with(PolicyText policy, List<Access> grants) {
    var key = usual();
    return new Key(
        ID, Map.of(), key.kind(), key.life(), 0, key.rotation(), policy, grants, "", key.trusted());
  }

  static Key in(String state, int daysLeft) {
    return of(SYMMETRIC, state, daysLeft, YEARLY);
  }

  static Key of(KeyKind kind, String state, int daysLeft, Rotation rotation) {
    var key = usual();
    return new Key(
        ID,
        Map.of(),
        kind,
        new Life(state),
        daysLeft,
        rotation,
        key.policy(),
        List.of(),
        "",
        key.trusted());
  }

  static String policy(String... statements) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
  }

  /// A statement that lets somebody decrypt; the rest goes into it as it stands.
  static String decrypt(String principal, String rest) {
    return """
    {"Effect":"Allow","Principal":%s,"Action":"kms:Decrypt","Resource":"*"%s}\
    """
        .formatted(principal, rest.isEmpty() ? "" : "," + rest);
  }

  static ResourceId create(Caller owner) {
    var arn = client(owner).createKey(create -> create.policy(policy(OWNER))).keyMetadata().arn();
    return new ResourceId(Key.TYPE, arn);
  }

  static String state(Caller auditor, Key key) {
    var kms = client(auditor);
    var arn = key.id().arn();
    var state = kms.describeKey(get -> get.keyId(arn)).keyMetadata().keyStateAsString();
    var policy = kms.getKeyPolicy(get -> get.keyId(arn).policyName("default")).policy();
    var rotation = kms.getKeyRotationStatus(get -> get.keyId(arn));
    return String.join(
        " ",
        state,
        policy,
        String.valueOf(rotation.keyRotationEnabled()),
        String.valueOf(rotation.rotationPeriodInDays()));
  }
}
