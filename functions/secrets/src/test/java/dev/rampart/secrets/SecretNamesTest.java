package dev.rampart.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.emulator.Fault;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkServiceException;

final class SecretNamesTest {
  private static final Set<String> NAMING =
      new TreeSet<>(
          Set.of(
              "CancelRotateSecret.database",
              "ComplianceChange.secret",
              "ConfigurationItemChange.secret",
              "CreateSecret.database",
              "DeleteResourcePolicy.cleanup",
              "PutResourcePolicy.anyone",
              "PutResourcePolicy.partner",
              "RestoreSecret.database",
              "RotateSecret.database"));

  private final Secrets offline = Database.secrets(Clients.of(Caller.offline()));

  @Test
  void findsTheSecretOfEveryRecordedChange() {
    var found = new TreeSet<String>();
    for (var name : Recorded.names()) {
      if (name.endsWith("agResource.exemption") || name.startsWith("RotationFailed")) {
        continue; // they have no answer, so that a read tells
      }
      var touched = touched(offline, Recorded.event(name));
      if (!touched.isEmpty()) {
        assertThat(touched).as(name).containsExactly(Database.ID);
        found.add(name);
      }
    }
    assertThat(found).isEqualTo(NAMING);
  }

  @Test
  void resolvesAnyNameWithoutAnAnswer() {
    var account = EmulatedAccount.empty();
    var id = Database.create(account.person("maria"));
    var secrets = Database.secrets(Clients.of(account.function("rampart-secrets")));

    var partial = id.arn().substring(0, id.arn().length() - 7);
    for (var name : Set.of(Database.NAME, id.arn(), partial)) {
      assertThat(touched(secrets, Recorded.asking("TagResource.exemption", "secretId", name)))
          .as(name)
          .containsExactly(id);
    }
  }

  @Test
  void readsWhatSecretsManagerSaysOfItself() {
    var account = EmulatedAccount.empty();
    var secrets = Database.secrets(Clients.of(account.function("rampart-secrets")));
    assertThat(touched(secrets, Recorded.event("RotationFailed.database")))
        .containsExactly(Database.ID);
  }

  @Test
  void leavesANameThatNobodyKnows() {
    var account = EmulatedAccount.empty();
    var secrets = Database.secrets(Clients.of(account.function("rampart-secrets")));
    assertThat(touched(secrets, Recorded.asking("TagResource.exemption", "secretId", "gone")))
        .isEmpty();
  }

  @Test
  void comesBackWhenItIsAskedTooOften() {
    var account = EmulatedAccount.empty();
    var function = account.function("rampart-secrets");
    account
        .emulator()
        .inject(
            new Fault(
                "secretsmanager",
                "DescribeSecret",
                function.accessKeyId(),
                "ThrottlingException",
                400,
                Integer.MAX_VALUE,
                false,
                0));
    var secrets = Database.secrets(Clients.of(function));
    assertThatThrownBy(
            () -> touched(secrets, Recorded.asking("TagResource.exemption", "secretId", "orders")))
        .isInstanceOf(SdkServiceException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "größe/schlüssel 🔑",
        "arn:aws:secretsmanager:us-east-1:999999999999:secret:orders/database-AbCdEf",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders/database-AbCdEf",
        "arn:aws:sqs:us-east-1:123456789012:orders",
        "orders\nother"
      })
  void leavesWhatIsNoSecretOfThisAccountAndRegion(String name) {
    assertThat(touched(offline, Recorded.asking("PutResourcePolicy.anyone", "secretId", name)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rds!cluster-96866c5c-AbCdEf", "events!connection/shop/5d2c-AbCdEf"})
  void findsASecretThatAServiceManages(String name) {
    var event = Recorded.event("PutResourcePolicy.anyone");
    var arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:" + name;
    ((ObjectNode) event.path("detail")).putObject("responseElements").put("aRN", arn);
    assertThat(touched(offline, event)).containsExactly(new ResourceId(Secret.TYPE, arn));
  }

  @Test
  void leavesCallsOfAnotherService() {
    var event = Recorded.event("PutResourcePolicy.anyone");
    ((ObjectNode) event.path("detail")).put("eventSource", "dynamodb.amazonaws.com");
    assertThat(touched(offline, event)).isEmpty();
  }

  @Test
  void knowsWhatCreatesASecret() {
    var created = Recorded.change(Recorded.event("CreateSecret.database")).orElseThrow();
    var changed = Recorded.change(Recorded.event("PutResourcePolicy.anyone")).orElseThrow();
    assertThat(offline.isCreatedBy(created, Database.ID)).isTrue();
    assertThat(offline.isCreatedBy(created, Database.id("other-AbCdEf"))).isFalse();
    assertThat(offline.isCreatedBy(changed, Database.ID)).isFalse();
  }

  private static Set<ResourceId> touched(Secrets secrets, JsonNode event) {
    return Recorded.change(event).map(secrets::touchedBy).orElse(Set.of());
  }
}
