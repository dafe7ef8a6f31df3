package dev.rampart.function;

import dev.rampart.change.Change;
import dev.rampart.change.Sweep;
import dev.rampart.function.Queue.Chunk;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.ledger.Fixes.ConcurrentFix;
import dev.rampart.ledger.Ledger.LeaseLost;
import dev.rampart.ledger.Rounds;
import dev.rampart.ledger.Rounds.Found;
import dev.rampart.respond.Failure;
import dev.rampart.respond.Outcome;
import dev.rampart.respond.Responder;
import dev.rampart.respond.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/// Rampart's round through the account: it lists what there is, and puts it into the function's own
/// queue in small chunks, spread over time so that AWS's request quotas stay for the owner.
final class Sweeps {
  private static final Logger log = LoggerFactory.getLogger(Sweeps.class);
  private static final int PER_CHUNK = 10;
  // How long one execution environment looks at a chunk: less than half of an invocation, or the
  // rest of the batch has to wait for the next.
  private static final int SECONDS = 15;
  // Of the pace at which a kind of resource is read, each of the two environments has half.
  private static final int ENVIRONMENTS = 2;
  private static final int TOLD = 40;

  private final List<Domain<?>> domains;
  private final Surroundings surroundings;
  private final Responder responder;
  private final Run run;
  private final Journal journal;
  private final Supplier<List<String>> preflight;

  Sweeps(
      List<Domain<?>> domains,
      Surroundings surroundings,
      Responder responder,
      Run run,
      Journal journal,
      Supplier<List<String>> preflight) {
    this.domains = domains;
    this.surroundings = surroundings;
    this.responder = responder;
    this.run = run;
    this.journal = journal;
    this.preflight = preflight;
  }

  /// Lists everything and queues it.
  ///
  /// @return how many chunks
  int start(String sweep, boolean fixOpen) {
    var chunks = new ArrayList<Chunk>();
    for (var domain : domains) {
      var size = size(domain);
      var perChunk = size * domain.callsPerLook() / domain.callsPerSecond();
      var keys = new ArrayList<String>();
      var at = 0.0;
      for (var id : (Iterable<ResourceId>) domain.all()::iterator) {
        keys.add(id.key());
        if (keys.size() == size) {
          chunks.add(chunk(sweep, chunks.size(), keys, fixOpen, at));
          keys.clear();
          at += perChunk;
        }
      }
      if (!keys.isEmpty()) {
        chunks.add(chunk(sweep, chunks.size(), keys, fixOpen, at));
      }
    }
    surroundings.queue().send(chunks.stream());
    log.info("sweep {}: {} chunks queued", sweep, chunks.size());
    if (surroundings
        .rounds()
        .announce(sweep, surroundings.domain(), chunks.size(), notes(), Instant.now())) {
      through(sweep);
    }
    return chunks.size();
  }

  /// How many resources make a chunk.
  private static int size(Domain<?> domain) {
    var looks = SECONDS * domain.callsPerSecond() / ENVIRONMENTS / domain.callsPerLook();
    return (int) Math.clamp(looks, 1, PER_CHUNK);
  }

  /// Puts a chunk off that an invocation has no time for.
  void putOff(Sweep sweep) {
    log.info("chunk {} of sweep {} is put off", sweep.chunk(), sweep.sweep());
    var again =
        new Chunk(sweep.sweep(), sweep.chunk(), sweep.resources(), sweep.fixOpen(), SECONDS);
    surroundings.queue().send(Stream.of(again));
  }

  private List<String> notes() {
    try {
      return preflight.get();
    } catch (SdkException e) {
      return List.of("How Rampart is installed cannot be checked: " + Failure.words(e) + ".");
    }
  }

  private static Chunk chunk(
      String sweep, int number, List<String> keys, boolean fixOpen, double at) {
    return new Chunk(sweep, Integer.toString(number), List.copyOf(keys), fixOpen, (int) at);
  }

  /// Looks at one chunk. What cannot be read is a gap in the report, not the end of the sweep.
  void look(Change change, Sweep sweep) {
    var gathered = new Gathering(change);
    for (var key : sweep.resources()) {
      var named = ResourceId.of(key);
      gathered.reading(named, () -> within(named).forEach(gathered::look));
    }
    var brought =
        new Rounds.Yield(gathered.looked, gathered.unread, gathered.found, gathered.fixed);
    if (surroundings.rounds().count(sweep.sweep(), surroundings.domain(), sweep.chunk(), brought)) {
      through(sweep.sweep());
    }
  }

  /// What comes of the looks at one chunk.
  private final class Gathering {
    private final Change change;
    private final List<String> unread = new ArrayList<>();
    private final List<Found> found = new ArrayList<>();
    private int looked;
    private int fixed;

