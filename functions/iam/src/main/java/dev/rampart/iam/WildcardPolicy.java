package dev.rampart.iam;

import static dev.rampart.guardrail.Severity.CRITICAL;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.undetermined;

import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import dev.rampart.policy.Breadth;
import dev.rampart.policy.Reach;
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
      "iam:DeleteRolePermissionsBoundary",
      "iam:DeleteRolePolicy",
      "iam:DetachRolePolicy",
      "iam:PutGroupPolicy",
      "iam:PutRolePermissionsBoundary",
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
        // In quarantine everything stays as it is until a person decides; lifted, it is judged
        // anew.
        if (grantor.onlyBounds() || grantor.isContained()) {
          yield compliant();
        }
        yield grantor.unknown().isEmpty()
            ? found(broad, policy, grantor, past)
            : asks(grantor.unknown().toArray(Fact[]::new));
      }
    };
  }

  private Verdict found(Breadth.Broad broad, PolicyText policy, R grantor, Past<PolicyText> past) {
    var ladder = new Ladder(broad.detail(), policy, grantor, past, WildcardPolicy::isGood);
    // A condition can leave next to nothing of "s3:*", but hardly of "*".
    if (broad.reach() != Reach.EVERYTHING && broad.conditional()) {
      return ladder.leftToAPerson(
          "the condition may narrow it enough, which only a person can tell");
    }
    var worst = broad.reach() == Reach.EVERYTHING && !broad.conditional();
    if (past.wasGood(policy)) {
      // The worst of a role was only ever good in quarantine, which somebody lifted.
      return (worst ? ladder.contained() : ladder).leftToAPerson(Grantor.UNCHANGED);
    }
    ladder.backToTheLastGood().withoutWhatIsNew().narrowedToWhatWasUsed();
    return (worst ? ladder.contained() : ladder)
        .leftToAPerson("only a person knows which of these rights are needed");
  }

  private static boolean isGood(String document) {
    return Breadth.of(document) instanceof Breadth.Narrow;
  }
}
