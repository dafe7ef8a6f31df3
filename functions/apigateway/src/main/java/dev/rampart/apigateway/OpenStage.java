package dev.rampart.apigateway;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.undetermined;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Verdict;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An operation that a stage serves to anyone: the stage goes back to a deployment that is proved
/// to differ in authorization only. The draft is never published, since nobody can tell who is
/// still working on it.
final class OpenStage {
  private OpenStage() {}

  /// The verdict on it.
  ///
  /// @param drafts the operations of the draft
  /// @param deployments the ids of all deployments, null if they were not read yet
  static Verdict verdict(
      Access.Live operation,
      List<Access.Draft> drafts,
      @Nullable Set<String> deployments,
      Calls calls,
      Past<Access> past) {
    if (!operation.type().equals("NONE")) {
      return undetermined("authorization type '" + operation.type() + "' is not known");
    }
    var finding = violation(operation.exposure());
    var before =
        past.good().stream()
            .map(Past.Good::part)
            .filter(Access.Live.class::isInstance)
            .map(Access.Live.class::cast)
            .filter(each -> each.isGuarded() && !each.deployment().equals(operation.deployment()))
            .toList();
    var equal =
        before.stream().filter(each -> differsInAuthorizationOnly(each, operation)).toList();
    if (!equal.isEmpty() && deployments == null) {
      return asks(Read.DEPLOYMENTS);
    }
    for (var each : equal) {
      if (deployments != null && deployments.contains(each.deployment())) {
        return finding
            .fixedBy(
                "let stage "
                    + operation.stage()
                    + " serve deployment "
                    + each.deployment()
                    + " again, which differs in authorization only",
                RESTORES,
                calls.serve(operation.stage(), each.deployment()),
                calls.serve(operation.stage(), operation.deployment()))
            .verdict();
      }
    }
    return finding
        .leftToAPerson(because(before, equal), commands(operation, drafts, before, calls))
        .verdict();
  }

  private static boolean differsInAuthorizationOnly(Access.Live before, Access.Live now) {
    return !now.content().isEmpty()
        && now.content().equals(before.content())
        // Going back must not open what was closed in between.
        && now.open().containsAll(before.open());
  }

  private static String because(List<Access.Live> before, List<Access.Live> equal) {
    if (before.isEmpty()) {
      return "no look before saw the stage ask anything of callers there";
    }
    return equal.isEmpty()
        ? "the last good deployment differs in more than authorization"
        : "the last good deployment is deleted";
  }

  private static Call[] commands(
      Access.Live operation, List<Access.Draft> drafts, List<Access.Live> before, Calls calls) {
    var guarded =
        drafts.stream()
            .anyMatch(each -> each.operation().equals(operation.operation()) && each.isGuarded());
    if (guarded) {
      return new Call[] {calls.deploy(operation.stage())};
    }
    return before.stream()
        .limit(1)
        .map(each -> calls.serve(operation.stage(), each.deployment()))
        .toArray(Call[]::new);
  }
}
