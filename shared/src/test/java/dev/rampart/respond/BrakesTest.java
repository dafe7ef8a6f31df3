package dev.rampart.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.change.Change;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What keeps Rampart from fixing without end, from fighting people, and from fighting itself.
final class BrakesTest {
  private static final String GOOD = "send=111122223333";
  private static final String BAD = "send=*";
  private static final String OWN =
      "arn:aws:sts::123456789012:assumed-role/rampart-sqs/rampart-sqs";
  private final Bot bot = new Bot();

  @Test
  void theThirdFixIsContestedForFifteenThirtySixtyMinutesAndToldOnceEach() {
    learned("queue");
    for (var minutes : List.of(15, 30, 60, 60)) {
      var since = bot.now;
      breakIt("queue", "FIXED");
      breakIt("queue", "FIXED");
      breakIt("queue", "CONTESTED");
      assertThat(bot.changed("queue")).containsExactly("CONTESTED");
      assertThat(bot.state("queue")).contains(BAD);
      assertThat(bot.settled()).endsWith("FIXED");
      assertThat(Duration.between(since, bot.now))
          .isBetween(Duration.ofMinutes(minutes), Duration.ofMinutes(minutes + 2));
      // The fix that ended the contest is the first of the next round.
      bot.pass(Duration.ofMinutes(16));
    }
    assertThat(bot.told().stream().filter("CONTESTED"::equals)).hasSize(4);
  }

  @Test
  void theAlertOfAContestSaysWhoIsFighting() {
    learned("queue");
    breakIt("queue", "FIXED");
    breakIt("queue", "FIXED");
    breakIt("queue", "CONTESTED");
    var alert = bot.alerts().getLast();
    assertThat(alert.path("change").path("principal").asText()).isEqualTo(Happened.PERSON);
    assertThat(alert.path("fix").path("commands").toString()).contains("set-queue-attributes");
  }

  @Test
  void theHourHasSoManyFixesAndAReserveForWhatIsCritical() {
    bot.maxFixesPerHour = 5;
    for (int i = 0; i < 8; i++) {
      learned("q" + i);
    }
    for (int i = 0; i < 5; i++) {
      bot.retention("q" + i, 60);
      assertThat(bot.changed("q" + i)).containsExactly(i < 4 ? "FIXED" : "REPORTED");
    }
    bot.policy("q5", BAD);
    assertThat(bot.changed("q5")).containsExactly("FIXED");
    bot.policy("q6", BAD);
    assertThat(bot.changed("q6")).containsExactly("REPORTED");
    assertThat(bot.alerts().getLast().path("why").asText()).contains("5 fixes are used up");
    // When the hour is over, what waited is fixed; it was told that it waits once.
    assertThat(bot.settled()).contains("FIXED").doesNotContain("FAILED");
    assertThat(bot.told("q4")).containsExactly("REPORTED", "FIXED");
    assertThat(bot.told("q6")).containsExactly("REPORTED", "FIXED");
  }

  @Test
  void aLimitOfNoneMeansNone() {
    bot.maxFixesPerHour = 0;
    learned("queue");
    bot.policy("queue", BAD);
    assertThat(bot.changed("queue")).containsExactly("REPORTED");
    assertThat(bot.state("queue")).contains(BAD);
  }

  @Test
  void itsOwnChangesAreLookedAtAndNeverFixed() {
    learned("queue");
    bot.policy("queue", BAD);
    var own = bot.did("SetQueueAttributes", "queue", OWN);
    assertThat(Bot.words(bot.look("queue", own))).containsExactly("DEFERRED");
    assertThat(bot.settled()).containsExactly("REPORTED");
    assertThat(bot.state("queue")).contains(BAD);
    assertThat(bot.told()).containsExactly("REPORTED");
    // A person's change is another matter.
    assertThat(bot.changed("queue")).containsExactly("FIXED");
  }

