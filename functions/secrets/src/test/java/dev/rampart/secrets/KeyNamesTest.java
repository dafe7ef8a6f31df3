package dev.rampart.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyNamesTest {
  private static final Set<String> NAMING =
      new TreeSet<>(
          Set.of(
              "CancelKeyDeletion.orders",
              "ComplianceChange.key",
              "ConfigurationItemChange.key",
              "CreateGrant.partner",
              "CreateKey.orders",
              "DeleteImportedKeyMaterial.orders",
              "DisableKey.orders",
              "DisableKeyRotation.orders",
              "EnableKey.orders",
              "EnableKeyRotation.orders",
              "ImportKeyMaterial.orders",
              "PutKeyPolicy.anyone",
              "PutKeyPolicy.without-resources",
              "RevokeGrant.cleanup",
              "ScheduleKeyDeletion.orders",
              "TagResource.key",
              "UntagResource.key"));

  private final Keys offline = MasterKey.keys(Clients.of(Caller.offline()));

  @Test
  void findsTheKeyOfEveryRecordedChange() {
    var found = new TreeSet<String>();
    for (var name : Recorded.names()) {
      var touched = touched(offline, Recorded.event(name));
      if (!touched.isEmpty()) {
        assertThat(touched).as(name).containsExactly(MasterKey.ID);
        found.add(name);
      }
    }
    assertThat(found).isEqualTo(NAMING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1234abcd-12ab-34cd-56ef-1234567890ab", MasterKey.ARN})
  void readsIdsAndArns(String name) {
    assertThat(touched(offline, Recorded.asking("DisableKey.orders", "keyId", name)))
        .containsExactly(MasterKey.ID);
  }

  @Test
  void seesAGrantToAStrangersRoleThatIsNamedLikeAService() {
    var grantee = "arn:aws:iam::666666666666:role/ec2.amazonaws.com";
    assertThat(
            touched(offline, Recorded.asking("CreateGrant.partner", "granteePrincipal", grantee)))
        .containsExactly(MasterKey.ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ec2.us-east-1.amazonaws.com",
        "arn:aws:iam::123456789012:role/worker",
        "123456789012"
      })
  void leavesGrantsThatStayInTheAccount(String grantee) {
    assertThat(
            touched(offline, Recorded.asking("CreateGrant.partner", "granteePrincipal", grantee)))
        .isEmpty();
  }

  @Test
  void resolvesAnAlias() {
    var account = EmulatedAccount.empty();
    var id = MasterKey.create(account.person("maria"));
    MasterKey.client(account.person("maria"))
        .createAlias(create -> create.aliasName("alias/orders").targetKeyId(id.name()));
    var keys = MasterKey.keys(Clients.of(account.function("rampart-secrets")));

    assertThat(touched(keys, Recorded.asking("CreateGrant.partner", "keyId", "alias/orders")))
        .containsExactly(id);
    assertThat(touched(keys, Recorded.asking("CreateGrant.partner", "keyId", "alias/none")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "schlüssel 🔑",
        "arn:aws:kms:us-east-1:999999999999:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:sqs:us-east-1:123456789012:orders",
        "1234\nabcd"
      })
  void leavesWhatIsNoKeyOfThisAccountAndRegion(String name) {
    assertThat(touched(offline, Recorded.asking("DisableKey.orders", "keyId", name))).isEmpty();
  }

  @Test
  void knowsWhatCreatesAKey() {
    var created = Recorded.change(Recorded.event("CreateKey.orders")).orElseThrow();
    var changed = Recorded.change(Recorded.event("PutKeyPolicy.anyone")).orElseThrow();
    assertThat(offline.isCreatedBy(created, MasterKey.ID)).isTrue();
    assertThat(offline.isCreatedBy(changed, MasterKey.ID)).isFalse();
  }

  private static Set<ResourceId> touched(Keys keys, JsonNode event) {
    return Recorded.change(event).map(keys::touchedBy).orElse(Set.of());
  }
}
