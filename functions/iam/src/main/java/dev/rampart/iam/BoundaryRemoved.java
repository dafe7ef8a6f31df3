package dev.rampart.iam;

import static dev.rampart.guardrail.Severity.HIGH;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Effect;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import dev.rampart.policy.Breadth;
import java.util.Map;

/// Flags a permissions boundary that is gone or another one, and puts it back if nothing bounds the
/// principal now. A principal that never had one is good.
@Rule(
    summary = "Permissions boundary is gone",
    risk = "Whoever may attach policies to the principal can give it any right there is.",
    severity = HIGH,
    triggers = {
      "iam:CreateRole",
      "iam:CreateUser",
      "iam:DeleteRolePermissionsBoundary",
      "iam:DeleteUserPermissionsBoundary",
      "iam:PutRolePermissionsBoundary",
      "iam:PutUserPermissionsBoundary",
      "iam:UntagRole",
      "iam:UntagUser"
    },
    standards = {"OWASP-S5:2017"})
public final class BoundaryRemoved implements Guardrail<BoundedPrincipal, Boundary> {
  @Override
  public Map<String, Boundary> parts(BoundedPrincipal principal) {
    return principal.identity().belongsToAws()
        ? Map.of()
        : Map.of("permissions boundary", principal.boundary());
  }

  @Override
  public Verdict check(Boundary boundary, BoundedPrincipal principal, Past<Boundary> past) {
    if (past.isUnread()) {
      return asks(Fact.History.PAST);
    }
    // None is good for a principal that never had one, and must not count as its last good one.
    var former =
        past.good().stream()
            .map(Past.Good::part)
            .filter(each -> each.of().equals(boundary.of()) && !each.isNone())
            .findFirst();
    if (former.isEmpty() || former.get().equals(boundary)) {
      return compliant();
    }
    if (boundary.isNone() && Quarantine.isPolicy(former.get().arn())) {
      return violation("quarantine is lifted")
          .leftToAPerson(
              "WildcardPolicy puts the role back into quarantine if it may, and not against whoever"
                  + " took its fix back",
              BoundaryCalls.put(principal.identity(), former.get()))
          .verdict();
    }
    if (boundary.isNone()) {
      return gone("boundary " + former.get().arn() + " is gone", former.get(), principal);
    }
    if (!principal.known().contains(BoundaryFact.DOCUMENT)) {
      return asks(BoundaryFact.DOCUMENT);
    }
    var replaced = "boundary %s is replaced by %s".formatted(former.get().arn(), boundary.arn());
    return Breadth.boundsNothing(principal.document())
        ? gone(replaced + ", which bounds nothing", former.get(), principal)
        : violation(replaced)
            .leftToAPerson(
                "only a person can tell which of the two bounds more",
                BoundaryCalls.put(principal.identity(), former.get()))
            .verdict();
  }

  private static Verdict gone(String detail, Boundary former, BoundedPrincipal principal) {
    var identity = principal.identity();
    return violation(detail)
        .fixedBy(
            "put boundary " + former.arn() + " back",
            Effect.RESTRICTS,
            BoundaryCalls.put(identity, former),
            BoundaryCalls.put(identity, principal.boundary()))
        .verdict();
  }
}
