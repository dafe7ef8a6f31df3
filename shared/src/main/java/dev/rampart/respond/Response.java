package dev.rampart.respond;

import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Remedy.ByHand;
import dev.rampart.guardrail.Remedy.Fix;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.Verdict.Violation;
import dev.rampart.ledger.Fixes.TooLarge;
import dev.rampart.ledger.Notes;
import dev.rampart.respond.Judge.Judged;
import dev.rampart.respond.Matter.Reaction;
import dev.rampart.respond.Outcome.Contested;
import dev.rampart.respond.Outcome.Debt;
import dev.rampart.respond.Outcome.Deferred;
import dev.rampart.respond.Outcome.Exempt;
import dev.rampart.respond.Outcome.Failed;
import dev.rampart.respond.Outcome.Finding;
import dev.rampart.respond.Outcome.Reported;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Decides about one violation after the other. Holds the lease on the resource.
final class Response<R extends Resource> {
  private static final Duration AFTER_DEPLOYMENT = Duration.ofSeconds(30);
  private static final Duration AFTER_OWN = Duration.ofSeconds(30);
  // How many others make one alert for each too many.
  private static final int MANY = 3;
  private static final String WANTED =
      "a person undid its fix, and nobody has changed it since; {\"fix-open\": true} fixes it"
          + " again";

  private final Matter matter;
  private final Tools tools;
  private final Notes notes;
  private final Telling telling;
  private final Brakes brakes;
  private final Mending<R> mending;
  private final Untouched<R> untouched;
  // Parts that could not be fixed along with others.
  private final Set<String> alone = new HashSet<>();

  Response(Matter matter, Domain<R> domain) {
    this.matter = matter;
    this.tools = matter.tools();
    this.notes = matter.notes();
    this.telling = new Telling(matter);
    this.brakes = new Brakes(tools, notes);
    this.mending = new Mending<>(matter, domain);
    this.untouched = new Untouched<>(matter.memory(), domain);
  }

  Mending<R> mending() {
    return mending;
  }

  /// @param all all parts of the resource as they were judged
  Reaction to(Judged<R> judged, Violation violation, R resource, List<Judged<R>> all) {
    var finding = finding(judged, violation.detail());
    var spared = notes.sparedUntil(judged.key(), tools.now());
    if (spared.isPresent()) {
      return Reaction.settled(
          new Exempt(finding, "its fix was undone by a person; spared until " + spared.get()));
    }
    if (!matter.fixesDebt() && telling.isSettled(judged)) {
      return Reaction.settled(new Debt(finding));
    }
    var settings = tools.consent().about(judged.guardrail());
    var exempt = exempt(judged, finding, resource, settings);
    if (exempt.isPresent()) {
      tellExempt(judged, violation, resource, exempt.get());
      return Reaction.settled(exempt.get());
    }
    if (!matter.fixesDebt() && !judged.past().provesRegression()) {
      return Reaction.settled(debt(judged, violation, resource, finding));
    }
    if (isWanted(judged)) {
      return report(judged, violation, resource, WANTED, settings, all);
    }
    if (!matter.fixesDebt() && matter.isSweep() && untouched.has(judged, all)) {
      telling.note(judged, violation.detail(), Untouched.WHY, false);
      return Reaction.settled(new Debt(finding));
    }
    if (matter.isOwn()) {
      return ownChange(judged, violation, resource, finding);
    }
    var deployment = deployment(resource);
    if (deployment.isPresent()) {
      return Reaction.later(new Deferred(deployment.get(), AFTER_DEPLOYMENT), AFTER_DEPLOYMENT);
    }
    var refusal = refusal(settings, resource);
    if (refusal.isPresent()) {
      return report(judged, violation, resource, refusal.get(), settings, all);
    }
    return switch (choose(violation, settings)) {
      case Choice.Left(var why) -> report(judged, violation, resource, why, settings, all);
      case Choice.Taken(var fix) -> {
        var together = together(judged, violation, fix, resource, settings, all);
        yield brakedFix(together, resource, finding, all);
      }
    };
  }

  /// What can be put right along with a part.
  private Together<R> together(
      Judged<R> lead,
      Violation violation,
      Fix fix,
      R resource,
      Settings settings,
      List<Judged<R>> all) {
    var together = new Together<>(lead, violation, fix);
    if (together.takesOthers() && !alone.contains(lead.key())) {
      for (var each : all) {
        if (each.guardrail().equals(lead.guardrail())
            && each.isFixedByItself()
            && !alone.contains(each.key())
            && !each.key().equals(lead.key())) {
          wouldBeFixed(each, resource, settings).ifPresent(other -> together.take(each, other));
        }
      }
    }
    return together;
  }

