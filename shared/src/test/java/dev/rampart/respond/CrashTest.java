package dev.rampart.respond;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.emulator.Fault;
import dev.rampart.ledger.FixRecord.Status;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// A run dies right after its n-th write, for every n, and the message is delivered again.
final class CrashTest {
  private final Bot bot = new Bot();

  @Test
  void aFixOfOneCallEndsTheSameWhereverItsRunDies() {
    everywhere("one", this::breakPolicy, List.of("FIXED"), queue -> bot.state(queue).getFirst());
  }

  @Test
  void aFixOfTwoCallsEndsTheSameWhereverItsRunDies() {
    everywhere(
        "orders",
        queue -> bot.untag(queue, LostDeadLetters.TAG),
        List.of("FIXED"),
        queue -> Boolean.toString(isRedirected(queue)));
  }

  @Test
  void aReportThatComesBeforeAFixIsToldOnceWhereverItsRunDies() {
    everywhere(
        "both",
        queue -> {
          // In this order: the emulated account forgets the policy when another attribute is set.
          bot.retention(queue, 60);
          bot.policy(queue, "send=*");
        },
        List.of("REPORTED", "FIXED"),
        queue -> bot.state(queue).getLast(),
        () -> bot.parameter("/rampart/guardrails/OpenStatement", "alert"));
  }

  @Test
  void aRefusedSecondCallIsRolledBackAndToldOnceWhereverTheRunDies() {
    bot.account
        .emulator()
        .inject(
            Fault.once("sqs", "TagQueue", "AccessDenied").by("FUNCTION-rampart-sqs").times(9999));
    everywhere(
        "orders",
        queue -> bot.untag(queue, LostDeadLetters.TAG),
        List.of("FAILED"),
        queue -> Boolean.toString(exists(queue + "-dead")));
  }

  @Test
  void aFixThatBreaksSomethingElseIsRolledBackAndToldOnceWhereverTheRunDies() {
    bot.domain = new TestQueues(bot.guarded, Mistakes.withHarmful());
    everywhere(
        "harm",
        queue -> bot.set(queue, Mistakes.TIMEOUT, "2000"),
        List.of("FAILED"),
        queue -> bot.state(queue).toString());
  }

  @Test
  void anAlertIsToldTwiceAtMostAndUnderTheSameIdWhenTheRunDiesRightAfterIt() {
    var queue = learned("told");
    breakPolicy(queue);
    bot.alertCrashes.afterWrite(1);
    assertThat(bot.delivered(queue, envelope(queue))).containsExactly("FIXED");
    var ids = bot.alertsOf(queue).stream().map(each -> each.path("id").asText()).toList();
    assertThat(ids).hasSize(2);
    assertThat(ids.getFirst()).isEqualTo(ids.getLast());
  }

  @Test
  void aContestIsToldUnderTheSameIdWhenTheRunDiesRightAfterTheAlert() {
    var queue = learned("contest");
    for (int i = 0; i < 2; i++) {
      breakPolicy(queue);
      assertThat(bot.changed(queue)).containsExactly("FIXED");
    }
    breakPolicy(queue);
    bot.alertCrashes.afterWrite(1);
    assertThat(bot.delivered(queue, envelope(queue))).containsExactly("CONTESTED");
    var ids = bot.alertsOf(queue).stream().skip(2).map(each -> each.path("id").asText()).distinct();
    assertThat(ids).hasSize(1);
  }

  @Test
  void anUndoEndsTheSameWhereverItsRunDiesAndIsAskedForAgain() {
    undoEverywhere("undo", (queue, fix) -> bot.undo(fix));
  }

  @Test
  void anUndoEndsTheSameWhereverItsRunDiesAndTheResourceIsLookedAt() {
    undoEverywhere("look", (queue, _) -> bot.swept(queue, false));
  }

  // Fixture.

