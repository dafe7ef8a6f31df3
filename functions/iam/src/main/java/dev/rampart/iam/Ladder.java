package dev.rampart.iam;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Past.Good;
import dev.rampart.guardrail.Step;
import dev.rampart.guardrail.Verdict;
import dev.rampart.guardrail.Verdict.Finding;
import dev.rampart.iam.UsageReport.InTheMaking;
import dev.rampart.iam.UsageReport.Ready;
import dev.rampart.iam.UsageReport.Unasked;
import dev.rampart.iam.UsageReport.Unavailable;
import dev.rampart.policy.Action;
import dev.rampart.policy.ActionCatalog;
import dev.rampart.policy.Comparison;
import dev.rampart.policy.Comparison.Beyond;
import dev.rampart.policy.Comparison.Unproved;
import dev.rampart.policy.Comparison.Within;
import dev.rampart.policy.Narrowing;
import dev.rampart.policy.Permissions;
import dev.rampart.policy.PolicyDocument;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The ways to put a document right that grants too much. Each rung is climbed only with its proof;
/// without it a person gets the commands and the reason.
final class Ladder {
  // A quarter: what runs once in a quarter has run once.
  static final Duration LONG_ENOUGH = Duration.ofDays(90);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  private final String detail;
  private final Finding finding;
  private final PolicyText bad;
  private final Grantor grantor;
  private final Past<PolicyText> past;
  private final Predicate<String> isGood;
  // Asked before anything is said: what a rung has to know and does not.
  private Optional<Verdict> wanted = Optional.empty();

  /// @param isGood whether a document is good by what the guardrail knows today
  Ladder(
      String detail,
      PolicyText bad,
      Grantor grantor,
      Past<PolicyText> past,
      Predicate<String> isGood) {
    this.detail = detail;
    this.finding = Verdict.violation(detail);
    this.bad = bad;
    this.grantor = grantor;
    this.past = past;
    this.isGood = isGood;
  }

  /// The last good version that can be had, if it grants nothing that the present one does not. If
  /// it does, somebody took rights away since, and it is not for a program to give them back.
  Ladder backToTheLastGood() {
    past.good().stream()
        .map(Good::part)
        .filter(good -> isGood.test(good.document()))
        .flatMap(good -> grantor.restoring(bad, good).map(step -> new Way(good, step)).stream())
        .findFirst()
        .ifPresent(this::goBack);
    return this;
  }

  private record Way(PolicyText good, Step step) {}

  private void goBack(Way way) {
    switch (compared(way.good())) {
      case Within() -> finding.fixedBy("put the last good version back", List.of(way.step()));
      case Beyond(_, var action, var resource) ->
          finding.leftToAPerson(
              "the last good version would give back %s on %s, which was taken away since"
                  .formatted(spelled(action), resource),
              way.step().apply());
      case Unproved(var why) ->
          finding.leftToAPerson(
              "it is not proved that the last good version grants no more: " + why,
              way.step().apply());
    }
  }

  private Comparison compared(PolicyText good) {
    return permissions(good).within(permissions(bad));
  }

  private static Permissions permissions(PolicyText policy) {
    return Permissions.of(PolicyDocument.parse(policy.document()));
  }

  private static String spelled(String action) {
    return ActionCatalog.standard().find(action).map(Action::id).orElse(action);
  }

  /// Without the document, if it is proved to be new.
  Ladder withoutWhatIsNew() {
    if (past.isNew()) {
      grantor
          .removing(bad)
          .ifPresent(step -> finding.fixedBy("take away the policy that was added", List.of(step)));
    }
    return this;
  }

  /// Nothing but what was used, where nothing better is known and a fix is called for: what was
  /// used takes long to find out.
  Ladder narrowedToWhatWasUsed() {
    if (finding.hasFix() || !past.callsForAFix()) {
      return this;
    }
    var unknown = grantor.unknownUsage();
    if (!unknown.isEmpty()) {
      wanted = Optional.of(Verdict.asks(unknown.toArray(Fact[]::new)));
      return this;
    }
    switch (grantor.usage()) {
      case Unasked _ -> {}
      case InTheMaking _ ->
          wanted =
              Optional.of(
                  Verdict.notYet(
                      detail + ", and the report of what was used is in the making", LOOK_AGAIN));
      case Unavailable(var why) -> finding.leftToAPerson("what was used cannot be known: " + why);
      case Ready ready -> narrow(ready);
    }
    return this;
  }

  private void narrow(Ready report) {
    var narrowing = Narrowing.of(PolicyDocument.parse(bad.document()), report.usage());
    if (narrowing.document().statements().isEmpty()) {
      finding.leftToAPerson(
          "nothing of it was used in %d days".formatted(report.watched().toDays()));
    }
    if (!narrowing.isSafe()) {
      return;
    }
    var steps = grantor.narrowing(bad, narrowing.document().text());
    doubt(narrowing, report)
        .ifPresentOrElse(
            because ->
                finding.leftToAPerson(
                    because, steps.stream().map(Step::apply).toArray(Call[]::new)),
            () -> finding.fixedBy(plan(narrowing, report), steps));
  }

  /// Why a narrower document is proposed and not written, if there is a reason.
  private Optional<String> doubt(Narrowing narrowing, Ready report) {
    if (!isGood.test(narrowing.document().text())) {
      return Optional.of(
          "what was used of some services is not tracked, so a narrower document would still allow "
              + String.join(", ", narrowing.left()));
    }
    var lost = report.lost().getOrDefault(bad.name(), Set.of());
    if (!lost.isEmpty()) {
      return Optional.of(
          "IAM's policy simulator says that a narrower document would take away what was used: "
              + String.join(", ", new TreeSet<>(lost)));
    }
    if (report.watched().compareTo(LONG_ENOUGH) < 0) {
      return Optional.of(
          "what was used is known of %d days only, and what is needed once a quarter may not be in it"
              .formatted(report.watched().toDays()));
    }
    return grantor.noRoomFor(bad, narrowing.document().text());
  }

  private static String plan(Narrowing narrowing, Ready report) {
    var plan =
        "allow only the actions that were used, and no more "
            + String.join(", ", narrowing.dropped());
    return report.gap().isEmpty() ? plan : plan + " (" + report.gap() + ")";
  }

  /// Bounded so that it can neither gain nor grant rights, where nothing better is known.
  Ladder contained() {
    if (!finding.hasFix() && past.callsForAFix()) {
      grantor
          .containing()
          .ifPresent(
              step ->
                  finding.fixedBy(
                      "bound the role by rampart-quarantine, so that it can neither gain nor grant"
                          + " rights",
                      List.of(step)));
    }
    return this;
  }

  /// What is left for a person to decide, with the calls that take the rights away.
  Verdict leftToAPerson(String because) {
    return wanted.orElseGet(
        () ->
            finding
                .leftToAPerson(because, grantor.byHand(bad, isGood).toArray(Call[]::new))
                .verdict());
  }
}
