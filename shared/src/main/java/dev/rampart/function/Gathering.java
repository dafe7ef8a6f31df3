package dev.rampart.function;

import dev.rampart.change.Change;
import dev.rampart.change.Sweep;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/// A visit to one chunk of a sweep: what came of the looks, and what is left of the chunk.
final class Gathering {
  private static final Logger log = LoggerFactory.getLogger(Gathering.class);

  private final Domain<?> domain;
  private final Responder responder;
  private final Run run;
  private final Journal journal;
  private final Deque<ResourceId> listed = new ArrayDeque<>();
  private final Deque<ResourceId> named = new ArrayDeque<>();
  private final List<String> unread = new ArrayList<>();
  private final List<Found> found = new ArrayList<>();
  private int looked;
  private int fixed;
  private int calls;

  Gathering(Sweep sweep, Domain<?> domain, Responder responder, Run run, Journal journal) {
    this.domain = domain.forOneVisit();
    this.responder = responder;
    this.run = run;
    this.journal = journal;
    sweep.listed().forEach(key -> listed.add(ResourceId.of(key)));
    sweep.resources().forEach(key -> named.add(ResourceId.of(key)));
  }

  /// What is left of a chunk.
  ///
  /// @param listed keys of resources that were found within others
  /// @param named keys of resources with all that is within them
  record Left(List<String> listed, List<String> named) {}

  /// Looks at one after the other. One is always looked at, so that every visit gets somewhere.
  ///
  /// @param lastBegin when it is too late to begin another look
  void go(Change change, Instant lastBegin) {
    while (!isThrough() && (looked == 0 || hasTimeLeft(lastBegin))) {
      try {
        step(change);
      } catch (SdkException | LeaseLost | ConcurrentFix e) {
        if (looked == 0) {
          throw e;
        }
        log.warn("the rest of the chunk comes later: {}", words(e));
        // Whoever was refused does not ask again at once.
        calls = Math.max(calls, atMost());
        return;
      }
    }
  }

  private boolean hasTimeLeft(Instant lastBegin) {
    return calls < atMost() && Instant.now().isBefore(lastBegin);
  }

  private int atMost() {
    return (int) (Sweeps.SECONDS * domain.callsPerSecond());
  }

  private static String words(RuntimeException e) {
    return e instanceof SdkException sdk ? Failure.words(sdk) : e.getClass().getSimpleName();
  }

  private void step(Change change) {
    var next = listed.peek();
    if (next != null) {
      reading(next, () -> look(change, next));
      looked++;
      calls += domain.callsWithin();
      listed.remove();
      return;
    }
    var id = named.element();
    reading(id, () -> listed.addAll(domain.within(id).toList()));
    calls += domain.callsPerLook() - domain.callsWithin();
    named.remove();
  }

  private void look(Change change, ResourceId id) {
    var outcomes = responder.look(domain, id, List.of(change), run);
    journal.write(List.of(change), id, outcomes);
    outcomes.forEach(outcome -> count(id, outcome));
  }

  private void reading(ResourceId id, Runnable read) {
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

  boolean isThrough() {
    return listed.isEmpty() && named.isEmpty();
  }

  /// What is left, in pieces of so many that were listed; what is still to be listed goes with the
  /// last.
  List<Left> left(int size) {
    var keys = listed.stream().map(ResourceId::key).toList();
    var left = new ArrayList<Left>();
    var from = 0;
    for (; from + size < keys.size(); from += size) {
      left.add(new Left(keys.subList(from, from + size), List.of()));
    }
    left.add(
        new Left(keys.subList(from, keys.size()), named.stream().map(ResourceId::key).toList()));
    return left;
  }

  Rounds.Yield brought() {
    return new Rounds.Yield(looked, unread, found, fixed);
  }

  /// How many calls it took, as the kind reckons.
  int calls() {
    return calls;
  }

  Domain<?> domain() {
    return domain;
  }
}
