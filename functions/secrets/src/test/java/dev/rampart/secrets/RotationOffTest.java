package dev.rampart.secrets;

import static dev.rampart.secrets.Database.with;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.Past;
import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.GuardrailTester;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RotationOffTest {
  private final GuardrailTester<Secret, SecretRotation> secret = Database.tester(new RotationOff());

  @Test
  void flagsASecretThatRotatedBefore() {
    secret
        .given(with(SecretRotation.OFF))
        .with(goodBefore(SecretRotation.ON))
        .isFlagged("it rotated and does not any more")
        .isLeftToAPerson("aws secretsmanager rotate-secret");
  }

  @Test
  void flagsARotationThatDidNotHappen() {
    secret
        .given(with(SecretRotation.overdueSince("2026-03-01")))
        .isFlagged("its rotation was due on 2026-03-01 and did not happen")
        .isLeftToAPerson("the log of its rotation function");
  }

  @Test
  void leavesASecretThatNeverRotated() {
    secret.given(with(SecretRotation.OFF)).with(Past.unread()).asksFor(Fact.History.PAST);
    secret.given(with(SecretRotation.OFF)).isLeftAlone();
    secret.given(with(SecretRotation.OFF)).with(provedNew()).isLeftAlone();
    secret
        .given(with(SecretRotation.OFF))
        .with(goodBefore(SecretRotation.OFF, SecretRotation.ON))
        .isLeftAlone();
  }

  @Test
  void leavesASecretThatRotates() {
    secret.given(with(SecretRotation.ON)).isLeftAlone();
  }

  @Test
  void leavesUnjudgedWhatItMayNotRead() {
    secret
        .given(with(SecretRotation.refused("the secret may not be described")))
        .isUndetermined("may not be described");
  }

  @Test
  void seesItInTheAccount() {
    var account = Database.emulated(new RotationOff());
    var id = Database.create(account.person("maria"));
    var client = Database.client(account.person("maria"));
    client.rotateSecret(
        rotate ->
            rotate
                .secretId(Database.NAME)
                .rotationLambdaARN("arn:aws:lambda:us-east-1:123456789012:function:rotate")
                .rotationRules(rules -> rules.automaticallyAfterDays(30L)));
    account.learns(id);
    var late =
        Database.secrets(
            Clients.of(EmulatedAccount.running().function("rampart-secrets")),
            () -> Instant.now().plus(Duration.ofDays(32)));
    assertThat(late.load(id))
        .isInstanceOfSatisfying(
            Loaded.Present.class,
            loaded -> assertThat(((Secret) loaded.resource()).rotation().overdue()).isNotEmpty());

    client.cancelRotateSecret(cancel -> cancel.secretId(Database.NAME));
    account.looksAt(id, "rotation").isFlagged("it rotated and does not any more");
    account.staysWithinItsRole();
  }
}
