package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.local.account.AlertInbox.Alert;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.iam.model.Tag;

@ExtendWith(WithBot.class)
final class ConsentIT {
  private static final String FUNCTION = "rampart-iam";

  private final Bot bot;
  private final Iam iam;

  ConsentIT(Bot bot) {
    this.bot = bot;
    this.iam = new Iam(bot);
  }

  @Test
  void leavesWhatWasWrongBeforeItCame() {
    Story role = bot.story(Old.arn(Old.TAGGED));

    tag(role, "team", "shop");

    role.awaitOutcome("DEBT");
    // The first report has it already.
    assertThat(role.allAlerts()).isEmpty();
    isUntouched(role, "legacy");
  }

  @Test
  void tellsOfDebtThatNoReportHadAndLeavesIt() throws Exception {
    Story role = iam.knownRole("debt");
    try (var _ = bot.with("/rampart/guardrails/WildcardPolicy", "off")) {
      iam.put(role, "debug", Iam.EVERYTHING);
      role.awaitOutcome("EXEMPT");
      bot.settle();
    }
    Story later = bot.story(role.arn());

    tag(role, "team", "shop");

    later.isTold("DEBT", "WildcardPolicy", "TagRole");
    isUntouched(later, "debug");
    assertThat(later.allAlerts()).hasSize(1);
  }

  @Test
  void onlyTellsWhileAutoFixIsOffAndFixesAtOnceWhenItIsOn() throws Exception {
    Story off = iam.knownRole("off");
    try (var _ = bot.with("/rampart/auto-fix", "off")) {
      iam.put(off, "debug", Iam.EVERYTHING);
      Alert alert = off.isTold("REPORTED", "WildcardPolicy", "PutRolePolicy");
      assertThat(alert.facts().path("why").asText()).isEqualTo("Auto-fix is off.");
      assertThat(alert.facts().path("fix").path("commands").toString())
          .contains("aws iam delete-role-policy");
      isUntouched(off, "debug");
      assertThat(off.allAlerts()).hasSize(1);
    }

    Story on = iam.knownRole("on");
    iam.put(on, "debug", Iam.EVERYTHING);
    on.awaitAlert("FIXED");
    assertThat(iam.rights(on)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/rampart/guardrails/WildcardPolicy, alert, alert only",
    "/rampart/guardrails/WildcardPolicy, fixx, not understood",
    "/rampart/auto-fix, yes, neither on nor off"
  })
  void onlyTells(String parameter, String value, String why) throws Exception {
    Story role = iam.knownRole("alert");
    try (var _ = bot.with(parameter, value)) {
      iam.put(role, "debug", Iam.EVERYTHING);

      Alert alert = role.isTold("REPORTED", "WildcardPolicy", "PutRolePolicy");
      assertThat(alert.facts().path("why").asText()).contains(why);
      isUntouched(role, "debug");
      assertThat(role.allAlerts()).hasSize(1);
    }
  }

  @Test
  void sparesWhatATagExempts() {
    Story role = iam.knownRole("tagged");
    tag(role, "rampart:exempt-until", LocalDate.now(ZoneOffset.UTC).plusDays(20).toString());
    tag(role, "rampart:exempt", "WildcardPolicy");
    role.awaitOutcome("CLEAN", 2);

    iam.put(role, "debug", Iam.EVERYTHING);

    assertThat(role.awaitOutcome("EXEMPT").text("why")).contains("by tag", "eve@example.org");
    isUntouched(role, "debug");
    assertThat(role.allAlerts()).isEmpty();
  }

  @Test
  void takesNoTagForCriticalThingsWithoutAnEnd() {
    Story role = iam.knownRole("endless");
    tag(role, "rampart:exempt", "WildcardPolicy");
    role.awaitOutcome("CLEAN");

    iam.put(role, "debug", Iam.EVERYTHING);

    role.awaitAlert("FIXED");
    assertThat(iam.rights(role)).isEmpty();
  }

  @Test
  void sparesWhatAParameterExempts() throws Exception {
    Story role = iam.knownRole("listed");
    try (var _ = bot.with("/rampart/exemptions/WildcardPolicy", role.arn() + " debug")) {
      iam.put(role, "debug", Iam.EVERYTHING);
      role.awaitOutcome("EXEMPT");
      isUntouched(role, "debug");
    }
    assertThat(role.allAlerts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "rampart-lookalike, lambda.amazonaws.com, own",
    "machine, ec2.amazonaws.com, no serverless service",
    "deployer, cloudformation.amazonaws.com, CloudFormation",
    "stacksets-exec, lambda.amazonaws.com, a way into the account"
  })
  void onlyTellsOfRolesThatAreOffLimits(String prefix, String service, String why) {
    Story role = iam.newRole(prefix, service, "/");
    role.awaitOutcome("CLEAN");
    iam.put(role, "debug", Iam.EVERYTHING);

    Alert alert = role.isTold("REPORTED", "WildcardPolicy", "PutRolePolicy");
    assertThat(alert.facts().path("why").asText()).containsIgnoringCase(why);
    isUntouched(role, "debug");
    assertThat(role.allAlerts()).hasSize(1);
  }

  @Test
  void doesNotEvenReadTheRightsOfRolesThatBelongToAws() {
    Story role =
        iam.newRole("linked", "lambda.amazonaws.com", "/aws-service-role/x.amazonaws.com/");
    iam.put(role, "debug", Iam.EVERYTHING);
    bot.settle();

    assertThat(role.words()).doesNotContain("FIXED", "REPORTED");
    isUntouched(role, "debug");
  }

  private void tag(Story role, String key, String value) {
    bot.eve
        .iam()
        .tagRole(
            tag ->
                tag.roleName(Iam.nameOf(role)).tags(Tag.builder().key(key).value(value).build()));
  }

  private void isUntouched(Story role, String policy) {
    assertThat(iam.rights(role)).containsEntry(policy, Iam.EVERYTHING);
    assertThat(role.writes(FUNCTION)).isEmpty();
  }
}
