package dev.rampart.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rampart.change.Change;
import dev.rampart.change.Changes;
import dev.rampart.change.Parsed.Hint;
import dev.rampart.change.Parsed.Ignored;
import dev.rampart.change.Parsed.Malformed;
import dev.rampart.change.Sweep;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Operations;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.guardrail.Watch;
import dev.rampart.respond.Failure;
import dev.rampart.respond.Lookout;
import dev.rampart.respond.Responder;
import dev.rampart.respond.Run;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/// The event function of a domain. It takes batches of the function's queue, and direct
/// invocations: `{"sweep": true}` looks at everything, `{"fix-open": true}` also fixes what is
/// open.
public abstract class ChangeFunction implements RequestStreamHandler {
  private static final Logger log = LoggerFactory.getLogger(ChangeFunction.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  // When AWS was asked too often, the next try is 5 to 15 seconds later.
  private static final Duration REFUSED = Duration.ofSeconds(5);
  private static final int SPREAD = 11;
  // Of environments restored from one snapshot, only this draws differently.
  private static final SecureRandom JITTER = new SecureRandom();
  // How old a change may get on the way back and forth before an alarm is due.
  private static final Duration PATIENCE = Duration.ofHours(6);
  // How often a hint may that says no time.
  private static final int TRIES = 200;

  private final List<Domain<?>> domains;
  private final Operations operations;
  private final Surroundings surroundings;

  // The CRaC context holds it weakly.
  @SuppressWarnings({"unused", "FieldCanBeLocal"})
  private final Priming priming;

  /// Sets the function up, once per execution environment.
  ///
  /// @param domains the kinds of resources the function looks after
  /// @param operations what its fixes are made of
  protected ChangeFunction(List<Domain<?>> domains, Operations operations) {
    this(domains, operations, System.getenv());
  }

  ChangeFunction(List<Domain<?>> domains, Operations operations, Map<String, String> environment) {
    this.domains = List.copyOf(domains);
    this.operations = operations;
    this.surroundings = new Surroundings(environment);
    this.priming = Priming.register(surroundings, this.domains);
  }

  /// The kinds of resources that the function looks after, in order.
  public final List<Domain<?>> domains() {
    return domains;
  }

  /// What its fixes are made of.
  public final Operations operations() {
    return operations;
  }

  /// What watches what happens, beside the guardrails of the domains.
  ///
  /// @return none by default
  public List<Watch> watches() {
    return List.of();
  }

  /// What the domain can tell about how Rampart is installed, for the report of a sweep.
  ///
  /// @return sentences; none by default
  protected List<String> preflight() {
    return List.of();
  }

  @Override
  public final void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    var event = JSON.readTree(input);
    var answer = PowertoolsLogging.withLogging(context, () -> handle(event, context));
    JSON.writeValue(output, answer);
  }

  private Object handle(JsonNode event, Context context) {
    var batch = new Batch(context);
    if (event.path("Records").isArray()) {
      return batch.deliver(event.path("Records"));
    }
    var fixOpen = event.path("fix-open").asBoolean(false);
    if (!fixOpen && !event.path("sweep").asBoolean(false)) {
      throw new IllegalArgumentException(
          "expected SQS records, {\"sweep\": true} or {\"fix-open\": true}");
    }
    var sweep = "asked-" + context.getAwsRequestId();
    var chunks = batch.sweeps.start(sweep, fixOpen);
    return Map.of("sweep", sweep, "chunks", chunks);
  }

  /// A resource to look at: in this batch it is loaded once, however many messages name it.
  private record Target(Domain<?> domain, ResourceId id) {}

  /// One invocation.
  private final class Batch {
    private final Changes changes;
    private final Run run;
    private final Responder responder;
    private final Sweeps sweeps;
    private final Journal journal;
    private final Watches watches;
    private final Set<String> failed = new LinkedHashSet<>();
    private final Map<Target, Map<String, Change>> targets = new LinkedHashMap<>();
    private final Map<String, Change> chunks = new LinkedHashMap<>();
    private final Instant lastBegin;

    Batch(Context context) {
      var tools = surroundings.tools(context, operations);
      var left = Duration.ofMillis(context.getRemainingTimeInMillis());
      var deadline = Instant.now().plus(left);
      // The second half is for the look that began last: a fix at a slow pace takes its time.
      this.lastBegin = deadline.minus(left.dividedBy(2));
      this.changes = new Changes(tools.account());
      this.run = new Run(context.getAwsRequestId(), deadline);
      this.responder = new Responder(tools);
      this.journal = new Journal();
      this.watches = new Watches(watches(), domains, surroundings, tools, run, journal);
      this.sweeps =
          new Sweeps(
              domains, surroundings, responder, run, journal, ChangeFunction.this::preflight);
    }

