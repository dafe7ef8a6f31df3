package dev.rampart.respond;

import dev.rampart.guardrail.Remedy.Fix;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.Step;
import dev.rampart.guardrail.Verdict.Violation;
import dev.rampart.respond.Judge.Judged;
import dev.rampart.respond.Outcome.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Parts that one change broke alike, as an import of an API does, and that are put right by one
/// fix: told once, undone at once, and one of the hour's fixes.
final class Together<R extends Resource> {
  // So that a fix fits into one run, and into one record of the ledger.
  private static final int PARTS = 50;
  private static final int NAMES = 20;
  private static final int PLANS = 3;

  private final Judged<R> lead;
  private final Violation first;
  private final List<Judged<R>> along = new ArrayList<>();
  private final List<Fix> fixes = new ArrayList<>();

  Together(Judged<R> lead, Violation violation, Fix fix) {
    this.lead = lead;
    this.first = violation;
    fixes.add(fix);
  }

  /// Whether anything can be fixed along with the lead. What creates something cannot: the others
  /// may want the same created. What is to be finished is finished by itself.
  boolean takesOthers() {
    return lead.isFixedByItself() && isOfKnownValues(fixes.getFirst());
  }

  /// Adds a part, if there is room and its fix is of the same kind.
  void take(Judged<R> part, Fix fix) {
    if (fixes.size() < PARTS && isOfKnownValues(fix)) {
      along.add(part);
      fixes.add(fix);
    }
  }

  private static boolean isOfKnownValues(Fix fix) {
    return fix.finish().isNothing()
        && fix.steps().stream()
            .allMatch(step -> step.apply().late().isEmpty() && step.undo().late().isEmpty());
  }

  Judged<R> lead() {
    return lead;
  }

  List<Judged<R>> along() {
    return along;
  }

  /// What is wrong, with the others named.
  Violation violation() {
    return naming(first, along);
  }

  /// A violation that names others like it.
  static Violation naming(Violation first, List<? extends Judged<?>> along) {
    if (along.isEmpty()) {
      return first;
    }
    var names = along.stream().limit(NAMES).map(Judged::part).collect(Collectors.joining(", "));
    var more = along.size() > NAMES ? ", …" : "";
    return new Violation(
        "%s, and %d more alike: %s%s".formatted(first.detail(), along.size(), names, more),
        first.ladder());
  }

  /// All fixes as one.
  Fix fix() {
    if (fixes.size() == 1) {
      return fixes.getFirst();
    }
    var plans = fixes.stream().limit(PLANS).map(Fix::plan).collect(Collectors.joining("; "));
    var more = fixes.size() > PLANS ? "; and %d more likewise".formatted(fixes.size() - PLANS) : "";
    Stream<Step> steps = fixes.stream().flatMap(each -> each.steps().stream());
    return new Fix(plans + more, steps.toList());
  }

  /// What is wrong with each.
  static List<Finding> findings(List<? extends Judged<?>> along) {
    return along.stream()
        .map(
            each ->
                new Finding(
                    each.guardrail().name(),
                    each.part(),
                    each.verdict() instanceof Violation(var detail, _) ? detail : ""))
        .toList();
  }
}