  /// The fix that a part would get if it were its turn, without telling anyone of anything.
  private Optional<Fix> wouldBeFixed(Judged<R> judged, R resource, Settings settings) {
    return judged.verdict() instanceof Violation violation
            && !isWanted(judged)
            && isUpForDecision(judged, violation, resource, settings)
            && brakes.contest(judged.key()).isEmpty()
            && choose(violation, settings) instanceof Choice.Taken(var fix)
        ? Optional.of(fix)
        : Optional.empty();
  }

  private boolean isUpForDecision(
      Judged<R> judged, Violation violation, R resource, Settings settings) {
    return notes.sparedUntil(judged.key(), tools.now()).isEmpty()
        && (matter.fixesDebt() || (!telling.isSettled(judged) && judged.past().provesRegression()))
        && exempt(judged, finding(judged, violation.detail()), resource, settings).isEmpty();
  }

  /// Whether somebody took the fix of this very state back, and nobody asks for it again.
  private boolean isWanted(Judged<R> judged) {
    return !matter.fixesDebt() && notes.isWanted(judged.key(), judged.digest());
  }

  /// The other parts that would be told of in the same words, if they are many: one alert is enough
  /// then.
  private List<Judged<R>> alike(
      Judged<R> lead, R resource, String why, Settings settings, List<Judged<R>> all) {
    if (!telling.isNews(lead, why)) {
      return List.of();
    }
    var alike =
        all.stream()
            .filter(each -> each.guardrail().equals(lead.guardrail()))
            .filter(each -> !each.key().equals(lead.key()) && telling.isNews(each, why))
            .filter(
                each ->
                    each.verdict() instanceof Violation violation
                        && isUpForDecision(each, violation, resource, settings)
                        && why.equals(whyNot(each, violation, resource, settings)))
            .toList();
    return alike.size() < MANY ? List.of() : alike;
  }

  private String whyNot(Judged<R> judged, Violation violation, R resource, Settings settings) {
    if (isWanted(judged)) {
      return WANTED;
    }
    return refusal(settings, resource)
        .orElseGet(() -> choose(violation, settings) instanceof Choice.Left(var why) ? why : "");
  }

  /// Tells a person that something cannot be judged, once.
  Outcome doubt(Judged<R> judged, R resource, String why) {
    var finding = finding(judged, "cannot be judged: " + why);
    if (telling.isSettled(judged)) {
      return new Reported(finding, "known already");
    }
    // What was never good is no news when it cannot be judged; the open list has it.
    if (!matter.isSweep() && judged.past().provesRegression()) {
      var exempt = exempt(judged, finding, resource, tools.consent().about(judged.guardrail()));
      if (exempt.isPresent()) {
        return exempt.get();
      }
      telling.undetermined(judged, resource, why);
    }
    telling.note(judged, finding.detail(), why, false);
    return new Reported(finding, why);
  }

  private static Finding finding(Judged<?> judged, String detail) {
    return new Finding(judged.guardrail().name(), judged.part(), detail);
  }

  private Optional<Exempt> exempt(
      Judged<R> judged, Finding finding, R resource, Settings settings) {
    if (settings.mode().off()) {
      return Optional.of(new Exempt(finding, "switched off by parameter"));
    }
    return Exemptions.find(
            judged.guardrail(), judged.part(), resource, settings, matter.memory(), tools.now())
        .map(why -> new Exempt(finding, why));
  }

  /// A tag may have been set by anyone who can tag: somebody has to hear of what it lets through.
  private void tellExempt(Judged<R> judged, Violation violation, R resource, Exempt exempt) {
    var isByTag = exempt.why().startsWith(Exemptions.BY_TAG);
    if (isByTag && !matter.isSweep() && judged.past().provesRegression()) {
      // It may be dealt with as soon as the tag ends.
      telling.unfixed("EXEMPT", judged, violation, resource, exempt.why(), true);
    }
  }

  private Outcome debt(Judged<R> judged, Violation violation, R resource, Finding finding) {
    var why = "it was like this before Rampart looked, and Rampart only fixes what a change broke";
    if (matter.isSweep()) {
      telling.note(judged, violation.detail(), why, false);
    } else {
      telling.unfixed("DEBT", judged, violation, resource, why, false);
    }
    return new Debt(finding);
  }

  /// Rampart's own writes come back as events. They are looked at and never fixed: a fix that
  /// breaks something would otherwise chase itself. Another's change may have come in between,
  /// whose event is still on its way, so the first look only waits for it.
  private Reaction ownChange(Judged<R> judged, Violation violation, R resource, Finding finding) {
    if (matter.primary().attempt() == 0) {
      return Reaction.later(
          new Deferred("only Rampart's own change is known so far", AFTER_OWN), AFTER_OWN);
    }
    var why = "Rampart's own change led here, and Rampart never fixes those";
    if (!telling.isTold(judged)) {
      telling.unfixed("REPORTED", judged, violation, resource, why, true);
    }
    return new Reaction(new Reported(finding, why), false, true, Optional.empty(), List.of());
  }

