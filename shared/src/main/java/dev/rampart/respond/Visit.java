package dev.rampart.respond;

import dev.rampart.change.ApiCall;
import dev.rampart.change.Change;
import dev.rampart.change.Sweep;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.Remedy;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.guardrail.Verdict;
import dev.rampart.guardrail.Verdict.Asks;
import dev.rampart.guardrail.Verdict.Compliant;
import dev.rampart.guardrail.Verdict.NotYet;
import dev.rampart.guardrail.Verdict.Undetermined;
import dev.rampart.guardrail.Verdict.Violation;
import dev.rampart.ledger.Memory;
import dev.rampart.ledger.Notes;
import dev.rampart.respond.Judge.Judged;
import dev.rampart.respond.Matter.Reaction;
import dev.rampart.respond.Outcome.Clean;
import dev.rampart.respond.Outcome.Deferred;
import dev.rampart.respond.Outcome.Fixed;
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
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;

/// One look at one resource, from the load to the last word in the ledger.
final class Visit<R extends Resource> {
  // Someone else holds the lease for the length of an invocation at most.
  private static final Duration LEASED = Duration.ofSeconds(5);
  // A creation proves that everything in the resource is new only while it is recent.
  private static final Duration FRESH = Duration.ofHours(1);
  // What dealing with one violation takes at most, if AWS is not slow.
  private static final Duration ONE_VIOLATION = Duration.ofSeconds(4);
  private static final Duration NO_TIME = Duration.ofSeconds(1);
  // How far the clocks of two machines may be apart.
  private static final Duration SKEW = Duration.ofSeconds(5);

  private final Tools tools;
  private final Domain<R> domain;
  private final ResourceId id;
  private final List<Change> changes;
  private final Change primary;
  private final Run run;
  private final Set<String> unsettled = new HashSet<>();
  private final Set<String> dealtWith = new HashSet<>();
  private final List<Outcome> outcomes = new ArrayList<>();

  Visit(Tools tools, Domain<R> domain, ResourceId id, List<Change> changes, Run run) {
    this.tools = tools;
    this.domain = domain;
    this.id = id;
    this.changes = changes;
    this.primary = primary(tools, changes);
    this.run = run;
  }

  List<Outcome> make() {
    if (wasGoodAndOnlyMended() || isSeenGoodAtAGlance()) {
      return List.of(new Clean());
    }
    var loadedAt = tools.now();
    return switch (domain.load(id)) {
      case Loaded.Gone<R> _ -> gone();
      case Loaded.Unsettled<R>(var why, var lookAgain) -> List.of(unsettled(why, lookAgain));
      case Loaded.Present<R>(var resource) -> look(resource, loadedAt);
    };
  }

  /// What was good stays good where something was only taken away that could do harm.
  private boolean wasGoodAndOnlyMended() {
    return changes.stream().allMatch(each -> each.attempt() == 0 && domain.onlyMends(each))
        && tools.ledger().recall(id).isAllGood(domain.guardrails().stream().map(Guardrail::name));
  }

  /// Most changes are small and harmless: it is enough to look at what they changed, if the rest
  /// was looked at before and nothing is open.
  private boolean isSeenGoodAtAGlance() {
    if (changes.stream().anyMatch(change -> change.attempt() > 0)) {
      return false; // what was put back has something open
    }
    var loadedAt = tools.now();
    var glance = domain.glance(id, changes);
    if (glance.isEmpty()) {
      return false;
    }
    var judge = new Judge<>(domain, glance.get(), Optional.empty(), false, false);
    var judged = judge.all();
    if (!judged.stream().allMatch(Judged::isGood)) {
      return false;
    }
    var memory = tools.ledger().recall(id);
    return memory.unfinished().isEmpty()
        && memory.notes().isAtRest()
        && tools.ledger().amend(id, memory, judge.lesson(judged, Set.of(), loadedAt, by()));
  }

  /// A fix under way when the resource was deleted still has to be told; what was open is not any
  /// more.
  private List<Outcome> gone() {
    var known = tools.ledger().recall(id);
    if (known.unfinished().isEmpty() && known.notes().isAtRest()) {
      return List.of(new Gone());
    }
    return leased(
        memory -> {
          var matter = matter(memory);
          var mending = new Mending<>(matter, domain);
          memory.unfinished().flatMap(fix -> mending.resume(id, fix)).ifPresent(this::add);
          matter.notes().gone();
          tools.ledger().note(id, run.id(), matter.notes());
          return outcomes.isEmpty() ? List.of(new Gone()) : List.copyOf(outcomes);
        });
  }

