package dev.rampart.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.emulator.Fault;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.respond.Undo.Result.Finished;
import dev.rampart.respond.Undo.Result.Pending;
import dev.rampart.respond.Undo.Result.Refused;
import dev.rampart.respond.Undo.Result.Undone;
import dev.rampart.tester.LedgerText;
import dev.rampart.tester.LogText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/// A person has Rampart do the second half of a fix.
final class FinishTest {
  private static final String SECRET = "hunter2-{{vault}}-{{labels}}";
  private static final String PASSWORD = PlainPassword.NAME;
  private final Bot bot = new Bot(Mistakes.with(new PlainPassword()));

  @Test
  void theAlertSaysWhatIsLeftAndHow() {
    var fix = fixed("queue");
    assertThat(tags("queue")).containsEntry(PASSWORD, SECRET).containsKey("password-vault");
    var left = bot.alerts().getFirst().path("finish");
    assertThat(left.path("plan").asText()).isEqualTo("take password away");
    assertThat(left.path("after").asText()).isEqualTo("everybody reads it from the vault");
    assertThat(left.path("command").asText())
        .startsWith("aws lambda invoke")
        .contains("rampart-sqs-undo:live", "{\"finish\":\"" + fix + "\"");
  }

  @Test
  void whatIsLeftIsDoneToldOnceAndUndoneByItself() {
    var fix = fixed("queue");
    var finish = finished(bot.finish(fix));
    assertThat(tags("queue")).doesNotContainKey(PASSWORD).containsKey("password-vault");
    var alert = bot.alerts().getLast();
    assertThat(alert.path("outcome").asText()).isEqualTo("FINISHED");
    assertThat(alert.path("id").asText()).isEqualTo(finish);
    assertThat(alert.path("done").asText())
        .contains(fix, "take password away", "because: it was right.");
    assertThat(alert.path("undo").asText()).contains(finish);
    assertThat(alert.path("fix").path("commands").get(0).asText()).contains("untag-queue");
    assertThat(alert.has("finish")).isFalse();

    undone(bot.undo(finish));
    assertThat(tags("queue")).containsEntry(PASSWORD, SECRET);
    // The vault is still there, so there is nothing to spare.
    assertThat(bot.changed("queue")).containsExactly("CLEAN");
    finished(bot.finish(fix));
    assertThat(tags("queue")).doesNotContainKey(PASSWORD);
    assertThat(bot.told()).containsExactly("FIXED", "FINISHED", "UNDONE", "FINISHED");
  }

  @Test
  void theUndoOfTheFixUndoesTheFinishFirst() {
    var before = tagged("queue");
    var fix = fix("queue");
    finished(bot.finish(fix));
    undone(bot.undo(fix));
    assertThat(tags("queue")).isEqualTo(before);
    assertThat(exists("queue-password-vault")).isFalse();
    assertThat(bot.told()).containsExactly("FIXED", "FINISHED", "UNDONE", "UNDONE");
    assertThat(bot.changed("queue")).containsExactly("EXEMPT");
    refused(bot.finish(fix), "changed since");
  }

  @Test
  void anUndoneFinishDoesNotStandInTheWayOfTheUndoOfTheFix() {
    var before = tagged("queue");
    var fix = fix("queue");
    undone(bot.undo(finished(bot.finish(fix))));
    undone(bot.undo(fix));
    assertThat(tags("queue")).isEqualTo(before);
  }

  @Test
  void theUndoOfAFinishCanBeUndoneAndThatCountsAsFinished() {
    var before = tagged("queue");
    var fix = fix("queue");
    undone(bot.undo(undone(bot.undo(finished(bot.finish(fix))))));
    assertThat(tags("queue")).doesNotContainKey(PASSWORD);
    refused(bot.finish(fix), "finished already");
    undone(bot.undo(fix));
    assertThat(tags("queue")).isEqualTo(before);
  }