    Gathering(Change change) {
      this.change = change;
    }

    void look(ResourceId id) {
      looked++;
      reading(
          id,
          () -> {
            var outcomes = Sweeps.this.look(change, id);
            journal.write(List.of(change), id, outcomes);
            outcomes.forEach(outcome -> count(id, outcome));
          });
    }

    void reading(ResourceId id, Runnable read) {
      try {
        read.run();
      } catch (SdkException e) {
        if (Failure.of(e) == Failure.PASSING) {
          throw e;
        }
        log.warn("{} cannot be read: {}", id, Failure.words(e));
        unread.add(id.arn() + " (" + Failure.words(e) + ")");
      } catch (LeaseLost | ConcurrentFix e) {
        throw e;
      } catch (RuntimeException e) {
        log.error("{} cannot be looked at", id, e);
        unread.add(id.arn() + " (" + e.getClass().getSimpleName() + ")");
      }
    }

    private void count(ResourceId id, Outcome outcome) {
      switch (outcome) {
        case Outcome.Fixed _ -> fixed++;
        case Outcome.Clean _,
            Outcome.Gone _,
            Outcome.Deferred _,
            Outcome.Exempt _,
            Outcome.Finished _ -> {}
        case Outcome.Debt _,
            Outcome.Contested _,
            Outcome.Reported _,
            Outcome.NotHeld _,
            Outcome.Failed _ ->
            found.add(
                new Found(
                    outcome.found().guardrail(),
                    id.arn(),
                    outcome.found().part(),
                    outcome.found().detail()));
      }
    }
  }

  private Stream<ResourceId> within(ResourceId id) {
    for (var domain : domains) {
      if (domain.type().equals(id.type())) {
        return domain.within(id);
      }
    }
    return Stream.of();
  }

  private List<Outcome> look(Change change, ResourceId id) {
    for (var domain : domains) {
      if (domain.type().equals(id.type())) {
        return responder.look(domain, id, List.of(change), run);
      }
    }
    return List.of();
  }

  /// This domain is through; if all are, this is the place to report.
  private void through(String sweep) {
    journal.count("SweepReport");
    // A sweep asked of this function alone is reported by it alone.
    var taking =
        sweep.startsWith("asked-") ? List.of(surroundings.domain()) : surroundings.domains();
    surroundings
        .rounds()
        .finished(sweep, taking, Instant.now(), run.deadline())
        .ifPresent(this::send);
  }

  private void send(Rounds.Report report) {
    try {
      report(report);
    } catch (SdkException e) {
      // The chunk is delivered again, and the report is sent then.
      surroundings.rounds().reported(report.sweep(), false, Instant.now());
      throw e;
    }
    surroundings.rounds().reported(report.sweep(), true, Instant.now());
  }

  private void report(Rounds.Report report) {
    var resources = report.domains().values().stream().mapToInt(Integer::intValue).sum();
    var subject =
        "Rampart looked at %d resources, open findings: %d"
            .formatted(resources, report.found().size());
    surroundings
        .alerts()
        .send(
            subject,
            text(report, resources, subscriptions()),
            report,
            Map.of("outcome", "SWEEP_REPORT"));
  }

  private String subscriptions() {
    try {
      return surroundings.alerts().subscriptions();
    } catch (SdkException e) {
      return "Who gets the alerts cannot be read: " + Failure.words(e) + ".";
    }
  }

  private static String text(Rounds.Report report, int resources, String subscriptions) {
    var text = new StringJoiner("\n");
    text.add(
        "Rampart looked at %d resources and remembers what is good about them."
            .formatted(resources));
    report.domains().forEach((domain, count) -> text.add("  %-12s %d".formatted(domain, count)));
    text.add("").add(subscriptions);
    report.notes().forEach(text::add);
    if (report.fixed() > 0) {
      text.add("").add("Fixed on the way: " + report.fixed() + " (an alert was sent for each).");
    }
    list(
        text,
        "Open before Rampart looked, or left to you (Rampart does not fix these by itself):",
        report.found().stream()
            .map(
                each ->
                    "%s: %s %s: %s"
                        .formatted(each.guardrail(), each.resource(), each.part(), each.detail()))
            .toList());
    list(text, "Could not be read:", report.unread());
    if (!report.found().isEmpty()) {
      text.add("")
          .add("To fix what is open, invoke the domain's function with {\"fix-open\": true}.");
    }
    return text.toString();
  }

  private static void list(StringJoiner text, String title, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    text.add("").add(title);
    lines.stream().limit(TOLD).forEach(line -> text.add("  " + line));
    if (lines.size() > TOLD) {
      text.add("  and " + (lines.size() - TOLD) + " more; the function's log has them all");
    }
  }
}
