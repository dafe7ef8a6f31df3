package dev.rampart.respond;

import dev.rampart.alert.Alert;
import dev.rampart.change.ApiCall;
import dev.rampart.change.Change;
import dev.rampart.change.Sweep;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.guardrail.Verdict.Asks;
import dev.rampart.guardrail.Verdict.Compliant;
import dev.rampart.guardrail.Verdict.NotYet;
import dev.rampart.guardrail.Verdict.Undetermined;
import dev.rampart.guardrail.Verdict.Violation;
import dev.rampart.ledger.FixRecord;
import dev.rampart.ledger.Ledger;
import dev.rampart.ledger.Memory;
import dev.rampart.ledger.Notes;
import dev.rampart.respond.Judge.Judged;
import dev.rampart.respond.Outcome.Clean;
import dev.rampart.respond.Outcome.Deferred;
import dev.rampart.respond.Outcome.Finding;
import dev.rampart.respond.Outcome.Gone;
import dev.rampart.respond.Outcome.Reported;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One look at one resource, from the load to the last word in the ledger.
final class Visit<R extends Resource> {
  // Someone else holds the lease for the length of an invocation at most.
  private static final Duration LEASED = Duration.ofSeconds(5);
  // Put back that often, a hint has been about for an hour or more.
  private static final int ATTEMPTS = 20;

  private final Tools tools;
  private final Domain<R> domain;
  private final ResourceId id;
  private final List<Change> changes;
  private final Change primary;
  private final Run run;
  private final Set<String> unsettled = new HashSet<>();
  private final List<Outcome> outcomes = new ArrayList<>();

  Visit(Tools tools, Domain<R> domain, ResourceId id, List<Change> changes, Run run) {
    this.tools = tools;
    this.domain = domain;
    this.id = id;
    this.changes = changes;
    this.primary = primary(changes);
    this.run = run;
  }

  List<Outcome> make() {
    var loadedAt = tools.now();
    return switch (domain.load(id)) {
      case Loaded.Gone<R> _ -> gone();
      case Loaded.Unsettled<R>(var why, var lookAgain) -> List.of(later(why, lookAgain));
      case Loaded.Present<R>(var resource) -> look(resource, loadedAt);
    };
  }

  /// A fix under way when the resource was deleted still has to be told.
  private List<Outcome> gone() {
    var unfinished = tools.ledger().recall(id).unfinished();
    if (unfinished.isEmpty()) {
      return List.of(new Gone());
    }
    var memory = tools.ledger().take(id, run.id(), tools.now(), run.deadline());
    if (memory.isEmpty()) {
      return List.of(later("another run is looking at it", LEASED));
    }
    var notes = memory.get().notes();
    new Response<>(tools, domain, memory.get(), notes, primary, changes, run)
        .resume(unfinished.get())
        .ifPresent(this::add);
    tools.ledger().note(id, run.id(), notes);
    return outcomes.isEmpty() ? List.of(new Gone()) : List.copyOf(outcomes);
  }

  private List<Outcome> look(R resource, Instant loadedAt) {
    var judge = new Judge<>(domain, resource, Optional.empty(), false);
    var judged = judge.all();
    if (judged.stream().allMatch(Judged::isGood)) {
      var lesson = Judge.lesson(judged, domain, judge.resource(), unsettled, loadedAt, by());
      var memory = tools.ledger().remember(id, lesson);
      if (memory.unfinished().isEmpty() && memory.notes().open().isEmpty()) {
        return List.of(new Clean());
      }
    }
    var memory = tools.ledger().take(id, run.id(), tools.now(), run.deadline());
    if (memory.isEmpty()) {
      return List.of(later("another run is looking at it", LEASED));
    }
    try {
      deal(resource, memory.get(), loadedAt);
      return outcomes.isEmpty() ? List.of(new Clean()) : List.copyOf(outcomes);
    } catch (RuntimeException e) {
      tools.ledger().release(id, run.id());
      throw e;
    }
  }

