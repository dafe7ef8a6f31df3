package dev.rampart.respond;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.rampart.change.Change;
import dev.rampart.change.Sweep;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Remedy.ByHand;
import dev.rampart.guardrail.Remedy.Fix;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.guardrail.Severity;
import dev.rampart.guardrail.Verdict.Violation;
import dev.rampart.ledger.FixRecord;
import dev.rampart.ledger.FixRecord.Status;
import dev.rampart.ledger.FixRecord.StepRecord;
import dev.rampart.ledger.Ledger;
import dev.rampart.ledger.Memory;
import dev.rampart.ledger.Notes;
import dev.rampart.respond.Judge.Judged;
import dev.rampart.respond.Outcome.Contested;
import dev.rampart.respond.Outcome.Debt;
import dev.rampart.respond.Outcome.Deferred;
import dev.rampart.respond.Outcome.Exempt;
import dev.rampart.respond.Outcome.Failed;
import dev.rampart.respond.Outcome.Finding;
import dev.rampart.respond.Outcome.Fixed;
import dev.rampart.respond.Outcome.NotHeld;
import dev.rampart.respond.Outcome.Reported;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decides about one violation after the other, and acts. Holds the lease on the resource.
final class Response<R extends Resource> {
  // A creation proves that everything in the resource is new only while it is recent.
  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration CONTEST_WINDOW = Duration.ofMinutes(15);
  private static final int CONTESTED_AFTER = 2;
  private static final List<Duration> BACK_OFF =
      List.of(Duration.ofMinutes(15), Duration.ofMinutes(30), Duration.ofMinutes(60));
  // SQS holds a message back for at most this long.
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);
  private static final Duration AFTER_OWN = Duration.ofSeconds(30);
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(15);
  // Of the hour's fixes, those that only critical violations may use: one in five.
  private static final int RESERVE = 5;

  private final Tools tools;
  private final Domain<R> domain;
  private final Memory memory;
  private final Notes notes;
  private final Change primary;
  private final boolean fixesDebt;
  private final boolean sweeps;
  private final Run run;
  private final Writer writer;

  Response(
      Tools tools,
      Domain<R> domain,
      Memory memory,
      Notes notes,
      Change primary,
      List<Change> changes,
      Run run) {
    this.tools = tools;
    this.domain = domain;
    this.memory = memory;
    this.notes = notes;
    this.primary = primary;
    this.fixesDebt =
        changes.stream().anyMatch(each -> each.cause() instanceof Sweep sweep && sweep.fixOpen());
    this.sweeps = changes.stream().allMatch(Change::isSweep);
    this.run = run;
    this.writer = new Writer(tools);
  }

  /// What was done about a violation.
  ///
  /// @param wrote whether the account was written to, so that the resource has to be loaded again
  /// @param unsettled whether a later look has to deal with it as if it were the first
  /// @param lookAgain when that look is due
  record Reaction(Outcome outcome, boolean wrote, boolean unsettled, Optional<Duration> lookAgain) {
    static Reaction settled(Outcome outcome) {
      return new Reaction(outcome, false, false, Optional.empty());
    }
  }

  static boolean isFresh(Change change, Instant now) {
    return change.at().isAfter(now.minus(FRESH));
  }

  Reaction to(Judged<R> judged, Violation violation, R resource, Set<String> bad) {
    var guardrail = judged.guardrail();
    var finding = new Finding(guardrail.name(), judged.part(), violation.detail());
    var spared = notes.sparedUntil(judged.key(), tools.now());
    if (spared.isPresent()) {
      return Reaction.settled(
          new Exempt(finding, "its fix was undone by a person; spared until " + spared.get()));
    }
    if (!fixesDebt && isDebt(judged)) {
      return Reaction.settled(debt(judged, violation, resource, finding));
    }
    if (primary.actor().isRampart()) {
      return ownChange(judged, violation, resource, finding);
    }
    var settings = tools.consent().about(guardrail);
    if (settings.mode().off()) {
      return Reaction.settled(new Exempt(finding, "switched off by parameter"));
    }
    var exemption =
        Exemptions.find(guardrail, judged.part(), resource, settings, memory, tools.now());
    if (exemption.isPresent()) {
      return Reaction.settled(new Exempt(finding, exemption.get()));
    }
    var refusal = refusal(settings, resource);
    if (refusal.isPresent()) {
      return report(
          judged, violation, resource, finding, refusal.get(), !settings.doubt().isEmpty());
    }
    return switch (choose(violation, settings)) {
      case Choice.Left(var why) -> report(judged, violation, resource, finding, why, false);
      case Choice.Taken(var fix) -> brakedFix(judged, violation, resource, finding, fix, bad);
    };
  }

  /// Tells a person that something cannot be judged, once.
  Outcome doubt(Judged<R> judged, R resource, String why) {
    var finding = new Finding(judged.guardrail().name(), judged.part(), "cannot be judged: " + why);
    if (isKnown(judged)) {
      return new Reported(finding, "known already");
    }
    // What was never good is no news when it cannot be judged; the open list has it.
    if (!sweeps && judged.past().provesRegression()) {
      tools
          .alerts()
          .send(writer.undetermined(judged.guardrail(), judged.part(), resource, primary, why));
    }
    open(judged, finding, why, false);
    return new Reported(finding, why);
  }

  /// Takes up a fix that an earlier run left.
  Optional<Outcome> resume(String id) {
    var found = tools.fixes().find(id);
    if (found.isEmpty() || found.get().status() == Status.ALERTED) {
      tools.fixes().clear(domainId(id, found));
      return Optional.empty();
    }
    var fix = found.get();
    if (fix.status() == Status.PLANNED) {
      // Nothing was written. The state may have moved on, so the violation is judged afresh.
      var quiet =
          tools
              .fixes()
              .advance(
                  fix.with(Status.ROLLED_BACK).telling(NullNode.getInstance()), Status.PLANNED);
      tools.fixes().end(quiet);
      return Optional.empty();
    }
    var finding =
        new Finding(
            fix.guardrail(), fix.part(), Visit.words(fix).map(alert -> alert.detail()).orElse(""));
    return Optional.of(
        outcome(finding, new Repair<>(tools, domain, memory).proceed(fix)).outcome());
  }

  private ResourceId domainId(String id, Optional<FixRecord> found) {
    return found
        .map(fix -> ResourceId.of(fix.resource()))
        .orElseThrow(() -> new IllegalStateException("fix " + id + " is not in the ledger"));
  }

  private boolean isDebt(Judged<R> judged) {
    return !judged.past().provesRegression() || isKnown(judged);
  }

  /// Whether this very violation was told already, and is not to be tried again without a new
  /// change.
  private boolean isKnown(Judged<R> judged) {
    var open = notes.open().get(judged.key());
    return open != null && !open.retriable() && open.digest().equals(Visit.digest(judged));
  }

  private Outcome debt(Judged<R> judged, Violation violation, R resource, Finding finding) {
    if (!isKnown(judged)) {
      var why =
          "it was like this before Rampart looked, and Rampart only fixes what a change broke";
      if (!sweeps) {
        tools
            .alerts()
            .send(
                writer.unfixed(
                    "DEBT", judged.guardrail(), judged.part(), resource, violation, primary, why));
      }
      open(judged, finding, why, false);
    }
    return new Debt(finding);
  }

  /// Rampart's own writes come back as events. They are looked at and never fixed: a fix that
  /// breaks something would otherwise chase itself. Another's change may have come in between,
  /// whose event is still on its way, so the first look only waits for it.
  private Reaction ownChange(Judged<R> judged, Violation violation, R resource, Finding finding) {
    if (primary.attempt() == 0) {
      var why = "only Rampart's own change is known so far";
      return new Reaction(new Deferred(why, AFTER_OWN), false, true, Optional.of(AFTER_OWN));
    }
    var why = "Rampart's own change led here, and Rampart never fixes those";
    return report(judged, violation, resource, finding, why, true);
  }

  private Optional<String> refusal(Settings settings, R resource) {
    var offLimits = resource.offLimits(settings.bounds());
    if (offLimits.isPresent()) {
      return offLimits;
    }
    if (!settings.doubt().isEmpty()) {
      return Optional.of(settings.doubt() + ", so Rampart writes nothing");
    }
    if (!settings.autoFix()) {
      return Optional.of("auto-fix is off");
    }
    if (!settings.mode().fixes()) {
      return Optional.of("this guardrail is set to alert only");
    }
    return Optional.empty();
  }

  /// The first rung of the ladder that the owner consents to.
  private sealed interface Choice {
    record Taken(Fix fix) implements Choice {}

    record Left(String why) implements Choice {}
  }

  private Choice choose(Violation violation, Settings settings) {
    var why = "";
    for (var rung : violation.ladder()) {
      switch (rung) {
        case ByHand(var because, _) -> why = because;
        case Fix fix -> {
          var missing = missingConsent(fix, settings);
          if (missing.isEmpty()) {
            return new Choice.Taken(fix);
          }
          why = missing;
        }
      }
    }
    return new Choice.Left(why);
  }

  private String missingConsent(Fix fix, Settings settings) {
    for (var step : fix.steps()) {
      if (!settings.mode().effects().contains(step.effect())) {
        return "it takes a fix that " + step.effect().word() + ", which is not consented to";
      }
      if (!tools.allowRestore() && tools.caller().grants(step.apply())) {
        return "putting it back gives a right, and the stack was deployed without that permission";
      }
    }
    return "";
  }

  private Reaction brakedFix(
      Judged<R> judged,
      Violation violation,
      R resource,
      Finding finding,
      Fix fix,
      Set<String> bad) {
    var contest = contest(judged.key());
    if (contest.isPresent()) {
      return contested(judged, violation, resource, finding, contest.get());
    }
    var limit = tools.maxFixesPerHour();
    var critical = judged.guardrail().rule().severity() == Severity.CRITICAL;
    if (!tools
        .fixes()
        .admit(tools.function(), critical ? limit : limit - limit / RESERVE, tools.now())) {
      var why = "this hour's " + limit + " fixes are used up; it is looked at again";
      var reported = report(judged, violation, resource, finding, why, true);
      return new Reaction(reported.outcome(), false, true, Optional.of(LONGEST_DELAY));
    }
    return carryOut(judged, violation, resource, finding, fix, bad);
  }

  private Reaction carryOut(
      Judged<R> judged,
      Violation violation,
      R resource,
      Finding finding,
      Fix fix,
      Set<String> bad) {
    var now = tools.now();
    var guardrail = judged.guardrail();
    var id = Writer.newId(now, primary.id() + run.id() + judged.key() + resource.id());
    var alert = writer.fixed(id, fix, guardrail, judged.part(), resource, violation, primary);
    var steps =
        fix.steps().stream()
            .map(
                step ->
                    new StepRecord(
                        step.effect().name(),
                        tools.caller().toJson(step.apply()),
                        tools.caller().toJson(step.undo()),
                        NullNode.getInstance()))
            .toList();
    var planned =
        new FixRecord(
            id,
            "",
            resource.id().key(),
            guardrail.name(),
            judged.part(),
            Status.PLANNED,
            now,
            steps,
            judged.state(),
            bad,
            Map.of(),
            0,
            0,
            Judge.JSON.valueToTree(alert));
    tools.fixes().plan(planned, run.id());
    return outcome(finding, new Repair<>(tools, domain, memory).proceed(planned));
  }

  private Reaction outcome(Finding finding, Repair.Progress progress) {
    return switch (progress) {
      case Repair.Progress.Ended(var fix) ->
          new Reaction(told(finding, fix), true, fix.status() != Status.HELD, Optional.empty());
      case Repair.Progress.Waiting(_, var lookAgain) ->
          new Reaction(
              new Deferred("the fix is made and not visible yet", lookAgain),
              false,
              true,
              Optional.of(lookAgain));
      case Repair.Progress.Again(var fix, var why) -> {
        tools.fixes().end(fix);
        var delay = AFTER_A_FAILURE.multipliedBy(Math.min(primary.attempt() + 1, 10));
        yield new Reaction(new Deferred(why, delay), false, true, Optional.of(delay));
      }
    };
  }

  private Outcome told(Finding finding, FixRecord fix) {
    var words = Visit.words(fix);
    words.ifPresent(
        alert ->
            tools
                .alerts()
                .send(
                    alert.ending(
                        alert.outcome(), alert.done(), alert.why(), alert.undo(), tools.now())));
    tools.fixes().end(fix);
    var key = Notes.key(fix.guardrail(), fix.part());
    var why = words.map(alert -> alert.why()).orElse("");
    return switch (fix.status()) {
      case HELD -> {
        if (!fix.isUndo()) {
          notes.fixes().add(new Notes.Fixed(key, tools.now(), fix.id()));
        }
        notes.open().remove(key);
        yield new Fixed(finding, fix.id());
      }
      case NOT_HELD -> {
        openAfter(fix, why);
        yield new NotHeld(finding, fix.id(), why);
      }
      case ROLLED_BACK, STUCK -> {
        openAfter(fix, why);
        yield new Failed(finding, fix.id(), why);
      }
      case PLANNED, APPLYING, APPLIED, ALERTED ->
          throw new IllegalStateException("fix " + fix.id() + " has not ended: " + fix.status());
    };
  }

  private void openAfter(FixRecord fix, String why) {
    var key = Notes.key(fix.guardrail(), fix.part());
    var detail = Visit.words(fix).map(alert -> alert.detail()).orElse("");
    var digest = Ledger.digest(fix.before());
    notes
        .open()
        .put(
            key,
            new Notes.Open(tools.now(), primary.actor().principal(), digest, detail, why, true));
  }

  /// The contest that the part is in, if it is in one.
  private Optional<Notes.Contest> contest(String key) {
    var now = tools.now();
    var known = notes.contests().get(key);
    if (known != null && known.until().isAfter(now)) {
      return Optional.of(known);
    }
    if (notes.fixesSince(key, now.minus(CONTEST_WINDOW)) < CONTESTED_AFTER) {
      return Optional.empty();
    }
    var round = known == null ? 0 : Math.min(known.round() + 1, BACK_OFF.size() - 1);
    return Optional.of(new Notes.Contest(now.plus(BACK_OFF.get(round)), round));
  }

  private Reaction contested(
      Judged<R> judged, Violation violation, R resource, Finding finding, Notes.Contest contest) {
    var now = tools.now();
    var why =
        "somebody breaks it again and again; Rampart leaves it alone until " + contest.until();
    var isNew = !contest.equals(notes.contests().put(judged.key(), contest));
    if (isNew) {
      tools
          .alerts()
          .send(
              writer.unfixed(
                  "CONTESTED",
                  judged.guardrail(),
                  judged.part(),
                  resource,
                  violation,
                  primary,
                  why));
    }
    var left = Duration.between(now, contest.until()).plusSeconds(1);
    var delay = left.compareTo(LONGEST_DELAY) < 0 ? left : LONGEST_DELAY;
    // One chain of looks is enough: the one that found the contest begins it, its own looks carry
    // it on.
    var chained = isNew || primary.attempt() > 0;
    return new Reaction(
        new Contested(finding, why), false, true, chained ? Optional.of(delay) : Optional.empty());
  }

  private Reaction report(
      Judged<R> judged,
      Violation violation,
      R resource,
      Finding finding,
      String why,
      boolean retriable) {
    var open = notes.open().get(judged.key());
    var isNews =
        open == null || !open.digest().equals(Visit.digest(judged)) || !open.why().equals(why);
    if (isNews) {
      tools
          .alerts()
          .send(
              writer.unfixed(
                  "REPORTED",
                  judged.guardrail(),
                  judged.part(),
                  resource,
                  violation,
                  primary,
                  why));
    }
    open(judged, finding, why, retriable);
    return new Reaction(new Reported(finding, why), false, retriable, Optional.empty());
  }

  private void open(Judged<R> judged, Finding finding, String why, boolean retriable) {
    var known = notes.open().get(judged.key());
    var since = known == null ? tools.now() : known.since();
    notes
        .open()
        .put(
            judged.key(),
            new Notes.Open(
                since,
                primary.actor().principal(),
                Visit.digest(judged),
                finding.detail(),
                why,
                retriable));
  }
}
