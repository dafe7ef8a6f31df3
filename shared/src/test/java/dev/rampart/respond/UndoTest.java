package dev.rampart.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.emulator.Fault;
import dev.rampart.respond.Undo.Result.Pending;
import dev.rampart.respond.Undo.Result.Refused;
import dev.rampart.respond.Undo.Result.Undone;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A person takes a fix back.
final class UndoTest {
  private static final String GOOD = "send=111122223333";
  private static final String BAD = "send=*";
  private final Bot bot = new Bot();

  @Test
  void theStateBeforeComesBackAndIsLeftAloneUntilSomebodyChangesIt() {
    var fix = fixed("queue");
    assertThat(bot.undo(fix)).isInstanceOf(Undone.class);
    assertThat(bot.state("queue")).contains(BAD);
    assertThat(bot.changed("queue")).containsExactly("EXEMPT");
    bot.pass(Duration.ofDays(6));
    assertThat(bot.swept("queue", false)).containsExactly("EXEMPT");
    bot.pass(Duration.ofDays(2));
    assertThat(bot.swept("queue", false)).containsExactly("REPORTED");
    bot.tag("queue", "team", "shop");
    assertThat(bot.changed("queue")).containsExactly("DEBT");
    assertThat(bot.state("queue")).contains(BAD);
    assertThat(bot.told()).containsExactly("FIXED", "UNDONE", "REPORTED");
    assertThat(bot.alerts().get(2).path("why").asText()).startsWith("A person undid its fix");
    var alert = bot.alerts().get(1);
    assertThat(alert.path("done").asText()).contains(fix).contains("because: it was right.");
    assertThat(alert.path("why").asText()).contains("7 days");
  }