  private List<Outcome> look(R resource, Instant loadedAt) {
    var judge = new Judge<>(domain, resource, Optional.empty(), false, false);
    var judged = judge.all();
    if (judged.stream().anyMatch(Judged::asksThePast)
        && judged.stream().allMatch(each -> each.isGood() || each.asksThePast())) {
      // Mostly it is good as well: the lease, and a second load under it, are for what is not.
      var known = Optional.of(tools.ledger().recall(id));
      judge = new Judge<>(domain, judge.resource(), known, isCreated(), false);
      judged = judge.all();
    }
    if (judged.stream().allMatch(Judged::isGood)) {
      var memory = tools.ledger().remember(id, judge.lesson(judged, Set.of(), loadedAt, by()));
      if (memory.unfinished().isEmpty() && memory.notes().isAtRest()) {
        return List.of(new Clean());
      }
    }
    return leased(
        memory -> {
          deal(resource, memory, loadedAt);
          return outcomes.isEmpty() ? List.of(new Clean()) : List.copyOf(outcomes);
        });
  }

  private List<Outcome> leased(Function<Memory, List<Outcome>> work) {
    var memory = tools.ledger().take(id, run.id(), tools.now(), run.deadline());
    if (memory.isEmpty()) {
      return List.of(later("another run is looking at it", LEASED));
    }
    try {
      return work.apply(memory.get());
    } catch (RuntimeException e) {
      release(e);
      throw e;
    }
  }

  private void release(RuntimeException cause) {
    try {
      tools.ledger().release(id, run.id());
    } catch (SdkException e) {
      cause.addSuppressed(e); // it ends by itself with the invocation
    }
  }

  private Matter matter(Memory memory) {
    var notes = memory.notes();
    notes.forget(tools.now());
    return new Matter(tools, memory, notes, primary, changes, run);
  }

  /// With the lease in hand: ends what an earlier run began, deals with what is wrong, concludes.
  private void deal(R first, Memory memory, Instant firstLoadedAt) {
    var resource = first;
    var loadedAt = firstLoadedAt;
    var matter = matter(memory);
    var response = new Response<>(matter, domain);
    // What was loaded before the lease was had may be older than what its last holder did.
    var isStale = memory.touched().isAfter(loadedAt.minus(SKEW));
    var wrote = false;
    if (memory.unfinished().isPresent()) {
      var resumed = response.mending().resume(id, memory.unfinished().get());
      if (resumed.isPresent() && resumed.get().lookAgain().isPresent()) {
        // One fix at a time: the rest is dealt with when this one is through.
        react(resumed.get());
        tools.ledger().note(id, run.id(), matter.notes());
        return;
      }
      resumed.ifPresent(this::add);
      wrote = true;
    }
    List<Judged<R>> judged;
    Judge<R> judge;
    do {
      if (wrote || isStale) {
        loadedAt = tools.now();
        switch (wrote ? domain.load(id) : domain.reload(resource)) {
          case Loaded.Present<R>(var fresh) -> resource = fresh;
          case Loaded.Gone<R> _ -> {
            matter.notes().gone();
            tools.ledger().note(id, run.id(), matter.notes());
            if (outcomes.isEmpty()) {
              add(new Gone());
            }
            return;
          }
          case Loaded.Unsettled<R>(var why, var lookAgain) -> {
            add(unsettled(why, lookAgain));
            tools.ledger().note(id, run.id(), matter.notes());
            return;
          }
        }
      }
      judge = new Judge<>(domain, resource, Optional.of(memory), isCreated(), matter.fixesDebt());
      judged = judge.all();
      resource = judge.resource();
      wrote = dealWithNext(judged, resource, response);
    } while (wrote);
    new Telling(matter).closeRepaired(judged);
    tools
        .ledger()
        .conclude(id, run.id(), judge.lesson(judged, unsettled, loadedAt, by()), matter.notes());
  }