  @Test
  void aFixThatWasMadeAgainIsFinishedByItsNewId() {
    var redo = undone(bot.undo(undone(bot.undo(fixed("queue")))));
    assertThat(bot.alerts().getLast().path("finish").path("command").asText()).contains(redo);
    var finish = finished(bot.finish(redo));
    assertThat(tags("queue")).doesNotContainKey(PASSWORD);
    undone(bot.undo(finish));
    assertThat(tags("queue")).containsEntry(PASSWORD, SECRET);
  }

  @Test
  void whatIsDoneOrUndoneOrChangedIsRefused() {
    var fix = fixed("queue");
    finished(bot.finish(fix));
    refused(bot.finish(fix), "finished already");
    var undone = fixed("undone");
    undone(bot.undo(undone));
    refused(bot.finish(undone), "changed since");
    var changed = fixed("changed");
    bot.tag("changed", PASSWORD, "another");
    refused(bot.finish(changed), "changed since");
    assertThat(tags("changed")).containsEntry(PASSWORD, "another");
  }

  @Test
  void whatNeverWasOrLeavesNothingIsRefused() {
    refused(bot.finish("fix-000000000000"), "there is no fix");
    bot.queue("orders");
    bot.changed("orders");
    bot.untag("orders", LostDeadLetters.TAG);
    assertThat(bot.changed("orders")).containsExactly("FIXED");
    refused(bot.finish(bot.alerts().getFirst().path("id").asText()), "nothing to finish");
  }

  @Test
  void whatSomebodyBreaksAgainAndAgainIsNotFinished() {
    fixed("queue");
    for (int i = 0; i < 2; i++) {
      bot.untag("queue", "password-vault");
      bot.changed("queue");
    }
    var fix = bot.alerts().get(1).path("id").asText();
    assertThat(bot.told()).containsExactly("FIXED", "FIXED", "CONTESTED");
    refused(bot.finish(fix), "again and again");
  }

  @Test
  void aDeniedFinishLeavesTheFixAsItIs() {
    var fix = fixed("queue");
    fault("UntagQueue", "AccessDenied");
    refused(bot.finish(fix), "AccessDenied");
    assertThat(tags("queue")).containsEntry(PASSWORD, SECRET).containsKey("password-vault");
    finished(bot.finish(fix));
    assertThat(bot.told()).containsExactly("FIXED", "FAILED", "FINISHED");
  }

  @Test
  void whatSomebodyTakesBackWhileItIsProvedIsNotFinished() {
    var fix = fixed("queue");
    var real = bot.domain;
    bot.domain =
        new Odd(real) {
          @Override
          public Loaded<TestQueue> load(ResourceId id) {
            if (!tags("queue").containsKey(PASSWORD)) {
              bot.tag("queue", PASSWORD, SECRET);
            }
            return real.load(id);
          }
        };
    assertThat(bot.finish(fix)).isInstanceOf(Pending.class);
    assertThat(bot.settled()).contains("NOT_HELD").doesNotContain("FINISHED");
    assertThat(bot.told()).containsExactly("FIXED", "NOT_HELD");
  }

  @Test
  void aThrottledFinishIsTakenUpByTheEventFunction() {
    var before = tagged("queue");
    var fix = fix("queue");
    fault("UntagQueue", "Throttling");
    assertThat(bot.finish(fix)).isInstanceOf(Pending.class);
    assertThat(bot.settled()).contains("FINISHED");
    assertThat(bot.told()).containsExactly("FIXED", "FINISHED");
    undone(bot.undo(fix));
    assertThat(tags("queue")).isEqualTo(before);
  }

  @Test
  void anUndoSaysThatItIsHalfwayWhenOnlyTheFinishIsTakenBack() {
    var before = tagged("queue");
    var fix = fix("queue");
    finished(bot.finish(fix));
    fault("TagQueue", "Throttling");
    assertThat(bot.undo(fix))
        .isInstanceOfSatisfying(
            Pending.class, pending -> assertThat(pending.next()).contains("again", fix));
    assertThat(bot.settled()).contains("FIXED");
    assertThat(bot.told()).containsExactly("FIXED", "FINISHED", "UNDONE");
    undone(bot.undo(fix));
    assertThat(tags("queue")).isEqualTo(before);
  }

