package dev.rampart.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.change.Change;
import dev.rampart.emulator.Fault;
import dev.rampart.ledger.Sightings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;

/// Watches: what is told of an event, how often, and with which figure.
final class LookoutTest {
  private static final Purges WATCH = new Purges();
  private static final AtomicInteger RUNS = new AtomicInteger();

  private final Bot bot = new Bot();
  private Map<String, String> tags = Map.of();

  @Test
  void theFirstIsToldAtOnceAndAllOfThemWhenTheWindowIsOver() {
    assertThat(deliver(purge("orders", 1))).containsExactly("REPORTED");
    assertThat(details()).containsExactly("all of them were thrown away");
    assertThat(deliver(purge("orders", 2), purge("orders", 3))).containsExactly("DEBT");
    assertThat(deliver(purge("orders", 4))).containsExactly("DEBT");
    assertThat(bot.alerts()).hasSize(1);

    assertThat(windowsEnd()).containsExactly("REPORTED");

    assertThat(details())
        .containsExactly(
            "all of them were thrown away",
            "4 in all within 5 minutes, of which this was the first: all of them were thrown away");
    var alert = bot.alerts().getFirst();
    assertThat(alert.path("guardrail").asText()).isEqualTo("Purges");
    assertThat(alert.path("outcome").asText()).isEqualTo("REPORTED");
    assertThat(alert.path("change").path("principal").asText()).isEqualTo(Happened.PERSON);
    assertThat(alert.path("resource").path("part").asText()).isEqualTo("messages");
    assertThat(alert.path("why").asText())
        .isEqualTo(
            "This is only told, and what is like it is counted for 5 minutes; if that was meant,"
                + " all is well.");
    assertThat(ids()).doesNotHaveDuplicates();
  }

  @Test
  void oneAloneIsToldOnce() {
    deliver(purge("orders", 1));
    assertThat(windowsEnd()).containsExactly("CLEAN");
    assertThat(bot.alerts()).hasSize(1);
  }

  @Test
  void afterTheWindowTheNextIsNewsAgain() {
    deliver(purge("orders", 1), purge("orders", 2));
    windowsEnd();
    assertThat(deliver(purge("orders", 3))).containsExactly("REPORTED");
    assertThat(windowsEnd()).containsExactly("CLEAN");
    assertThat(bot.alerts()).hasSize(3);
  }

  @Test
  void eachResourceIsCountedForItself() {
    assertThat(deliver(purge("orders", 1), purge("bills", 2), purge("orders", 3)))
        .containsExactly("REPORTED", "REPORTED");
    assertThat(windowsEnd()).containsExactlyInAnyOrder("REPORTED", "CLEAN");
    assertThat(bot.alertsOf("bills")).hasSize(1);
    assertThat(bot.alertsOf("orders")).hasSize(2);
  }

  @Test
  void whatIsDeliveredAgainIsNeitherToldNorCountedAgain() {
    var one = purge("orders", 1);
    deliver(one);
    assertThat(deliver(one)).containsExactly("DEBT");
    deliver(purge("orders", 2), one, one);
    var end = bot.later.getFirst();
    windowsEnd();
    assertThat(details().getLast()).startsWith("2 in all");
    // After the end, and in the window after that.
    assertThat(deliver(one)).containsExactly("DEBT");
    deliver(purge("orders", 3));
    deliver(one, purge("orders", 2));
    assertThat(again(end)).containsExactly("CLEAN");
    assertThat(windowsEnd()).containsExactly("CLEAN");
    assertThat(bot.alerts()).hasSize(3);
  }

  @Test
  void aFloodThatManyRunsTakeInAtOnceIsOneAlertAndOneFigure() throws Exception {
    var batches =
        IntStream.range(0, 50)
            .mapToObj(
                batch -> IntStream.range(0, 10).mapToObj(i -> purge("orders", 10 * batch + i)))
            .map(batch -> batch.toArray(Change[]::new))
            .<Callable<List<String>>>map(batch -> () -> patiently(batch))
            .toList();
    var words = new ArrayList<String>();
    try (var pool = Executors.newFixedThreadPool(8)) {
      for (var done : pool.invokeAll(batches)) {
        words.addAll(done.get());
      }
    }
    assertThat(words).hasSize(50).containsOnlyOnce("REPORTED");
    assertThat(bot.alerts()).hasSize(1);
    windowsEnd();
    assertThat(bot.alerts()).hasSize(2);
    assertThat(details().getLast()).startsWith("500 in all within 5 minutes");
  }

  @Test
  void moreThanAnItemHoldsIsTold() {
    var key = new Sightings.Key("Purges", TestQueues.id("orders"), "messages");
    var sightings = new Sightings(bot.dynamoDb, Bot.TABLE);
    deliver(purge("orders", 0));
    var first = purge("orders", 0).id();
    var turn = new Sightings.Turn(first, "run", bot.now, bot.now.plusSeconds(60));
    var many = IntStream.range(0, 2_100).mapToObj(each -> "event" + each).toList();
    sightings.note(key, many, WATCH.window(), turn);
    assertThat(deliver(purge("orders", 1))).containsExactly("DEBT");
    windowsEnd();
    assertThat(details().getLast()).startsWith("at least 2101 in all");
  }