  /// What CloudFormation does is judged when it is through, unless that takes forever. What a
  /// person does meanwhile is not.
  private Optional<String> deployment(Resource resource) {
    return matter.primary().actor().isCloudFormation() && !matter.isLastAttempt()
        ? tools.stacks().inMotion(resource.tags())
        : Optional.empty();
  }

  private static Optional<String> refusal(Settings settings, Resource resource) {
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
    // Why the best way is not taken; what a person may do instead is told with it.
    var why = "";
    for (var rung : violation.ladder()) {
      switch (rung) {
        case ByHand(var because, _) -> why = why.isEmpty() ? because : why;
        case Fix fix -> {
          var missing = missingConsent(fix, settings);
          if (missing.isEmpty()) {
            return new Choice.Taken(fix);
          }
          why = why.isEmpty() ? missing : why;
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
      if (!tools.mayUse(step.apply())) {
        return "putting it back gives a right, and the stack was deployed without that permission";
      }
    }
    return "";
  }

  private Reaction brakedFix(
      Together<R> together, R resource, Finding finding, List<Judged<R>> all) {
    var judged = together.lead();
    var violation = together.violation();
    var contest = brakes.contest(judged.key());
    if (contest.isPresent()) {
      return contested(judged, violation, resource, finding, contest.get());
    }
    var good =
        all.stream()
            .filter(Judged::isGood)
            .collect(Collectors.toMap(Judged::key, Judged::digest, (one, _) -> one));
    try {
      var limit = brakes.limit(judged.guardrail().rule().severity());
      return mending
          .carryOut(judged, together.along(), violation, resource, together.fix(), good, limit)
          .map(reaction -> withOthers(reaction, together))
          .orElseGet(() -> limited(together, resource, finding));
    } catch (TooLarge _) {
      var why = "what has to be kept for the undo is too large for the ledger";
      telling.unfixed("REPORTED", judged, violation, resource, why, false);
      return Reaction.settled(new Reported(finding, why));
    }
  }

  /// If one of them cannot be fixed, each of the others gets a turn of its own.
  private Reaction withOthers(Reaction reaction, Together<R> together) {
    if (!(reaction.outcome() instanceof Failed) || together.along().isEmpty()) {
      return reaction.along(Together.findings(together.along()));
    }
    together.along().forEach(each -> alone.add(each.key()));
    alone.add(together.lead().key());
    return reaction;
  }

  private Reaction limited(Together<R> together, R resource, Finding finding) {
    var why =
        "this hour's " + tools.maxFixesPerHour() + " fixes are used up; it is looked at again";
    telling.unfixed(together.lead(), together.along(), together.violation(), resource, why, true);
    return Reaction.later(new Reported(finding, why), Matter.LONGEST_DELAY)
        .along(Together.findings(together.along()));
  }

  private Reaction contested(
      Judged<R> judged, Violation violation, R resource, Finding finding, Notes.Contest contest) {
    var now = tools.now();
    var why =
        "somebody breaks it again and again; Rampart leaves it alone until " + contest.until();
    var isNew = !contest.equals(notes.contests().put(judged.key(), contest));
    if (isNew) {
      telling.contested(judged, violation, resource, why);
    }
    var left = Duration.between(now, contest.until()).plusSeconds(1);
    var delay = left.compareTo(Matter.LONGEST_DELAY) < 0 ? left : Matter.LONGEST_DELAY;
    // One chain of looks is enough: the one that found the contest begins it, its own looks carry
    // it on.
    var chained = isNew || matter.primary().attempt() > 0;
    return new Reaction(
        new Contested(finding, why),
        false,
        true,
        chained ? Optional.of(delay) : Optional.empty(),
        List.of());
  }

  private Reaction report(
      Judged<R> judged,
      Violation violation,
      R resource,
      String why,
      Settings settings,
      List<Judged<R>> all) {
    var finding = finding(judged, violation.detail());
    // Doubt may pass by itself: the parameters can be read again.
    var passes = !settings.doubt().isEmpty() && why.startsWith(settings.doubt());
    var along = alike(judged, resource, why, settings, all);
    telling.unfixed(judged, along, Together.naming(violation, along), resource, why, passes);
    var reported = new Reported(finding, why);
    var reaction =
        passes ? Reaction.later(reported, Matter.LONGEST_DELAY) : Reaction.settled(reported);
    return reaction.along(Together.findings(along));
  }
}
