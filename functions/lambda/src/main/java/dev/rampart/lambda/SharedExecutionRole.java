package dev.rampart.lambda;

import static dev.rampart.guardrail.Severity.MEDIUM;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.undetermined;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.List;
import java.util.Map;

/// Flags functions that run as the role of another one, unless both are of one stack or the owner
/// says that they belong together. It changes nothing: which of the rights each of them needs, only
/// a person knows.
@Rule(
    summary = "Functions share an execution role",
    risk = "Whoever gets into one of the functions has the rights of all of them.",
    severity = MEDIUM,
    triggers = {
      "lambda:CreateFunction",
      "lambda:TagResource",
      "lambda:UntagResource",
      "lambda:UpdateFunctionConfiguration"
    },
    configTypes = FunctionSetup.TYPE,
    standards = {"OWASP-S5:2017"},
    byDefault = "alert")
public final class SharedExecutionRole implements Guardrail<FunctionSetup, FunctionRole> {
  /// The tags by which functions belong together.
  static final List<String> GROUPS = List.of("rampart:role-group", "aws:cloudformation:stack-id");

  @Override
  public Map<String, FunctionRole> parts(FunctionSetup setup) {
    return setup.role().isEmpty() ? Map.of() : Map.of("role", new FunctionRole(setup.role()));
  }

  @Override
  public Verdict check(FunctionRole role, FunctionSetup setup, Past<FunctionRole> past) {
    if (past.isUnread()) {
      return asks(Fact.History.PAST);
    }
    if (past.wasGood(role)) {
      return compliant(); // whoever came to share it since then is the one to be flagged
    }
    var sharers = setup.learned().sharers();
    if (sharers == null) {
      return asks(SetupFact.ROLE_SHARERS);
    }
    if (!sharers.strangers().isEmpty()) {
      return shared(role, sharers);
    }
    return sharers.unread() == 0
        ? compliant()
        : undetermined(
            "so many functions run as %s that %d of them were not looked at"
                .formatted(role.arn(), sharers.unread()));
  }

  private static Verdict shared(FunctionRole role, RoleSharers sharers) {
    var more = sharers.unread() == 0 ? "" : " and perhaps %d more".formatted(sharers.unread());
    return violation(
            "it runs as %s, as does %s%s"
                .formatted(role.arn(), String.join(", ", sharers.strangers()), more))
        .leftToAPerson(
            "only a person can tell which rights each of them needs; functions that belong together"
                + " say so with the same value of the tag "
                + GROUPS.getFirst())
        .verdict();
  }
}