  @Test
  void whereverARunDiesEverythingIsToldAndNothingUnderTwoIds() {
    for (int write = 1; ; write++) {
      var queue = "crash" + write;
      bot.ledgerCrashes.afterWrite(write);
      var died = delivered(purge(queue, 1), purge(queue, 2));
      bot.ledgerCrashes.never();
      windowsEnd();
      assertThat(figures(queue)).as("death after write %d", write).containsExactly("2 in all");
      if (!died) {
        break;
      }
    }
    bot.alertCrashes.afterWrite(1);
    delivered(purge("told", 1), purge("told", 2));
    bot.alertCrashes.never();
    windowsEnd();
    assertThat(figures("told")).containsExactly("2 in all");
    assertThat(bot.alertsOf("told")).hasSizeBetween(2, 3);
  }

  @Test
  void whereverTheEndOfAWindowDiesItsFigureIsTold() {
    for (int write = 1; write < 4; write++) {
      var queue = "end" + write;
      deliver(purge(queue, 1), purge(queue, 2));
      bot.ledgerCrashes.afterWrite(write);
      windowsEnd();
      bot.ledgerCrashes.never();
      assertThat(figures(queue)).as("death after write %d", write).containsExactly("2 in all");
    }
  }

  @Test
  void whoeverCannotTellLetsAnotherTellAtOnce() {
    bot.emulator().inject(Fault.once("sns", "Publish", "InternalFailure").by("ENGINE"));
    assertThatThrownBy(() -> deliver(purge("orders", 1))).isInstanceOf(SdkException.class);
    assertThat(deliver(purge("orders", 1))).containsExactly("REPORTED");
    assertThat(windowsEnd()).containsOnly("CLEAN");
    assertThat(bot.alerts()).hasSize(1);
  }

  @Test
  void aMessageComesBackWhileAnotherRunIsStillToTell() {
    // The first is refused, as there is no window yet; the second begins one.
    bot.ledgerCrashes.afterWrite(2);
    assertThatThrownBy(() -> deliver(purge("orders", 1))).isInstanceOf(Crashes.Crash.class);
    assertThatThrownBy(() -> deliver(purge("orders", 1))).isInstanceOf(Lookout.Busy.class);
    // It is counted by others, who need not wait.
    assertThat(deliver(purge("orders", 2))).containsExactly("DEBT");
    bot.pass(Duration.ofMinutes(2));
    assertThat(deliver(purge("orders", 1))).containsExactly("REPORTED");
    windowsEnd();
    assertThat(figures("orders")).containsExactly("2 in all");
  }

  @Test
  void aWindowWhoseEndWasLostDoesNotLastForever() {
    deliver(purge("orders", 1));
    bot.later.clear();
    bot.pass(Duration.ofMinutes(50));
    assertThat(deliver(purge("orders", 2))).containsExactly("DEBT");
    bot.pass(Duration.ofMinutes(30));
    assertThat(deliver(purge("orders", 3))).containsExactly("REPORTED");
  }

  @Test
  void theOwnersSwitchIsRespected() {
    bot.parameter("/rampart/guardrails/Purges", "off");
    assertThat(deliver(purge("orders", 1))).isEmpty();
    bot.parameter("/rampart/guardrails/Purges", "alert");
    // It does not take auto-fix to be told.
    bot.parameter("/rampart/auto-fix", "off");
    assertThat(deliver(purge("orders", 2))).containsExactly("REPORTED");
    bot.parameter("/rampart/guardrails/Purges", "off");
    deliver(purge("orders", 3));
    assertThat(windowsEnd()).isEmpty();
    assertThat(bot.alerts()).hasSize(1);
  }

  @Test
  void exemptionsAreRespected() {
    var arn = TestQueues.id("orders").arn();
    bot.parameter("/rampart/exemptions/Purges", arn + " messages until 2026-04-01");
    assertThat(deliver(purge("orders", 1), purge("orders", 2))).containsExactly("EXEMPT");
    assertThat(windowsEnd()).containsExactly("EXEMPT");
    assertThat(bot.alerts()).isEmpty();
    bot.pass(Duration.ofDays(60));
    assertThat(deliver(purge("orders", 3))).containsExactly("REPORTED");
    tags = Map.of("rampart:exempt", "Purges");
    assertThat(deliver(purge("bills", 4), purge("bills", 5))).containsExactly("EXEMPT");
    bot.later.removeFirst();
    assertThat(windowsEnd()).containsExactly("EXEMPT");
    assertThat(deliver(purge("bills", 6))).containsExactly("EXEMPT");
    // Whoever can tag could exempt themselves, so somebody hears of it, once.
    assertThat(bot.told("bills")).containsExactly("EXEMPT");
  }

