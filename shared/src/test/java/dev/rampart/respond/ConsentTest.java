package dev.rampart.respond;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The owner's word, in parameters and tags.
final class ConsentTest {
  private static final String GOOD = "send=111122223333";
  private static final String BAD = "send=*";
  private static final String ARN = "arn:aws:sqs:us-east-1:123456789012:queue";
  private static final String ADMIN = "arn:aws:iam::123456789012:user/admin";
  private final Bot bot = new Bot();

  @Test
  void theSameActOnlyAlertsWhileAutoFixIsOffAndIsFixedWhenItIsOn() {
    learned("queue");
    bot.parameter("/rampart/auto-fix", "off");
    bot.policy("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly("REPORTED");
    assertThat(bot.calls()).doesNotContainKey("writes");
    assertThat(bot.alerts().getFirst().path("why").asText()).isEqualTo("Auto-fix is off.");
    assertThat(bot.alerts().getFirst().path("fix").path("commands")).isNotEmpty();
    bot.policy("queue", GOOD);
    bot.changed("queue");
    bot.parameter("/rampart/auto-fix", "on");
    bot.policy("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly("FIXED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"On", "true", "yes", "on,off"})
  void aToggleThatIsNeitherOnNorOffMeansOffAndIsTold(String value) {
    learned("queue");
    bot.parameter("/rampart/auto-fix", value);
    bot.policy("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly("REPORTED");
    assertThat(bot.alerts().getFirst().path("why").asText()).contains("neither on nor off");
  }

  @Test
  void aMissingToggleMeansOff() {
    learned("queue");
    bot.ssm.deleteParameter(delete -> delete.name("/rampart/auto-fix"));
    bot.policy("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly("REPORTED");
    assertThat(bot.alerts().getFirst().path("why").asText()).contains("missing");
  }

  @ParameterizedTest
  @CsvSource({
    "off, EXEMPT, 0",
    "alert, REPORTED, 1",
    "fix, FIXED, 1",
    "FIX, FIXED, 1",
    "fix+narrows+grants, FIXED, 1",
    "fix+everything, REPORTED, 1",
    "repair, REPORTED, 1"
  })
  void aGuardrailHasItsOwnMode(String mode, String outcome, int alerts) {
    learned("queue");
    bot.parameter("/rampart/guardrails/OpenStatement", mode);
    bot.policy("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly(outcome);
    assertThat(bot.told()).hasSize(alerts);
  }

  @Test
  void aFormerNameStillCounts() {
    learned("queue");
    bot.parameter("/rampart/guardrails/WideQueue", "off");
    bot.policy("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly("EXEMPT");
  }

  @Test
  void aGuardrailThatIsOffDoesNotTellOfDebtOrDoubtEither() {
    bot.parameter("/rampart/guardrails/OpenStatement", "off");
    bot.queue("queue");
    bot.policy("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly("EXEMPT");
    assertThat(bot.told()).isEmpty();
  }

  @Test
  void whatIsOffLimitsIsToldAndNotWritten() {
    learned("queue");
    bot.parameter("/rampart/exempt-principals", "other, queue");
    bot.policy("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly("REPORTED");
    assertThat(bot.alerts().getFirst().path("why").asText()).contains("never touched");
    bot.queue("rampart-own");
    bot.policy("rampart-own", GOOD);
    bot.changed("rampart-own");
    bot.policy("rampart-own", BAD);
    assertThat(bot.changed("rampart-own")).containsExactly("REPORTED");
    assertThat(bot.calls()).doesNotContainKey("writes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ARN + " | EXEMPT",
        ARN + " send | EXEMPT",
        ARN + " read | FIXED",
        ARN + " until 2026-04-01 | EXEMPT",
        ARN + " send until 2026-02-01 | FIXED",
        ARN + " until sometime | FIXED",
        "arn:aws:sqs:us-east-1:123456789012:other | FIXED"
      })
  void aParameterExempts(String line, String outcome) {
    learned("queue");
    bot.parameter("/rampart/exemptions/OpenStatement", "arn:aws:x:::y\n" + line);
    bot.policy("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly(outcome);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "OpenStatement | 2026-03-20 | EXEMPT",
        "Other OpenStatement | 2026-03-20 | EXEMPT",
        "WideQueue | 2026-03-20 | EXEMPT",
        "Other | 2026-03-20 | FIXED",
        "OpenStatement | none | FIXED",
        "OpenStatement | 2026-02-20 | FIXED",
        "OpenStatement | 2026-12-31 | FIXED",
        "OpenStatement | next week | FIXED"
      })
  void aTagExemptsForAMonthAtMostWhatIsCritical(String names, String until, String outcome) {
    learned("queue");
    bot.tag("queue", Exemptions.TAG, names);
    if (until != null) {
      bot.tag("queue", Exemptions.UNTIL, until);
    }
    bot.policy("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly(outcome);
  }

  @Test
  void aTagWithoutAnEndExemptsWhatIsNotCritical() {
    learned("queue");
    bot.tag("queue", Exemptions.TAG, "ShortRetention");
    bot.retention("queue", 60);
    assertThat(bot.changed("queue")).containsExactly("EXEMPT");
  }

  @Test
  void anExemptionByTagIsToldOnceAndEndsWithTheTag() {
    learned("queue");
    bot.tag("queue", Exemptions.TAG, "OpenStatement");
    bot.tag("queue", Exemptions.UNTIL, "2026-03-20");
    bot.changed("queue");
    bot.pass(Duration.ofMinutes(1));
    bot.policy("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly("EXEMPT");
    assertThat(bot.changed("queue")).containsExactly("EXEMPT");
    assertThat(bot.told()).containsExactly("EXEMPT");
    assertThat(bot.alerts().getFirst().path("why").asText()).contains("set by " + Happened.PERSON);
    bot.pass(Duration.ofDays(20));
    assertThat(bot.swept("queue", false)).containsExactly("FIXED");
  }

  @Test
  void withAdminsOnlyTheirTagsCount() {
    bot.parameter("/rampart/exemption-admins", ADMIN);
    for (var by : List.of(ADMIN, Happened.PERSON)) {
      var queue = "queue" + by.length();
      learned(queue);
      bot.tag(queue, Exemptions.TAG, "OpenStatement");
      bot.tag(queue, Exemptions.UNTIL, "2026-03-20");
      bot.look(queue, bot.did("TagQueue", queue, by));
      bot.pass(Duration.ofMinutes(1));
      bot.policy(queue, BAD);
      assertThat(bot.changed(queue)).containsExactly(by.equals(ADMIN) ? "EXEMPT" : "FIXED");
    }
  }

  @Test
  void withAdminsATagThatWasThereFromTheStartCountsEvenAfterManyStates() {
    bot.parameter("/rampart/exemption-admins", ADMIN);
    bot.queue("queue");
    bot.tag("queue", Exemptions.TAG, "OpenStatement");
    bot.tag("queue", Exemptions.UNTIL, "2026-03-20");
    learnedAgain("queue", GOOD);
    bot.policy("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly("EXEMPT");
  }

  @Test
  void withAdminsATagDoesNotBecomeOldByManyStates() {
    bot.parameter("/rampart/exemption-admins", ADMIN);
    learned("queue");
    bot.tag("queue", Exemptions.TAG, "OpenStatement");
    bot.tag("queue", Exemptions.UNTIL, "2026-03-20");
    for (int i = 0; i < 12; i++) {
      learnedAgain("queue", "send=" + (111111111100L + i));
    }
    bot.policy("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly("FIXED");
  }

  @Test
  void withoutTheRightToRestoreWhatGrantsIsLeftToPeople() {
    bot.allowRestore = false;
    learned("queue");
    bot.policy("queue", BAD);
    bot.grants = true;
    assertThat(bot.changed("queue")).containsExactly("REPORTED");
    assertThat(bot.alerts().getFirst().path("why").asText()).contains("gives a right");
    bot.grants = false;
    assertThat(bot.swept("queue", true)).containsExactly("FIXED");
  }

  private void learned(String queue) {
    bot.queue(queue);
    learnedAgain(queue, GOOD);
  }

  private void learnedAgain(String queue, String statement) {
    bot.policy(queue, statement);
    assertThat(bot.changed(queue)).containsExactly("CLEAN");
    bot.pass(Duration.ofMinutes(1));
  }
}