  @Test
  void aFinishEndsTheSameWhereverItsRunDies() {
    everywhere("ask", (_, fix) -> bot.finish(fix));
    everywhere("look", (queue, _) -> bot.swept(queue, false));
  }

  @Test
  void theSecretIsNowhereButInTheVault() {
    try (var log = new LogText()) {
      var fix = fixed("queue");
      var finish = finished(bot.finish(fix));
      undone(bot.undo(undone(bot.undo(finish))));
      fault("TagQueue", "AccessDenied");
      refused(bot.undo(fix), "AccessDenied");
      undone(bot.undo(fix));
      var stored = LedgerText.all(bot.dynamoDb, Bot.TABLE);
      assertThat(stored).contains(fix, finish, "password-vault").doesNotContain("hunter2");
      assertThat(bot.alerts().toString()).contains(fix, finish).doesNotContain("hunter2");
      assertThat(log.all()).contains("AccessDenied").doesNotContain("hunter2");
    }
  }

  // Fixture.

  private void everywhere(String name, BiConsumer<String, String> afterwards) {
    for (var crashes : List.of(bot.ledgerCrashes, bot.fixCrashes)) {
      var died = true;
      for (int n = 1; died; n++) {
        var queue = name + (crashes == bot.fixCrashes ? "-fix" : "-ledger") + n;
        var before = tagged(queue);
        var fix = fix(queue);
        died = dies(crashes, n, () -> bot.finish(fix));
        afterwards.accept(queue, fix);
        bot.settled();
        bot.pass(Duration.ofMinutes(6));
        bot.finish(fix); // what was only planned is dropped when the resource is looked at
        refused(bot.finish(fix), "finished already");
        assertThat(tags(queue)).as(queue).doesNotContainKey(PASSWORD);
        died |= dies(crashes, n, () -> bot.undo(fix));
        bot.swept(queue, false);
        bot.settled();
        bot.pass(Duration.ofMinutes(6));
        bot.undo(fix);
        assertThat(tags(queue)).as(queue).isEqualTo(before);
        assertThat(bot.told(queue))
            .as(queue)
            .containsExactly("FIXED", "FINISHED", "UNDONE", "UNDONE");
      }
    }
  }

  private boolean dies(Crashes crashes, int n, Runnable run) {
    crashes.afterWrite(n);
    try {
      run.run();
      return false;
    } catch (Crashes.Crash _) {
      return true;
    } finally {
      crashes.never();
      bot.pass(Duration.ofMinutes(6));
    }
  }

  private void fault(String operation, String error) {
    bot.account.emulator().inject(Fault.once("sqs", operation, error).by("FUNCTION-rampart-sqs"));
  }

  private static String finished(Undo.Result result) {
    assertThat(result).isInstanceOf(Finished.class);
    return ((Finished) result).finish();
  }

  private static String undone(Undo.Result result) {
    assertThat(result).isInstanceOf(Undone.class);
    return ((Undone) result).undo();
  }

  private static void refused(Undo.Result result, String why) {
    assertThat(result)
        .isInstanceOfSatisfying(Refused.class, each -> assertThat(each.why()).contains(why));
  }

  private String fixed(String queue) {
    tagged(queue);
    return fix(queue);
  }

  private Map<String, String> tagged(String queue) {
    bot.queue(queue);
    assertThat(bot.changed(queue)).containsExactly("CLEAN");
    bot.pass(Duration.ofMinutes(1));
    bot.tag(queue, PASSWORD, SECRET);
    return tags(queue);
  }

  private String fix(String queue) {
    assertThat(bot.changed(queue)).containsExactly("FIXED");
    bot.pass(Duration.ofMinutes(1));
    return bot.alertsOf(queue).getLast().path("id").asText();
  }

  private Map<String, String> tags(String queue) {
    return bot.person.listQueueTags(list -> list.queueUrl(bot.url(queue))).tags();
  }

  private boolean exists(String queue) {
    return bot.person.listQueues().queueUrls().stream().anyMatch(url -> url.endsWith("/" + queue));
  }
}