  @Test
  void whomTheOwnerTrustsIsLeftAlone() {
    bot.parameter("/rampart/deploy-roles", "arn:aws:iam::123456789012:user/mal*, none");
    assertThat(deliver(purge("orders", 1))).isEmpty();
  }

  @Test
  void nothingIsToldWhenNobodyKnowsWhomTheOwnerTrusts() {
    bot.emulator().inject(Fault.once("ssm", "GetParameters", "AccessDenied").by("ENGINE"));
    assertThatThrownBy(() -> deliver(purge("orders", 1))).isInstanceOf(SdkException.class);
    assertThat(deliver(purge("orders", 1))).containsExactly("REPORTED");
  }

  @Test
  void onlyItsOwnEventsConcernAWatch() {
    var lookout = lookout();
    assertThat(lookout.concerns(WATCH, purge("orders", 1))).isTrue();
    assertThat(lookout.concerns(WATCH, bot.did("SetQueueAttributes", "orders"))).isFalse();
    var own = "arn:aws:sts::123456789012:assumed-role/rampart-sqs/x";
    assertThat(lookout.concerns(WATCH, bot.did("PurgeQueue", "orders", own))).isFalse();
    var undo = "arn:aws:sts::123456789012:assumed-role/rampart-sqs-undo/x";
    assertThat(lookout.concerns(WATCH, bot.did("PurgeQueue", "orders", undo))).isFalse();
    assertThat(lookout.concerns(WATCH, Happened.parsed(Happened.sweep("orders", false)))).isFalse();
  }

  private Lookout lookout() {
    return new Lookout(bot.tools(), new Sightings(bot.dynamoDb, Bot.TABLE), _ -> tags);
  }

  private static Change purge(String queue, int number) {
    var at = Instant.parse("2026-03-01T12:00:00Z");
    ObjectNode call = Happened.call("PurgeQueue", queue, Happened.PERSON, at);
    call.withObject("/detail").put("eventID", queue + "-" + number);
    return Happened.parsed(call);
  }

  /// One run.
  private List<String> deliver(Change... changes) {
    var messages = new LinkedHashMap<String, Change>();
    for (var change : changes) {
      messages.put("m" + messages.size(), change);
    }
    var run = new Run("run-" + RUNS.incrementAndGet(), bot.now.plusSeconds(60));
    var lookout = lookout();
    return lookout.sort(WATCH, messages).stream()
        .map(batch -> lookout.tell(batch, run).word())
        .toList();
  }

  /// A message is delivered until it is dealt with; each time the visibility timeout passes.
  ///
  /// @return whether a run died
  private boolean delivered(Change... changes) {
    var died = false;
    for (int delivery = 0; delivery < 5; delivery++) {
      try {
        deliver(changes);
        return died;
      } catch (Crashes.Crash | Lookout.Busy _) {
        died = true;
        bot.pass(Duration.ofMinutes(2));
      }
    }
    throw new AssertionError("the message would be among the dead letters");
  }

  private List<String> patiently(Change... changes) {
    for (int delivery = 0; delivery < 20; delivery++) {
      try {
        return deliver(changes);
      } catch (Lookout.Busy _) {
        Thread.onSpinWait();
      }
    }
    throw new AssertionError("never told");
  }

  /// What was put back comes when it is due.
  private List<String> windowsEnd() {
    var words = new ArrayList<String>();
    while (!bot.later.isEmpty()) {
      words.addAll(again(bot.later.removeFirst()));
    }
    return words;
  }

  private List<String> again(Bot.Later later) {
    assertThat(later.resource()).isEqualTo(Lookout.marker(WATCH));
    bot.now = later.due().isAfter(bot.now) ? later.due() : bot.now;
    for (int delivery = 0; ; delivery++) {
      try {
        return deliver(Happened.again(later.change()));
      } catch (Crashes.Crash | Lookout.Busy e) {
        assertThat(delivery).as(e.toString()).isLessThan(5);
        bot.pass(Duration.ofMinutes(2));
      }
    }
  }

  private List<String> details() {
    return bot.alerts().stream().map(each -> each.path("detail").asText()).toList();
  }

  private List<String> ids() {
    return bot.alerts().stream().map(each -> each.path("id").asText()).toList();
  }

  /// The figures that were told of a queue, each id once.
  private List<String> figures(String queue) {
    var figures = new LinkedHashMap<String, String>();
    for (JsonNode alert : bot.alertsOf(queue)) {
      var detail = alert.path("detail").asText();
      if (detail.contains(" in all")) {
        figures.put(alert.path("id").asText(), detail.substring(0, detail.indexOf(" within")));
      }
    }
    return List.copyOf(figures.values());
  }
}