  @Test
  void whatIsBrokenAnewAfterAnUndoIsFixedAsEver() {
    undone(bot.undo(fixed("queue")));
    bot.pass(Duration.ofDays(8));
    bot.policy("queue", GOOD);
    assertThat(bot.changed("queue")).containsExactly("CLEAN");
    bot.policy("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly("FIXED");
  }

  @Test
  void whatIsBrokenInAnotherWayAfterAnUndoIsFixedAsEver() {
    learned("queue");
    bot.retention("queue", 60);
    bot.changed("queue");
    undone(bot.undo(bot.alerts().getFirst().path("id").asText()));
    bot.pass(Duration.ofDays(8));
    bot.retention("queue", 120);
    assertThat(bot.changed("queue")).containsExactly("FIXED");
  }

  @Test
  void whatIsBrokenBesideWhatWasBroughtBackIsFixedByItself() {
    undone(bot.undo(fixed("queue")));
    bot.pass(Duration.ofDays(8));
    bot.policy("queue", BAD, "more=*");
    assertThat(bot.changed("queue")).containsExactlyInAnyOrder("FIXED", "REPORTED");
    assertThat(bot.state("queue")).contains(BAD).doesNotContain("more=*");
  }

  @Test
  void whatWentAndCameBackAfterAnUndoIsFixedAsEver() {
    undone(bot.undo(fixed("queue")));
    bot.policy("queue");
    assertThat(bot.changed("queue")).containsExactly("CLEAN");
    bot.pass(Duration.ofDays(8));
    bot.policy("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly("FIXED");
  }

  @Test
  void whatAPersonBroughtBackIsFixedIfAPersonAsksForIt() {
    undone(bot.undo(fixed("queue")));
    bot.pass(Duration.ofDays(8));
    assertThat(bot.swept("queue", true)).containsExactly("FIXED");
    assertThat(bot.swept("queue", false)).containsExactly("CLEAN");
    bot.policy("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly("FIXED");
  }

  @Test
  void anUndoCanBeUndoneAndThatAgain() {
    var undo = undone(bot.undo(fixed("queue")));
    var redo = undone(bot.undo(undo));
    assertThat(bot.state("queue")).contains(GOOD);
    assertThat(bot.changed("queue")).containsExactly("CLEAN");
    undone(bot.undo(redo));
    assertThat(bot.state("queue")).contains(BAD);
    // It is a person's wish again.
    assertThat(bot.changed("queue")).containsExactly("EXEMPT");
    assertThat(bot.told()).containsExactly("FIXED", "UNDONE", "UNDONE", "UNDONE");
  }

  @Test
  void whatWasDeployedIsNotDeployedAgainWithoutALook() {
    String label = LostLabels.SERVED + "1";
    var deploying = new Bot(List.of(new LostLabels()));
    deploying.parameter("/rampart/guardrails/LostLabels", "fix+deploys");
    deploying.queue("queue");
    deploying.tag("queue", label, "text");
    deploying.changed("queue");
    deploying.tag("queue", label, "nothing");
    assertThat(deploying.changed("queue")).containsExactly("FIXED");
    var undo = undone(deploying.undo(deploying.alerts().getFirst().path("id").asText()));
    assertThat(deploying.undo(undo))
        .isInstanceOfSatisfying(
            Refused.class,
            each -> assertThat(each.why()).contains("a draft that nobody has looked at since"));
  }

  @Test
  void anUndoOfSeveralCallsUsesTheValuesOfItsOwnFix() {
    bot.queue("orders");
    bot.changed("orders");
    bot.pass(Duration.ofMinutes(1));
    bot.untag("orders", LostDeadLetters.TAG);
    assertThat(bot.changed("orders")).containsExactly("FIXED");
    var undo = undone(bot.undo(bot.alerts().getFirst().path("id").asText()));
    assertThat(bot.person.listQueues().queueUrls()).noneMatch(url -> url.endsWith("orders-dead"));
    undone(bot.undo(undo));
    assertThat(bot.person.listQueues().queueUrls()).anyMatch(url -> url.endsWith("orders-dead"));
    assertThat(bot.changed("orders")).containsExactly("CLEAN");
  }

  @Test
  void whatChangedSinceIsNotOverwritten() {
    var fix = fixed("queue");
    bot.policy("queue", "send=999999999999");
    assertThat(bot.undo(fix))
        .isInstanceOfSatisfying(
            Refused.class,
            each -> assertThat(each.why()).contains("changed since", "999999999999"));
    assertThat(bot.state("queue")).contains("send=999999999999");
    bot.policy("queue", BAD);
    bot.pass(Duration.ofMinutes(1));
    assertThat(bot.changed("queue")).containsExactly("FIXED"); // nothing is spared
  }

  @Test
  void aLaterFixHasToBeUndoneFirst() {
    var first = fixed("queue");
    bot.pass(Duration.ofMinutes(1));
    bot.policy("queue", BAD);
    bot.changed("queue");
    var later = bot.alerts().getLast().path("id").asText();
    assertThat(bot.undo(first))
        .isInstanceOfSatisfying(Refused.class, each -> assertThat(each.why()).contains(later));
  }

  @Test
  void whatNeverWasOrIsGoneIsRefused() {
    assertThat(bot.undo("fix-000000000000")).isInstanceOf(Refused.class);
    var fix = fixed("queue");
    bot.person.deleteQueue(delete -> delete.queueUrl(bot.url("queue")));
    assertThat(bot.undo(fix))
        .isInstanceOfSatisfying(
            Refused.class, each -> assertThat(each.why()).contains("not there"));
  }

  @Test
  void twiceIsRefused() {
    var fix = fixed("queue");
    assertThat(bot.undo(fix)).isInstanceOf(Undone.class);
    assertThat(bot.undo(fix)).isInstanceOf(Refused.class);
    assertThat(bot.told()).containsExactly("FIXED", "UNDONE");
  }

  @Test
  void aFixThatFailedHasNothingToUndo() {
    learned("queue");
    bot.policy("queue", BAD);
    bot.account
        .emulator()
        .inject(Fault.once("sqs", "SetQueueAttributes", "AccessDenied").by("FUNCTION-rampart-sqs"));
    bot.changed("queue");
    var fix = bot.alerts().getFirst();
    assertThat(fix.path("undo").asText()).isEmpty();
    assertThat(bot.undo(fix.path("id").asText())).isInstanceOf(Refused.class);
  }

  @Test
  void aDeniedUndoSparesNothingAndIsTold() {
    var fix = fixed("queue");
    bot.account
        .emulator()
        .inject(Fault.once("sqs", "SetQueueAttributes", "AccessDenied").by("FUNCTION-rampart-sqs"));
    assertThat(bot.undo(fix)).isInstanceOf(Refused.class);
    bot.policy("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly("FIXED");
    assertThat(bot.told()).containsExactly("FIXED", "FAILED", "FIXED");
  }

  @Test
  void aThrottledUndoIsTakenUpByTheEventFunction() {
    var fix = fixed("queue");
    bot.account
        .emulator()
        .inject(Fault.once("sqs", "SetQueueAttributes", "Throttling").by("FUNCTION-rampart-sqs"));
    assertThat(bot.undo(fix)).isInstanceOf(Pending.class);
    assertThat(bot.settled()).contains("FIXED", "EXEMPT");
    assertThat(bot.state("queue")).contains(BAD);
    assertThat(bot.told()).containsExactly("FIXED", "UNDONE");
  }

  private static String undone(Undo.Result result) {
    assertThat(result).isInstanceOf(Undone.class);
    return ((Undone) result).undo();
  }

  private String fixed(String queue) {
    learned(queue);
    bot.policy(queue, BAD);
    assertThat(bot.changed(queue)).containsExactly("FIXED");
    bot.pass(Duration.ofMinutes(1));
    return bot.alertsOf(queue).getLast().path("id").asText();
  }

  private void learned(String queue) {
    bot.queue(queue);
    bot.policy(queue, GOOD);
    assertThat(bot.changed(queue)).containsExactly("CLEAN");
    bot.pass(Duration.ofMinutes(1));
  }
}
