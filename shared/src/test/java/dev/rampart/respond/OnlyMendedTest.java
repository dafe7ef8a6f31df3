package dev.rampart.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.change.Change;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What was good is not read where a change can only have put something right.
final class OnlyMendedTest {
  private static final Map<String, Integer> UNREAD = Map.of("dynamodb:GetItem", 1);
  private static final String OLD = "old=111122223333";
  private final Bot bot = new Bot();

  @Test
  void leavesUnreadWhatWasGood() {
    known(OLD, "more=111122223333");
    bot.policy("queue", OLD);
    assertThat(mended()).containsExactly("CLEAN");
    assertThat(bot.calls()).isEqualTo(UNREAD);

    bot.policy("queue", "old=*");
    assertThat(bot.changed("queue")).containsExactly("FIXED");
    assertThat(bot.state("queue")).contains(OLD);
  }

  @Test
  void looksWhereNobodyLookedBefore() {
    bot.queue("queue");
    bot.policy("queue", OLD);
    assertThat(mended()).containsExactly("CLEAN");
    assertThat(bot.calls()).containsEntry("reads", 3);
  }

  @Test
  void closesWhatWasOpen() {
    known(OLD);
    bot.parameter("/rampart/auto-fix", "off");
    bot.policy("queue", OLD, "new=*");
    assertThat(bot.changed("queue")).containsExactly("REPORTED");
    bot.policy("queue", OLD);
    assertThat(mended()).containsExactly("CLEAN");
    assertThat(bot.ledger().recall(TestQueues.id("queue")).notes().open()).isEmpty();
  }

  @Test
  void looksWhereSomethingWasExempt() {
    known(OLD);
    bot.parameter("/rampart/exemptions/OpenStatement", TestQueues.id("queue").arn() + " new");
    bot.policy("queue", OLD, "new=*");
    assertThat(bot.changed("queue")).containsExactly("EXEMPT");
    bot.policy("queue", OLD);
    assertThat(mended()).containsExactly("CLEAN");
    assertThat(bot.calls()).containsEntry("reads", 3);
  }

  @Test
  void looksIfAnotherChangeCameWithIt() {
    known(OLD);
    bot.policy("queue", "old=*");
    var changes =
        List.of(bot.did("RemovePermission", "queue"), bot.did("SetQueueAttributes", "queue"));
    assertThat(words(changes)).containsExactly("FIXED");
  }

  @Test
  void looksAtWhatWasPutBack() {
    known(OLD);
    bot.policy("queue", "old=*");
    assertThat(words(List.of(Happened.again(bot.did("RemovePermission", "queue")))))
        .containsExactly("FIXED");
  }

  private void known(String... statements) {
    bot.queue("queue");
    bot.policy("queue", statements);
    assertThat(bot.changed("queue")).containsExactly("CLEAN");
    bot.pass(Duration.ofMinutes(1));
  }

  private List<String> mended() {
    bot.pass(Duration.ofMinutes(1));
    bot.account.emulator().forgetCalls();
    return words(List.of(bot.did("RemovePermission", "queue")));
  }

  private List<String> words(List<Change> changes) {
    return Bot.words(bot.look("queue", changes));
  }
}