  @Test
  void aPersonsChangeBesideItsOwnIsFixed() {
    learned("queue");
    bot.policy("queue", BAD);
    var own = bot.did("SetQueueAttributes", "queue", OWN);
    bot.pass(Duration.ofSeconds(-1));
    var person = bot.did("SetQueueAttributes", "queue");
    assertThat(Bot.words(bot.look("queue", person, own))).containsExactly("FIXED");
    assertThat(bot.alerts().getFirst().path("change").path("principal").asText())
        .isEqualTo(Happened.PERSON);
  }

  @Test
  void aRoleWithANameLikeRampartsIsSomebodyElse() {
    learned("queue");
    bot.policy("queue", BAD);
    var other = "arn:aws:sts::123456789012:assumed-role/rampart-evil/me";
    assertThat(Bot.words(bot.look("queue", bot.did("SetQueueAttributes", "queue", other))))
        .containsExactly("FIXED");
  }

  @Test
  void whatFailedIsNotToldAgainForTheEventsOfItsOwnRollBack() {
    bot.domain = new TestQueues(bot.guarded, Mistakes.withHarmful());
    learned("queue");
    bot.set("queue", Mistakes.TIMEOUT, "2000");
    assertThat(bot.changed("queue")).contains("FAILED");
    bot.look("queue", bot.did("SetQueueAttributes", "queue", OWN));
    bot.settled();
    assertThat(bot.told()).containsExactly("FAILED");
  }

  @Test
  void twoRunsAtOnceMakeOneFixAndOneAlert() throws Exception {
    for (int round = 0; round < 5; round++) {
      var queue = "race" + round;
      learned(queue);
      bot.policy(queue, BAD);
      var change = bot.did("SetQueueAttributes", queue);
      var words = atOnce(() -> safely(queue, change), () -> safely(queue, change));
      assertThat(words).contains("FIXED");
      bot.settled();
      assertThat(bot.told(queue)).containsExactly("FIXED");
      assertThat(bot.state(queue)).contains(GOOD);
      var fixes = bot.ledger().recall(TestQueues.id(queue)).notes().fixes();
      assertThat(fixes).hasSize(1);
    }
  }

  @Test
  void aRunThatLoadedBeforeAnotherFixedLooksAgain() {
    learned("queue");
    bot.policy("queue", BAD);
    var real = bot.domain;
    var interrupted = new boolean[1];
    bot.domain =
        new Odd(real) {
          @Override
          public Loaded<TestQueue> load(ResourceId id) {
            var loaded = real.load(id);
            if (!interrupted[0]) {
              interrupted[0] = true;
              bot.domain = real;
              assertThat(bot.changed("queue")).containsExactly("FIXED");
            }
            return loaded;
          }
        };
    assertThat(bot.changed("queue")).containsExactly("CLEAN");
    assertThat(bot.told()).containsExactly("FIXED");
    assertThat(bot.calls().get("writes")).isEqualTo(1);
  }

  private List<String> safely(String queue, Change change) {
    try {
      return Bot.words(bot.look(queue, change));
    } catch (RuntimeException e) {
      return List.of("AGAIN"); // the message is delivered again
    }
  }

  @SafeVarargs
  private static List<String> atOnce(Callable<List<String>>... runs)
      throws InterruptedException, ExecutionException {
    var barrier = new CyclicBarrier(runs.length);
    var words = new ArrayList<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures =
          List.of(runs).stream()
              .map(
                  run ->
                      threads.submit(
                          () -> {
                            barrier.await();
                            return run.call();
                          }))
              .toList();
      for (var future : futures) {
        words.addAll(future.get());
      }
    }
    return words;
  }

  private void learned(String queue) {
    bot.queue(queue);
    bot.policy(queue, GOOD);
    assertThat(bot.changed(queue)).containsExactly("CLEAN");
    bot.pass(Duration.ofSeconds(10));
  }

  private void breakIt(String queue, String outcome) {
    bot.pass(Duration.ofSeconds(10));
    bot.policy(queue, BAD);
    assertThat(bot.changed(queue)).containsExactly(outcome);
  }
}