  /// With the lease in hand: ends what an earlier run began, deals with what is wrong, concludes.
  private void deal(R first, Memory memory, Instant firstLoadedAt) {
    var resource = first;
    var loadedAt = firstLoadedAt;
    var notes = memory.notes();
    notes.forget(tools.now());
    var response = new Response<>(tools, domain, memory, notes, primary, changes, run);
    var reload = false;
    if (memory.unfinished().isPresent()) {
      response.resume(memory.unfinished().get()).ifPresent(this::add);
      reload = true;
    }
    var dealtWith = new HashSet<String>();
    List<Judged<R>> judged;
    while (true) {
      if (reload) {
        loadedAt = tools.now();
        if (!(domain.load(id) instanceof Loaded.Present<R>(var fresh))) {
          tools.ledger().note(id, run.id(), notes);
          return;
        }
        resource = fresh;
      }
      var judge = new Judge<>(domain, resource, Optional.of(memory), isCreated());
      judged = judge.all();
      resource = judge.resource();
      reload = dealWithNext(judged, resource, response, dealtWith);
      if (!reload) {
        break;
      }
    }
    closeRepaired(judged, notes);
    tools
        .ledger()
        .conclude(
            id, run.id(), Judge.lesson(judged, domain, resource, unsettled, loadedAt, by()), notes);
  }

  /// Deals with the verdicts one after the other, up to the first that wrote to the account.
  ///
  /// @return whether something was written, so that the rest has to be judged afresh
  private boolean dealWithNext(
      List<Judged<R>> judged, R resource, Response<R> response, Set<String> dealtWith) {
    var bad = new HashSet<String>();
    judged.stream().filter(Judged::isBad).forEach(each -> bad.add(each.key()));
    for (var each : judged) {
      if (each.isGood() || !dealtWith.add(each.key())) {
        continue;
      }
      if (dealWith(each, resource, response, bad)) {
        return true;
      }
      if (each.isBad() && outcomes.getLast() instanceof Deferred) {
        // One fix at a time: the rest is dealt with when this one is through.
        unsettled.addAll(bad);
        return false;
      }
    }
    return false;
  }

  private boolean dealWith(Judged<R> each, R resource, Response<R> response, Set<String> bad) {
    return switch (each.verdict()) {
      case Compliant _ -> false;
      case Undetermined(var why) -> {
        add(response.doubt(each, resource, why));
        yield false;
      }
      case Asks _ -> {
        add(response.doubt(each, resource, "it asks for a past that is not kept"));
        yield false;
      }
      case NotYet(var why, var lookAgain) -> {
        unsettled.add(each.key());
        add(isLastAttempt() ? response.doubt(each, resource, why) : later(why, lookAgain));
        yield false;
      }
      case Violation violation -> {
        var reaction = response.to(each, violation, resource, bad);
        if (reaction.unsettled()) {
          unsettled.add(each.key());
        }
        reaction.lookAgain().ifPresent(delay -> requeue(delay));
        add(reaction.outcome());
        yield reaction.wrote();
      }
    };
  }

  private void add(Outcome outcome) {
    outcomes.add(outcome);
  }

  private void closeRepaired(List<Judged<R>> judged, Notes notes) {
    var notGood = new HashSet<String>();
    judged.stream().filter(each -> !each.isGood()).forEach(each -> notGood.add(each.key()));
    notes.open().keySet().retainAll(notGood);
  }

  private Outcome later(String why, Duration delay) {
    if (isLastAttempt()) {
      return new Reported(new Finding("", "", ""), "given up after " + ATTEMPTS + " looks: " + why);
    }
    requeue(delay);
    return new Deferred(why, delay);
  }

  private void requeue(Duration delay) {
    if (!isLastAttempt()) {
      tools.requeue().later(primary, id, delay);
    }
  }

  private boolean isLastAttempt() {
    return primary.attempt() >= ATTEMPTS;
  }

  private boolean isCreated() {
    return changes.stream()
        .anyMatch(
            change -> Response.isFresh(change, tools.now()) && domain.isCreatedBy(change, id));
  }

  private String by() {
    return primary.actor().principal();
  }

  /// The change that is told of: the latest call of somebody else, or the latest of all.
  private static Change primary(List<Change> changes) {
    var order =
        Comparator.comparing(
                (Change change) -> change.cause() instanceof ApiCall && !change.actor().isRampart())
            .thenComparing(change -> !(change.cause() instanceof Sweep))
            .thenComparing(Change::at);
    return changes.stream().max(order).orElseThrow();
  }

  /// The alert of a fix, as it was written when the fix was planned or when it failed.
  static Optional<Alert> words(FixRecord fix) {
    return fix.alert().isNull() || fix.alert().isMissingNode()
        ? Optional.empty()
        : Optional.of(Judge.JSON.convertValue(fix.alert(), Alert.class));
  }

  static String digest(Judged<?> judged) {
    return Ledger.digest(judged.state());
  }
}