  private void everywhere(
      String name, Consumer<String> breakIt, List<String> told, Function<String, String> state) {
    everywhere(name, breakIt, told, state, () -> {});
  }

  private void everywhere(
      String name,
      Consumer<String> breakIt,
      List<String> told,
      Function<String, String> state,
      Runnable settings) {
    var calm = learned(name + "-calm");
    settings.run();
    breakIt.accept(calm);
    bot.delivered(calm, envelope(calm));
    bot.settled();
    bot.swept(calm, false);
    assertThat(bot.told(calm)).as("without a crash").isEqualTo(told);
    for (var crashes : List.of(bot.ledgerCrashes, bot.fixCrashes)) {
      for (int n = 1; ; n++) {
        var queue = learned(name + "-" + (crashes == bot.fixCrashes ? "fix" : "ledger") + n);
        breakIt.accept(queue);
        var writes = crashes.writes();
        crashes.afterWrite(n);
        bot.delivered(queue, envelope(queue));
        crashes.never();
        bot.settled();
        assertThat(bot.told(queue)).as("%s, told", queue).isEqualTo(told);
        assertThat(state.apply(queue)).as("%s, state", queue).isEqualTo(state.apply(calm));
        assertThat(bot.ledger().recall(TestQueues.id(queue)).unfinished()).as(queue).isEmpty();
        if (crashes.writes() - writes < n || n > 40) {
          break; // it lived through it
        }
      }
    }
  }

  private interface Afterwards {
    void happens(String queue, String fix);
  }

  private void undoEverywhere(String name, Afterwards afterwards) {
    for (var crashes : List.of(bot.ledgerCrashes, bot.fixCrashes)) {
      for (int n = 1; ; n++) {
        var queue = learned(name + "-" + (crashes == bot.fixCrashes ? "fix" : "ledger") + n);
        breakPolicy(queue);
        bot.changed(queue);
        var fix = bot.alertsOf(queue).getFirst().path("fix").path("id").asText();
        crashes.afterWrite(n);
        var died = false;
        try {
          bot.undo(fix);
        } catch (Crashes.Crash e) {
          died = true;
        }
        crashes.never();
        bot.pass(Duration.ofMinutes(6));
        afterwards.happens(queue, fix);
        bot.settled();
        bot.pass(Duration.ofMinutes(6));
        bot.undo(fix);
        bot.swept(queue, false);
        assertThat(bot.told(queue)).as(queue).containsExactly("FIXED", "UNDONE");
        assertThat(bot.state(queue)).as(queue).contains("send=*");
        assertThat(bot.ledger().recall(TestQueues.id(queue)).unfinished()).as(queue).isEmpty();
        var undo = bot.alertsOf(queue).getLast().path("undo").asText();
        assertThat(bot.tools().fixes().find(undo.replaceAll(".*\"undo\":\"([^\"]+)\".*", "$1")))
            .hasValueSatisfying(each -> assertThat(each.status()).isEqualTo(Status.ALERTED));
        if (!died) {
          break;
        }
      }
    }
  }

  private String learned(String queue) {
    bot.queue(queue);
    bot.policy(queue, "send=111122223333");
    assertThat(bot.changed(queue)).containsExactly("CLEAN");
    bot.pass(Duration.ofMinutes(1));
    return queue;
  }

  private void breakPolicy(String queue) {
    bot.policy(queue, "send=*");
  }

  private ObjectNode envelope(String queue) {
    return Happened.call("SetQueueAttributes", queue, Happened.PERSON, bot.now);
  }

  private boolean isRedirected(String queue) {
    var url = bot.url(queue);
    var tag = bot.person.listQueueTags(list -> list.queueUrl(url)).tags().get(LostDeadLetters.TAG);
    return tag != null && tag.endsWith(queue + "-dead") && exists(queue + "-dead");
  }

  private boolean exists(String queue) {
    return bot.person.listQueues().queueUrls().stream().anyMatch(url -> url.endsWith("/" + queue));
  }
}
