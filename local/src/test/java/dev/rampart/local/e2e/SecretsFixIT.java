package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithBot.class)
final class SecretsFixIT {
  private static final String VALUE = "correct-horse-battery-staple";
  private static final String OWN = "{\"AWS\":\"arn:aws:iam::123456789012:root\"}";

  private static final String OWNER =
      "{\"Effect\":\"Allow\",\"Principal\":" + OWN + ",\"Action\":\"kms:*\",\"Resource\":\"*\"}";

  private static final String MODE = "/rampart/guardrails/KeyAtRisk";

  private final Bot bot;

  SecretsFixIT(Bot bot) {
    this.bot = bot;
  }

  @Test
  void closesASecretThatAnyoneMayRead() {
    String name = bot.name("orders/database");
    String arn =
        bot.eve.secrets().createSecret(create -> create.name(name).secretString(VALUE)).arn();
    bot.settle();
    Story learning = bot.story(arn);
    allows(name, OWN);
    learning.awaitOutcome("CLEAN");
    bot.settle();

    Story told = bot.story(arn);
    told.isFixedUndoneAndRedone(
        "PublicSecret",
        "PutResourcePolicy",
        () -> allows(name, "\"*\""),
        () -> policy(name),
        policy -> assertThat(policy).contains("\"Principal\":\"*\""));

    assertThat(told.writes("rampart-secrets"))
        .containsOnly("secretsmanager:PutResourcePolicy")
        .isNotEmpty();
    assertThat(told.alerts())
        .allSatisfy(alert -> assertThat(alert.facts().toString()).doesNotContain(VALUE))
        .anySatisfy(alert -> assertThat(alert.facts().toString()).contains("rotate-secret"));
  }

  @Test
  void putsTheFormerPolicyOfAKeyBack() {
    String arn = createKey();
    Story told = bot.story(arn);

    told.isFixedUndoneAndRedone(
        "ExposedKey",
        "PutKeyPolicy",
        () -> putKeyPolicy(arn, OWNER + "," + OWNER.replace(OWN, "\"*\"")),
        () -> keyPolicy(arn),
        policy -> assertThat(policy).contains("\"Principal\":\"*\""));

    assertThat(told.writes("rampart-secrets")).containsOnly("kms:PutKeyPolicy").isNotEmpty();
  }

  @Test
  void keepsAKeyThatIsToBeDeleted() {
    String arn = createKey();
    Story told = bot.story(arn);

    try (var _ = bot.with(MODE, "fix")) {
      told.isFixedUndoneAndRedone(
          "KeyAtRisk",
          "ScheduleKeyDeletion",
          () -> schedulesDeletion(arn),
          () -> keyState(arn),
          state -> assertThat(state).isEqualTo("PendingDeletion"));
    }

    assertThat(told.writes("rampart-secrets"))
        .containsExactly("kms:CancelKeyDeletion", "kms:EnableKey");
  }

  @Test
  void keepsAKeyDisabledThatWasDisabledOnPurpose() {
    String arn = createKey();
    Story told = bot.story(arn);
    try (var _ = bot.with("/rampart/exemptions/KeyAtRisk", arn + " use");
        var _ = bot.with(MODE, "fix")) {
      bot.eve.kms().disableKey(disable -> disable.keyId(arn));
      told.awaitOutcome("EXEMPT");
      bot.settle();
      schedulesDeletion(arn);

      var alert = told.isTold("FIXED", "KeyAtRisk", "ScheduleKeyDeletion");
      assertThat(alert.facts().path("done").asText())
          .contains("aws kms enable-key --key-id " + arn);
      bot.settle();
    }
    assertThat(keyState(arn)).isEqualTo("Disabled");
    assertThat(told.writes("rampart-secrets")).containsExactly("kms:CancelKeyDeletion");
  }

  @Test
  void onlyTellsOfAKeyThatSomebodyDisablesUnlessTheOwnerSaysOtherwise() {
    String arn = createKey();
    Story told = bot.story(arn);
    bot.eve.kms().disableKey(disable -> disable.keyId(arn));
    told.isTold("REPORTED", "KeyAtRisk", "DisableKey");
    bot.settle();
    assertThat(keyState(arn)).isEqualTo("Disabled");
    assertThat(told.writes("rampart-secrets")).isEmpty();
  }

  private void schedulesDeletion(String arn) {
    bot.eve.kms().scheduleKeyDeletion(delete -> delete.keyId(arn).pendingWindowInDays(14));
  }

  private String createKey() {
    String arn =
        bot.eve
            .kms()
            .createKey(create -> create.policy("{\"Statement\":[" + OWNER + "]}"))
            .keyMetadata()
            .arn();
    bot.settle();
    return arn;
  }

  private void putKeyPolicy(String arn, String statements) {
    bot.eve
        .kms()
        .putKeyPolicy(
            put ->
                put.keyId(arn)
                    .policyName("default")
                    .policy("{\"Statement\":[" + statements + "]}"));
  }

  private String keyPolicy(String arn) {
    return bot.auditor.kms().getKeyPolicy(get -> get.keyId(arn).policyName("default")).policy();
  }

  private String keyState(String arn) {
    return bot.auditor.kms().describeKey(get -> get.keyId(arn)).keyMetadata().keyStateAsString();
  }

  private void allows(String name, String principal) {
    bot.eve
        .secrets()
        .putResourcePolicy(
            put ->
                put.secretId(name)
                    .resourcePolicy(
                        """
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":%s,\
                        "Action":"secretsmanager:GetSecretValue","Resource":"*"}]}\
                        """
                            .formatted(principal)));
  }

  private String policy(String name) {
    return bot.auditor.secrets().getResourcePolicy(get -> get.secretId(name)).resourcePolicy();
  }
}