  /// Deals with the verdicts one after the other, up to the first that wrote to the account.
  ///
  /// @return whether something was written, so that the rest has to be judged afresh
  private boolean dealWithNext(List<Judged<R>> judged, R resource, Response<R> response) {
    for (var each : fixableFirst(judged)) {
      if (each.isGood() || dealtWith.contains(each.key())) {
        continue;
      }
      if (isShortOfTime()) {
        unsettled.addAll(keys(judged, Judged::isBad));
        add(later("there was no time left for the rest", NO_TIME));
        return false;
      }
      dealtWith.add(each.key());
      if (dealWith(each, resource, response, judged)) {
        return true;
      }
      if (each.isBad() && outcomes.getLast() instanceof Deferred) {
        // One fix at a time: the rest is dealt with when this one is through.
        unsettled.addAll(keys(judged, Judged::isBad));
        return false;
      }
    }
    return false;
  }

  /// What can simply be put right comes first: it may change what can be done about the rest.
  private static <R extends Resource> List<Judged<R>> fixableFirst(List<Judged<R>> judged) {
    return judged.stream()
        .sorted(Comparator.comparing(each -> !isFixable(each.verdict())))
        .toList();
  }

  private static boolean isFixable(Verdict verdict) {
    return verdict instanceof Violation(_, var ladder)
        && ladder.stream()
            .anyMatch(
                rung ->
                    rung instanceof Remedy.Fix fix
                        && fix.steps().stream().allMatch(step -> step.effect().isConsentedByFix()));
  }

  private static <R extends Resource> Set<String> keys(
      List<Judged<R>> judged, Predicate<Judged<R>> which) {
    return judged.stream().filter(which).map(Judged::key).collect(Collectors.toSet());
  }

  /// Whether Lambda may end the run before the next violation is dealt with. The first always is,
  /// so that every run gets somewhere.
  private boolean isShortOfTime() {
    return !dealtWith.isEmpty()
        && !Matter.isLastAttempt(primary)
        && tools.now().isAfter(run.deadline().minus(ONE_VIOLATION));
  }

  private boolean dealWith(
      Judged<R> each, R resource, Response<R> response, List<Judged<R>> judged) {
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
        add(
            Matter.isLastAttempt(primary)
                ? response.doubt(each, resource, why)
                : later(why, lookAgain));
        yield false;
      }
      case Violation violation -> {
        var reaction = response.to(each, violation, resource, judged);
        var along =
            reaction.along().stream()
                .map(other -> Notes.key(other.guardrail(), other.part()))
                .toList();
        dealtWith.addAll(along);
        if (reaction.unsettled()) {
          unsettled.add(each.key());
          unsettled.addAll(along);
        }
        react(reaction);
        yield reaction.wrote();
      }
    };
  }

  private void react(Reaction reaction) {
    if (!Matter.isLastAttempt(primary)) {
      reaction.lookAgain().ifPresent(delay -> tools.requeue().later(primary, id, delay));
    }
    outcomes.add(reaction.outcome());
    for (var other : reaction.along()) {
      if (reaction.outcome() instanceof Fixed(_, var fix)) {
        outcomes.add(new Fixed(other, fix));
      } else if (reaction.outcome() instanceof Reported(_, var why)) {
        outcomes.add(new Reported(other, why));
      }
    }
  }

  private void add(Reaction reaction) {
    outcomes.add(reaction.outcome());
  }

  private void add(Outcome outcome) {
    outcomes.add(outcome);
  }

  /// An update may take long: the looks become rarer.
  private Outcome unsettled(String why, Duration lookAgain) {
    var delay = lookAgain.multipliedBy(primary.attempt() + 1L);
    return later(why, delay.compareTo(Matter.LONGEST_DELAY) < 0 ? delay : Matter.LONGEST_DELAY);
  }

  private Outcome later(String why, Duration delay) {
    if (Matter.isLastAttempt(primary)) {
      // The message fails, and ends among the dead letters, which raise an alarm.
      throw new IllegalStateException(
          "%s: given up after %d looks: %s".formatted(id, primary.attempt(), why));
    }
    tools.requeue().later(primary, id, delay);
    return new Deferred(why, delay);
  }

  private boolean isCreated() {
    return changes.stream()
        .anyMatch(
            change ->
                change.at().isAfter(tools.now().minus(FRESH)) && domain.isCreatedBy(change, id));
  }

  private String by() {
    return primary.actor().principal();
  }

  /// The change that is told of: the latest call of somebody else, or the latest of all.
  private static Change primary(Tools tools, List<Change> changes) {
    var order =
        Comparator.comparing(
                (Change change) ->
                    change.cause() instanceof ApiCall && !tools.isOwn(change.actor()))
            .thenComparing(change -> !(change.cause() instanceof Sweep))
            .thenComparing(Change::at);
    return changes.stream().max(order).orElseThrow();
  }
}