    SQSBatchResponse deliver(JsonNode records) {
      records.forEach(this::sort);
      watches.tell(lastBegin).forEach(this::settle);
      targets.forEach(this::look);
      // Nobody waits for these.
      chunks.forEach(this::look);
      journal.flush();
      return SQSBatchResponse.builder()
          .withBatchItemFailures(failed.stream().map(BatchItemFailure::new).toList())
          .build();
    }

    /// Finds out what a message is about. One that cannot be read fails alone.
    private void sort(JsonNode record) {
      var message = record.path("messageId").asText();
      try {
        switch (changes.parse(record.path("body").asText())) {
          case Ignored(var why) -> log.info("ignored: {}", why);
          case Malformed(var why) -> {
            log.error("message {} cannot be read ({}); it goes to the dead letters", message, why);
            journal.count("Malformed");
            failed.add(message);
          }
          case Hint(var change) -> sort(message, change);
        }
      } catch (RuntimeException e) {
        fail(message, e);
      }
    }

    private void sort(String message, Change change) {
      if (change.cause() instanceof Sweep sweep && change.only().isEmpty()) {
        if (sweep.isStart()) {
          sweeps.start(sweep.sweep(), sweep.fixOpen());
        } else {
          chunks.put(message, change);
        }
        return;
      }
      var watched = watches.add(message, change);
      var touched = touched(change);
      if (touched.isEmpty() && !watched) {
        log.info("{} touches nothing that is looked after", change.name());
      }
      touched.forEach(
          target ->
              targets.computeIfAbsent(target, _ -> new LinkedHashMap<>()).put(message, change));
    }

    private List<Target> touched(Change change) {
      var touched = new ArrayList<Target>();
      for (var domain : domains) {
        if (!change.only().isEmpty()) {
          var only = ResourceId.of(change.only());
          if (only.type().equals(domain.type())) {
            touched.add(new Target(domain, only));
          }
          continue;
        }
        domain.touchedBy(change).forEach(id -> touched.add(new Target(domain, id)));
      }
      return touched;
    }

    private void look(Target target, Map<String, Change> hints) {
      if (Instant.now().isAfter(lastBegin)) {
        putBack(target.id(), hints, Duration.ZERO, "this invocation has no time left for it");
        return;
      }
      try {
        var outcomes =
            responder.look(target.domain(), target.id(), List.copyOf(hints.values()), run);
        journal.write(hints.values(), target.id(), outcomes);
      } catch (RuntimeException e) {
        if (Failure.isThrottling(e)) {
          // Not all at once: whoever was refused together would be refused together again.
          putBack(target.id(), hints, pause(), "AWS was asked too often");
          return;
        }
        hints.keySet().forEach(message -> fail(message, e));
      }
    }

    /// What could not be told now: it comes again.
    private void settle(Watches.Untold untold) {
      switch (untold.why()) {
        case Watches.NoTime _ -> putBack(untold, Duration.ZERO, "this invocation has no time left");
        case Watches.Unsettled _ -> putBack(untold, pause(), "it is being updated");
        case Lookout.Busy busy -> putBack(untold, pause(), String.valueOf(busy.getMessage()));
        case RuntimeException e when Failure.isThrottling(e) ->
            putBack(untold, pause(), "AWS was asked too often");
        case RuntimeException e -> untold.changes().keySet().forEach(message -> fail(message, e));
      }
    }

    private void putBack(Watches.Untold untold, Duration delay, String why) {
      putBack(untold.marker(), untold.changes(), delay, why);
    }

    private void look(String message, Change change) {
      if (!(change.cause() instanceof Sweep sweep)) {
        throw new IllegalArgumentException("not a chunk of a sweep: " + change.name());
      }
      try {
        if (Instant.now().isAfter(lastBegin)) {
          sweeps.putOff(sweep);
        } else {
          sweeps.look(change, sweep, lastBegin);
        }
      } catch (RuntimeException e) {
        fail(message, e);
      }
    }

    private static Duration pause() {
      return REFUSED.plusSeconds(JITTER.nextInt(SPREAD));
    }

    /// So that it comes sooner than a failed message, and as often as it takes: of those, SQS gives
    /// the function a few tries only.
    private void putBack(ResourceId id, Map<String, Change> hints, Duration delay, String why) {
      log.warn("{} is looked at later: {}", id, why);
      journal.count("PutBack");
      hints.forEach(
          (message, change) -> {
            try {
              if (change.at().equals(Instant.EPOCH) && change.attempt() < TRIES) {
                // Nobody knows how old it is, so its tries are counted.
                surroundings.queue().later(change, id, delay);
              } else if (change.at().isBefore(Instant.now().minus(PATIENCE))) {
                log.error("{} was put back for too long: given up", id);
                failed.add(message);
              } else {
                surroundings.queue().again(change, id, delay);
              }
            } catch (RuntimeException e) {
              fail(message, e);
            }
          });
    }

    private void fail(String message, RuntimeException e) {
      journal.failure(message, e);
      failed.add(message);
    }
  }
}
