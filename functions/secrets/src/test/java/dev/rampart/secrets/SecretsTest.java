package dev.rampart.secrets;

import static dev.rampart.secrets.Database.OWN;
import static dev.rampart.secrets.Database.allow;
import static dev.rampart.secrets.Database.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rampart.emulator.Fault;
import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

final class SecretsTest {
  private static final Bounds BOUNDS = new Bounds(false, Set.of(), Set.of());

  private final EmulatedAccount account = EmulatedAccount.empty();
  private final Caller maria = account.person("maria");
  private final Caller function = account.function("rampart-secrets");
  private final Secrets secrets = Database.secrets(Clients.of(function));

  @Test
  void readsASecretInTwoCallsAndNeverItsValue() {
    var id = Database.create(maria);
    Database.put(maria, policy(allow(OWN)));
    Database.client(maria)
        .tagResource(
            tag ->
                tag.secretId(Database.NAME).tags(Tag.builder().key("team").value("shop").build()));

    var secret = present(id);

    assertThat(secret.name()).isEqualTo(Database.NAME);
    assertThat(secret.policy()).isEqualTo(PolicyText.of(policy(allow(OWN))));
    assertThat(secret.tags()).isEqualTo(Map.of("team", "shop"));
    assertThat(secret.offLimits(BOUNDS)).isEmpty();
    assertThat(account.callsOf(function))
        .extracting(call -> call.name())
        .containsExactly("secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy");
    assertThat(secret.toString()).doesNotContain(Database.VALUE);
  }

  @Test
  void takesASecretThatIsBeingDeletedForGone() {
    var id = Database.create(maria);
    Database.client(maria).deleteSecret(delete -> delete.secretId(Database.NAME));
    assertThat(secrets.load(id)).isInstanceOf(Loaded.Gone.class);
    assertThat(secrets.load(Database.ID)).isInstanceOf(Loaded.Gone.class);
  }

  @Test
  void judgesNothingThatItMayNotRead() {
    var id = Database.create(maria);
    refuse("GetResourcePolicy", "AccessDeniedException");
    assertThat(present(id).policy())
        .isEqualTo(PolicyText.refused("the resource policy may not be read"));
  }

  @Test
  void writesNothingToASecretThatItMayNotDescribe() {
    var id = Database.create(maria);
    Database.put(maria, policy(allow(OWN)));
    refuse("DescribeSecret", "AccessDeniedException");

    var secret = present(id);

    assertThat(secret.name()).isEqualTo(Database.NAME);
    assertThat(secret.policy().document()).isNotEmpty();
    assertThat(secret.offLimits(BOUNDS)).hasValue("the secret may not be described");
  }

  @Test
  void comesBackWhenItIsAskedTooOften() {
    var id = Database.create(maria);
    refuse("GetResourcePolicy", "ThrottlingException");
    assertThatThrownBy(() -> secrets.load(id))
        .isInstanceOfSatisfying(
            SecretsManagerException.class, e -> assertThat(e.isThrottlingException()).isTrue());
  }

  @Test
  void listsEverySecret() {
    var id = Database.create(maria);
    assertThat(secrets.all()).containsExactly(id);
  }

  @Test
  void readsTheTrustedAccountsOnlyOnce() {
    var secret = Database.withPolicy("");
    assertThat(secrets.learn(secret, Set.of(SecretsFact.TRUSTED_ACCOUNTS))).isSameAs(secret);
    Clients.of(maria)
        .parameters()
        .putParameter(
            put -> put.name("/rampart/trusted-accounts").type("StringList").value("222222222222"));
    var unasked =
        new Secret(
            Database.ID,
            Map.of(),
            "orders",
            secret.policy(),
            SecretRotation.OFF,
            "",
            Trusted.UNASKED);
    assertThat(secrets.learn(unasked, Set.of(SecretsFact.TRUSTED_ACCOUNTS)).trusted())
        .isEqualTo(Trusted.of(Set.of("222222222222")));
  }

  private void refuse(String operation, String error) {
    account
        .emulator()
        .inject(
            new Fault(
                "secretsmanager",
                operation,
                function.accessKeyId(),
                error,
                400,
                Integer.MAX_VALUE,
                false,
                0));
  }

  private Secret present(ResourceId id) {
    var loaded = secrets.load(id);
    assertThat(loaded).isInstanceOf(Loaded.Present.class);
    return ((Loaded.Present<Secret>) loaded).resource();
  }
}
