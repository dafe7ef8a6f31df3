package dev.rampart.respond;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Only what a change broke is fixed, and it goes back to what it was.
final class KnownGoodTest {
  private static final String GOOD = "send=111122223333";
  private static final String BAD = "send=*";
  private final Bot bot = new Bot();

  @Test
  void oldDebtIsToldOnceAndNeverTouched() {
    created("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly("DEBT");
    bot.tag("queue", "cost", "center");
    assertThat(bot.changed("queue")).containsExactly("DEBT");
    bot.pass(Duration.ofDays(2));
    assertThat(bot.changed("queue")).containsExactly("DEBT");
    assertThat(bot.state("queue")).contains(BAD);
    assertThat(bot.told()).containsExactly("DEBT");
  }

  @Test
  void aSweepNotesDebtWithoutAnAlertForEach() {
    created("queue", BAD);
    assertThat(bot.swept("queue", false)).containsExactly("DEBT");
    assertThat(bot.changed("queue")).containsExactly("DEBT");
    assertThat(bot.told()).isEmpty();
  }

  @Test
  void oldDebtStaysOldWhileItCannotBeJudged() {
    created("queue", BAD);
    bot.tag("queue", "changing", "yes");
    assertThat(bot.changed("queue")).containsExactly("DEFERRED");
    bot.untag("queue", "changing");
    assertThat(bot.settled()).containsExactly("DEBT");
    assertThat(bot.state("queue")).contains(BAD);
  }

  @Test
  void knownDebtStaysOldWhileItCannotBeJudged() {
    created("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly("DEBT");
    bot.tag("queue", "changing", "yes");
    assertThat(bot.changed("queue")).containsExactly("DEFERRED");
    bot.untag("queue", "changing");
    bot.settled();
    assertThat(bot.state("queue")).contains(BAD);
    assertThat(bot.told()).containsExactly("DEBT");
  }

  @Test
  void whatIsNewStaysNewWhileItCannotBeJudged() {
    created("queue", GOOD);
    assertThat(bot.changed("queue")).containsExactly("CLEAN");
    bot.pass(Duration.ofMinutes(1));
    bot.tag("queue", "changing", "yes");
    bot.policy("queue", GOOD, "other=*");
    assertThat(bot.changed("queue")).containsExactly("DEFERRED");
    bot.untag("queue", "changing");
    assertThat(bot.settled()).endsWith("FIXED");
    assertThat(bot.state("queue")).contains(GOOD).doesNotContain("other=*");
  }

  @Test
  void oldDebtStaysOldWhileAnotherPartIsBeingDealtWith() {
    created("queue", "old=*", GOOD);
    assertThat(bot.changed("queue")).containsExactly("DEBT");
    bot.policy("queue", "old=*", BAD);
    // Rampart's own hint first: all that is bad waits.
    var own = "arn:aws:sts::123456789012:assumed-role/rampart-sqs/rampart-sqs";
    assertThat(Bot.words(bot.look("queue", bot.did("SetQueueAttributes", "queue", own))))
        .contains("DEFERRED");
    assertThat(bot.changed("queue")).contains("FIXED");
    assertThat(bot.state("queue")).contains("old=*", GOOD);
  }

  @Test
  void oldDebtStaysOldWhenTheGuardrailCrashedInBetween() {
    bot.domain = new TestQueues(bot.guarded, List.of(new Mistakes.SometimesBlind()));
    created("queue");
    bot.set("queue", Mistakes.DELAY, "200");
    assertThat(bot.changed("queue")).containsExactly("DEBT");
    bot.tag("queue", "blind", "yes");
    assertThat(bot.changed("queue")).containsExactly("REPORTED");
    bot.untag("queue", "blind");
    assertThat(bot.changed("queue")).containsExactly("DEBT");
  }

  @Test
  void aRegressionGoesBackToWhatItWas() {
    learned("queue", GOOD, "read=444455556666");
    bot.policy("queue", BAD, "read=444455556666", "new=777788889999");
    assertThat(bot.changed("queue")).containsExactly("FIXED");
    assertThat(bot.state("queue"))
        .containsExactly(GOOD, "read=444455556666", "new=777788889999", "345600");
  }

  @Test
  void theVersionThatCameBackIsTheLastGoodOne() {
    learned("queue", "send=111111111111");
    learned("queue", "send=222222222222");
    learned("queue", "send=111111111111");
    // Another part changes while this one is bad and only told of.
    bot.parameter("/rampart/auto-fix", "off");
    bot.policy("queue", BAD, "other=333333333333");
    assertThat(bot.changed("queue")).containsExactly("REPORTED");
    bot.parameter("/rampart/auto-fix", "on");
    bot.pass(Duration.ofMinutes(1));
    assertThat(bot.swept("queue", true)).containsExactly("FIXED");
    assertThat(bot.state("queue")).contains("send=111111111111");
  }

  @Test
  void whatAnEarlierLookDidNotSeeIsNewAndTakenAway() {
    learned("queue", GOOD);
    bot.policy("queue", GOOD, "evil=*");
    assertThat(bot.changed("queue")).containsExactly("FIXED");
    assertThat(bot.state("queue")).containsExactly(GOOD, "345600");
  }

  @Test
  void whatIsCreatedBadIsNewToo() {
    created("queue", BAD);
    assertThat(Bot.words(bot.look("queue", bot.did("CreateQueue", "queue"))))
        .containsExactly("FIXED");
    assertThat(bot.state("queue")).containsExactly("345600");
  }

  @Test
  void whatIsNotedOfOneResourceIsNotNotedOfAnother() {
    created("one", BAD);
    created("two", BAD);
    assertThat(bot.changed("one")).containsExactly("DEBT");
    assertThat(bot.changed("two")).containsExactly("DEBT");
    assertThat(bot.told("one")).containsExactly("DEBT");
    assertThat(bot.told("two")).containsExactly("DEBT");
  }

  @Test
  void anOldCreationProvesNothing() {
    created("queue", BAD);
    var created = bot.did("CreateQueue", "queue");
    bot.pass(Duration.ofHours(2));
    assertThat(Bot.words(bot.look("queue", created))).containsExactly("DEBT");
  }

  @Test
  void whatCannotBeJudgedIsToldOnceAndNeverWrittenTo() {
    learned("queue", GOOD);
    bot.set(
        "queue",
        QueueAttributeName.POLICY,
        """
        {"Statement":[{"Sid":"send","Effect":"Allow","Principal":"*","Condition":{"X":{"y":"z"}}}]}
        """);
    assertThat(bot.changed("queue")).containsExactly("REPORTED");
    assertThat(bot.changed("queue")).containsExactly("REPORTED");
    assertThat(bot.calls()).doesNotContainKey("writes");
    assertThat(bot.told()).containsExactly("REPORTED");
    assertThat(bot.alerts().getFirst().path("detail").asText()).startsWith("cannot be judged");
  }

  @Test
  void aRecurrenceAfterARepairIsToldAgain() {
    bot.parameter("/rampart/auto-fix", "off");
    learned("queue", GOOD);
    bot.policy("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly("REPORTED");
    assertThat(bot.changed("queue")).containsExactly("DEBT");
    bot.policy("queue", GOOD);
    assertThat(bot.changed("queue")).containsExactly("CLEAN");
    bot.policy("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly("REPORTED");
    assertThat(bot.told()).containsExactly("REPORTED", "REPORTED");
  }

  @Test
  void whatWasOpenOnADeletedResourceIsNotOpenOnItsSuccessor() {
    bot.parameter("/rampart/auto-fix", "off");
    learned("queue", GOOD);
    bot.policy("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly("REPORTED");
    bot.person.deleteQueue(delete -> delete.queueUrl(bot.url("queue")));
    assertThat(bot.changed("queue")).containsExactly("GONE");
    created("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly("REPORTED");
    assertThat(bot.told()).containsExactly("REPORTED", "REPORTED");
  }

  @Test
  void openDebtIsFixedWhenAPersonAsks() {
    bot.parameter("/rampart/auto-fix", "off");
    learned("queue", GOOD);
    bot.policy("queue", BAD);
    bot.changed("queue");
    bot.parameter("/rampart/auto-fix", "on");
    assertThat(bot.changed("queue")).containsExactly("DEBT");
    assertThat(bot.swept("queue", true)).containsExactly("FIXED");
    assertThat(bot.told()).containsExactly("REPORTED", "FIXED");
  }

  @Test
  void debtWithoutAPastIsLeftToAPersonEvenThen() {
    created("queue", BAD);
    bot.swept("queue", false);
    assertThat(bot.swept("queue", true)).containsExactly("REPORTED");
    assertThat(bot.state("queue")).contains(BAD);
  }

  @Test
  void aSweepFixesWhatAnEventFailedToTell() {
    learned("queue", GOOD);
    bot.policy("queue", BAD);
    assertThat(bot.swept("queue", false)).containsExactly("FIXED");
    assertThat(bot.told()).containsExactly("FIXED");
  }

  @Test
  void whatOnlyTheRuleSeesOtherwiseByNowIsDebtToASweep() {
    stricterFrom("queue", 60, 50);
    assertThat(bot.swept("queue", false)).containsExactly("DEBT");
    assertThat(bot.swept("queue", false)).containsExactly("DEBT");
    assertThat(bot.told()).isEmpty();
    bot.set("queue", Mistakes.DELAY, "70");
    assertThat(bot.swept("queue", false)).containsExactly("REPORTED");
    assertThat(bot.told()).containsExactly("REPORTED");
  }

  @Test
  void whatAChangeMadeWorseIsToldByASweepThoughTheRuleIsStricterToo() {
    stricterFrom("queue", 60, 50);
    bot.set("queue", Mistakes.DELAY, "70");
    assertThat(bot.swept("queue", false)).containsExactly("REPORTED");
    stricterFrom("other", 60, 50);
    bot.policy("other", GOOD, "new=777788889999");
    assertThat(bot.swept("other", false)).as("its neighbour changed").containsExactly("REPORTED");
    stricterFrom("third", 60, 50);
    bot.policy("third");
    assertThat(bot.swept("third", false)).as("its neighbour is gone").containsExactly("REPORTED");
    assertThat(bot.told()).containsExactly("REPORTED", "REPORTED", "REPORTED");
  }

  @Test
  void whatTheRuleSeesOtherwiseByNowIsToldWithAnyChangeAndFixedWhenAPersonAsks() {
    stricterFrom("queue", 60, 50);
    assertThat(bot.changed("queue")).containsExactly("REPORTED");
    stricterFrom("other", 60, 50);
    assertThat(bot.swept("other", true)).containsExactly("REPORTED");
  }

  /// A queue that was good until the rule became stricter.
  private void stricterFrom(String queue, int delay, int limit) {
    bot.domain = new TestQueues(bot.guarded, Mistakes.with(new Mistakes.Stricter()));
    Mistakes.Stricter.LIMIT.set(delay);
    created(queue, GOOD);
    bot.set(queue, Mistakes.DELAY, Integer.toString(delay));
    assertThat(bot.changed(queue)).containsExactly("CLEAN");
    bot.pass(Duration.ofMinutes(1));
    Mistakes.Stricter.LIMIT.set(limit);
  }

  @Test
  void anOlderLookNeverOverwritesANewer() {
    learned("queue", GOOD);
    var ledger = bot.ledger();
    var id = TestQueues.id("queue");
    var before = ledger.recall(id);
    bot.pass(Duration.ofMinutes(-30));
    bot.policy("queue");
    assertThat(bot.changed("queue")).containsExactly("CLEAN");
    assertThat(ledger.recall(id)).isEqualTo(before);
  }

  @Test
  void pruningKeepsTheLastGoodVersionOfEveryPartAndTheFirstState() {
    learned("queue", "rare=111111111111");
    for (int i = 0; i < 15; i++) {
      learned("queue", "often=" + (222222222200L + i));
    }
    var states = bot.ledger().recall(TestQueues.id("queue")).states();
    assertThat(states).hasSizeBetween(8, 10);
    assertThat(states.getLast().good().get("OpenStatement")).containsKey("rare");
    bot.policy("queue", "often=222222222214", "rare=*");
    assertThat(bot.changed("queue")).containsExactly("FIXED");
    assertThat(bot.state("queue")).contains("rare=111111111111");
  }

  @Test
  void aPastThatIsTooLargeIsRefusedAndNotCut() {
    learned("queue", GOOD);
    var before = bot.ledger().recall(TestQueues.id("queue")).states();
    bot.domain = new TestQueues(bot.guarded, List.of(new Mistakes.Huge()));
    assertThat(bot.changed("queue")).containsExactly("CLEAN");
    assertThat(bot.ledger().recall(TestQueues.id("queue")).states()).isEqualTo(before);
  }

  @Test
  void aFixWhoseUndoDoesNotFitIsNotMade() {
    bot.domain = new TestQueues(bot.guarded, List.of(new Mistakes.Huge()));
    created("queue");
    bot.tag("queue", "huge", "bad");
    assertThat(Bot.words(bot.look("queue", bot.did("CreateQueue", "queue"))))
        .containsExactly("REPORTED");
    assertThat(bot.calls()).doesNotContainKey("writes");
    assertThat(bot.alerts().getLast().path("why").asText()).contains("too large");
  }

  private void created(String queue, String... statements) {
    bot.queue(queue);
    bot.policy(queue, statements);
  }

  private void learned(String queue, String... statements) {
    created(queue, statements);
    assertThat(bot.changed(queue)).containsExactly("CLEAN");
    bot.pass(Duration.ofMinutes(1));
  }
}
