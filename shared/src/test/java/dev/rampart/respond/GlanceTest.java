package dev.rampart.respond;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A harmless change of one part costs no look at all the others, and teaches as much.
final class GlanceTest {
  private static final String OLD = "old=111122223333";
  private final Bot bot = new Bot();

  @Test
  void looksAtTheWholeQueueWhereNobodyLookedBefore() {
    bot.queue("queue");
    bot.policy("queue", OLD, "open=*", "new=111122223333");
    assertThat(bot.added("queue", "new")).containsExactly("DEBT");
  }

  @Test
  void learnsAGoodStatementAndTakesTheRestAsKnown() {
    known();
    bot.policy("queue", OLD, "new=111122223333");
    bot.account.emulator().forgetCalls();
    assertThat(bot.added("queue", "new")).containsExactly("CLEAN");
    assertThat(bot.calls())
        .isEqualTo(Map.of("reads", 3, "dynamodb:GetItem", 1, "dynamodb:UpdateItem", 1));

    breaks("queue", OLD, "new=*");
    assertThat(bot.changed("queue")).containsExactly("FIXED");
    assertThat(bot.state("queue")).contains(OLD, "new=111122223333");
    breaks("queue", "old=*", "new=111122223333");
    assertThat(bot.changed("queue")).containsExactly("FIXED");
    assertThat(bot.state("queue")).contains(OLD, "new=111122223333");
  }

  @Test
  void learnsNothingTwice() {
    known();
    bot.account.emulator().forgetCalls();
    assertThat(bot.added("queue", "old")).containsExactly("CLEAN");
    assertThat(bot.calls()).isEqualTo(Map.of("reads", 3, "dynamodb:GetItem", 1));
  }

  @Test
  void fixesABadStatementLikeAnyOther() {
    known();
    bot.policy("queue", OLD, "new=*");
    assertThat(bot.added("queue", "new")).containsExactly("FIXED");
    assertThat(bot.state("queue")).contains(OLD).doesNotContain("new=*");
  }

  @Test
  void looksAtTheWholeQueueWhereSomethingIsOpen() {
    known();
    bot.parameter("/rampart/auto-fix", "off");
    breaks("queue", "old=*");
    assertThat(bot.changed("queue")).containsExactly("REPORTED");
    bot.policy("queue", OLD, "new=111122223333");
    assertThat(bot.added("queue", "new")).containsExactly("CLEAN");
    assertThat(bot.ledger().recall(TestQueues.id("queue")).notes().open()).isEmpty();
  }

  @Test
  void looksAtTheWholeQueueWhereItWasTagged() {
    known();
    bot.tag("queue", Exemptions.TAG, "OpenStatement");
    bot.policy("queue", "old=*", "new=111122223333");
    assertThat(bot.added("queue", "new")).doesNotContain("CLEAN");
  }

  private void known() {
    bot.queue("queue");
    bot.policy("queue", OLD);
    assertThat(bot.changed("queue")).containsExactly("CLEAN");
    bot.pass(Duration.ofMinutes(1));
  }

  private void breaks(String queue, String... statements) {
    bot.pass(Duration.ofMinutes(1));
    bot.policy(queue, statements);
  }
}
