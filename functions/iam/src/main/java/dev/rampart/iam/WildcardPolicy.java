package dev.rampart.iam;

import static dev.rampart.guardrail.Severity.CRITICAL;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.undetermined;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import dev.rampart.policy.Breadth;
import dev.rampart.policy.Narrowing;
import dev.rampart.policy.Reach;
import java.util.List;
import java.util.Map;

/// Flags policies that allow everything, every action of a service, or sensitive actions by a
/// wildcard, and puts the last good version back. The same for managed and for inline policies: it
/// is one bad state, wherever it stands.
///
/// @param <R> what the policy belongs to
@Rule(
    summary = "Policy allows everything, or a whole service",
    risk =
        "Whoever gets hold of the function gets all of these rights, so that one flaw costs far"
            + " more than the function's own data.",
    severity = CRITICAL,
    triggers = {
      "iam:AttachGroupPolicy",
      "iam:AttachRolePolicy",
      "iam:AttachUserPolicy",
      "iam:CreatePolicy",
      "iam:CreatePolicyVersion",
      "iam:CreateRole",
      "iam:DeleteRolePolicy",
      "iam:DetachRolePolicy",
      "iam:PutGroupPolicy",
      "iam:PutRolePolicy",
      "iam:PutUserPolicy",
      "iam:SetDefaultPolicyVersion",
      "iam:TagPolicy",
      "iam:TagRole",
      "iam:TagUser",
      "iam:UntagPolicy",
      "iam:UntagRole",
      "iam:UntagUser",
      "iam:UpdateAssumeRolePolicy"
    },
    configTypes = {"AWS::IAM::Group", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::User"},
    standards = {"IAM.1", "IAM.21", "OWASP-S5:2017"})
public final class WildcardPolicy<R extends Grantor> implements Guardrail<R, PolicyText> {
  @Override
  public Map<String, PolicyText> parts(R grantor) {
    return grantor.policies();
  }

  @Override
  public Verdict check(PolicyText policy, R grantor, Past<PolicyText> past) {
    return switch (Breadth.of(policy.document())) {
      case Breadth.Narrow() -> compliant();
      case Breadth.Unreadable(var why) -> undetermined(why);
      case Breadth.Broad broad -> {
        if (grantor.onlyBounds()) {
          yield compliant();
        }
        yield grantor.unknown().isEmpty()
            ? found(broad, policy, grantor, past)
            : asks(grantor.unknown().toArray(Fact[]::new));
      }
    };
  }

  private Verdict found(Breadth.Broad broad, PolicyText policy, R grantor, Past<PolicyText> past) {
    var finding = violation(broad.detail());
    var byHand = grantor.byHand(policy, WildcardPolicy::isGood).toArray(Call[]::new);
    // A condition can leave next to nothing of "s3:*", but hardly of "*".
    if (broad.reach() != Reach.EVERYTHING && broad.conditional()) {
      return finding
          .leftToAPerson("the condition may narrow it enough, which only a person can tell", byHand)
          .verdict();
    }
    if (past.wasGood(policy)) {
      return finding.leftToAPerson(Grantor.UNCHANGED, byHand).verdict();
    }
    grantor
        .restoringLast(policy, past, WildcardPolicy::isGood)
        .ifPresent(step -> finding.fixedBy("put the last good version back", List.of(step)));
    if (past.isNew()) {
      grantor
          .removing(policy)
          .ifPresent(step -> finding.fixedBy("delete the policy that was added", List.of(step)));
    }
    if (!finding.hasFix() && past.callsForAFix() && !grantor.usage(policy).isEmpty()) {
      return asks(grantor.usage(policy).toArray(Fact[]::new));
    }
    grantor
        .narrowing(policy)
        .filter(narrowed -> isNarrow(narrowed.narrowing()))
        .ifPresent(
            narrowed -> finding.fixedBy(plan(narrowed.narrowing()), List.of(narrowed.step())));
    return finding
        .leftToAPerson("only a person knows which of these rights are needed", byHand)
        .verdict();
  }

  private static boolean isNarrow(Narrowing narrowing) {
    return Breadth.of(narrowing.document()) instanceof Breadth.Narrow;
  }

  private static String plan(Narrowing narrowing) {
    return "allow only the actions that were used, and no more "
        + String.join(", ", narrowing.dropped());
  }

  private static boolean isGood(String document) {
    return Breadth.of(document) instanceof Breadth.Narrow;
  }
}
