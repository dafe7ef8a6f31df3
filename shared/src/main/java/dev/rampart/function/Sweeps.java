package dev.rampart.function;

import dev.rampart.change.Change;
import dev.rampart.change.Sweep;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.ledger.Ledger;
import dev.rampart.ledger.Rounds;
import dev.rampart.respond.Failure;
import dev.rampart.respond.Responder;
import dev.rampart.respond.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
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
  static final int SECONDS = 15;
  // Of the pace at which a kind of resource is read, each of the two environments has half.
  private static final int ENVIRONMENTS = 2;
  // Keys of up to 300 characters, of the 256 KiB that a message takes.
  private static final int PER_MESSAGE = 500;
  // How far the clocks of two machines may be apart.
  private static final int EARLY = 2;

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

  /// Lists everything and queues it, one kind after the other. If it ends half-way it is delivered
  /// again, and what is in the queue by then is that much sooner looked at.
  ///
  /// @return how many chunks
  int start(String sweep, boolean fixOpen) {
    var names = new ArrayList<String>();
    var notes = new ArrayList<>(notes());
    for (var domain : domains) {
      names.addAll(queue(domain, list(domain, notes), sweep, fixOpen));
    }
    log.info("sweep {}: {} chunks queued", sweep, names.size());
    if (surroundings.rounds().announce(sweep, surroundings.domain(), names, notes, Instant.now())) {
      through(sweep);
    }
    return names.size();
  }

  /// A kind that cannot be listed is a gap in the report; what is refused for good shows on the
  /// first page.
  private static Iterator<ResourceId> list(Domain<?> domain, List<String> notes) {
    try {
      var all = domain.all().iterator();
      return all.hasNext() ? all : Collections.emptyIterator();
    } catch (SdkException e) {
      if (Failure.of(e) == Failure.PASSING) {
        throw e;
      }
      log.error("{} cannot be listed: {}", domain.type(), Failure.words(e));
      notes.add(domain.type() + " cannot be listed: " + Failure.words(e) + ".");
      return Collections.emptyIterator();
    }
  }

  /// Queues what is listed, as it comes.
  ///
  /// @return the names of the chunks
  private List<String> queue(
      Domain<?> domain, Iterator<ResourceId> all, String sweep, boolean fixOpen) {
    var size = size(domain);
    var begin = Instant.now();
    var names = new ArrayList<String>();
    surroundings
        .queue()
        .send(
            Stream.generate(() -> next(all, size))
                .takeWhile(keys -> !keys.isEmpty())
                .map(
                    keys -> {
                      var calls = names.size() * size * domain.callsPerLook();
                      var chunk = chunk(sweep, List.of(), keys, fixOpen);
                      names.add(chunk.chunk());
                      return chunk.due(begin.plus(pause(domain, calls)));
                    }));
    if (!names.isEmpty()) {
      reserve(sweep, domain, names.size() * size * domain.callsPerLook());
    }
    return names;
  }

  private static List<String> next(Iterator<ResourceId> all, int size) {
    var keys = new ArrayList<String>();
    while (keys.size() < size && all.hasNext()) {
      keys.add(all.next().key());
    }
    return keys;
  }

  /// How many resources make a chunk.
  private static int size(Domain<?> domain) {
    var looks = SECONDS * domain.callsPerSecond() / ENVIRONMENTS / domain.callsPerLook();
    return (int) Math.clamp(looks, 1, PER_CHUNK);
  }

  /// How long calls take at the pace of their kind.
  private static Duration pause(Domain<?> domain, int calls) {
    return Duration.ofMillis((long) (1000.0 * calls / domain.callsPerSecond()));
  }

  /// A chunk is named by what is in it: however often it is queued, it counts once, and none is
  /// taken for another.
  private static Sweep chunk(
      String sweep, List<String> listed, List<String> keys, boolean fixOpen) {
    var name = Ledger.digest(List.of(listed, keys));
    return new Sweep(sweep, name, listed, keys, fixOpen, Instant.EPOCH);
  }

  /// Puts a chunk off that an invocation has no time for.
  void putOff(Sweep sweep) {
    log.info("chunk {} of sweep {} is put off", sweep.chunk(), sweep.sweep());
    surroundings.queue().send(Stream.of(sweep.due(Instant.now().plusSeconds(SECONDS))));
  }

  private List<String> notes() {
    try {
      return preflight.get();
    } catch (SdkException e) {
      return List.of("How Rampart is installed cannot be checked: " + Failure.words(e) + ".");
    }
  }

  /// Looks at one chunk, as far as the invocation and the pace of its kind have time for it; the
  /// rest becomes a chunk of its own. What cannot be read is a gap in the report, not the end of
  /// the sweep.
  ///
  /// @param lastBegin when it is too late to begin another look
  void look(Change change, Sweep sweep, Instant lastBegin) {
    if (Instant.now().plusSeconds(EARLY).isBefore(sweep.due())) {
      // Queues hold nothing back for longer than a quarter of an hour.
      surroundings.queue().send(Stream.of(sweep));
      return;
    }
    var domain = domain(sweep);
    if (domain.isEmpty()) {
      // Since a deployment in between.
      count(sweep, List.of(), new Rounds.Yield(0, List.of(), List.of(), 0));
      return;
    }
    var gathering = new Gathering(sweep, domain.get(), responder, run, journal);
    gathering.go(change, lastBegin);
    var rest = gathering.isThrough() ? List.<Sweep>of() : putBack(gathering, sweep);
    count(sweep, rest, gathering.brought());
  }

  private void count(Sweep sweep, List<Sweep> rest, Rounds.Yield brought) {
    var names = rest.stream().map(Sweep::chunk).toList();
    if (surroundings
        .rounds()
        .count(sweep.sweep(), surroundings.domain(), sweep.chunk(), names, brought)) {
      through(sweep.sweep());
    }
  }

  /// Queues what a visit has left. It is queued before the visit is counted: if the function dies
  /// in between, the chunk is delivered again, and this rest is one that nobody waits for.
  private List<Sweep> putBack(Gathering gathering, Sweep sweep) {
    var due = reserve(sweep.sweep(), gathering.domain(), gathering.calls());
    var rest =
        gathering.left(PER_MESSAGE).stream()
            .map(left -> chunk(sweep.sweep(), left.listed(), left.named(), sweep.fixOpen()))
            .map(chunk -> chunk.due(due))
            .toList();
    log.info(
        "chunk {} of sweep {}: the rest is looked at after {}", sweep.chunk(), sweep.sweep(), due);
    surroundings.queue().send(rest.stream());
    return rest;
  }

  /// @return when these calls are through at the pace of their kind
  private Instant reserve(String sweep, Domain<?> domain, int calls) {
    return surroundings
        .rounds()
        .reserve(sweep, surroundings.domain(), domain.type(), pause(domain, calls), Instant.now());
  }

  /// A chunk is of one kind.
  private Optional<Domain<?>> domain(Sweep sweep) {
    var keys = sweep.listed().isEmpty() ? sweep.resources() : sweep.listed();
    var type = ResourceId.of(keys.getFirst()).type();
    return domains.stream().filter(domain -> domain.type().equals(type)).findFirst();
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
      new SweepReport(surroundings.alerts()).send(report);
    } catch (SdkException e) {
      // The chunk is delivered again, and the report is sent then.
      surroundings.rounds().reported(report.sweep(), false, Instant.now());
      throw e;
    }
    surroundings.rounds().reported(report.sweep(), true, Instant.now());
  }
}
