package dev.rampart.iam;

import static dev.rampart.guardrail.Severity.CRITICAL;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.undetermined;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Effect;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import dev.rampart.policy.Breadth;
import dev.rampart.policy.Reach;
import java.util.Map;

/// Flags AWS-managed policies that allow everything, by what their documents say, and detaches
/// those that a change attached.
@Rule(
    summary = "Administrator policy of AWS is attached",
    risk =
        "The principal can do anything in the account, and so can whoever makes it run code of"
            + " theirs.",
    severity = CRITICAL,
    triggers = {
      "iam:AttachGroupPolicy",
      "iam:AttachRolePolicy",
      "iam:AttachUserPolicy",
      "iam:CreateRole",
      "iam:TagRole",
      "iam:TagUser",
      "iam:UntagRole",
      "iam:UntagUser"
    },
    configTypes = {"AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::User"},
    standards = {"IAM.1", "OWASP-S5:2017"})
public final class AdminPolicyAttached implements Guardrail<Principal, AttachedPolicy> {
  @Override
  public Map<String, AttachedPolicy> parts(Principal principal) {
    return principal.awsManaged();
  }

  @Override
  public Verdict check(AttachedPolicy policy, Principal principal, Past<AttachedPolicy> past) {
    var document = principal.awsDocuments().get(policy.arn());
    if (document == null) {
      return undetermined("the document of " + policy.arn() + " cannot be read");
    }
    return switch (Breadth.of(document)) {
      case Breadth.Narrow() -> compliant();
      case Breadth.Unreadable(var why) -> undetermined(why);
      case Breadth.Broad broad when broad.reach() != Reach.EVERYTHING -> compliant();
      case Breadth.Broad broad -> found(broad, policy, principal, past);
    };
  }

  private static Verdict found(
      Breadth.Broad broad, AttachedPolicy policy, Principal principal, Past<AttachedPolicy> past) {
    var left =
        principal.hasOtherThan(policy)
            ? ""
            : "; it is the only policy of this " + principal.identity().kind().word();
    var finding =
        violation("policy " + policy.name() + " is attached, whose " + broad.detail() + left);
    var detach = PrincipalCalls.detach(principal.identity(), policy.arn());
    if (broad.conditional()) {
      return finding
          .leftToAPerson("the condition may narrow it enough, which only a person can tell", detach)
          .verdict();
    }
    if (past.isNew()) {
      finding.fixedBy(
          "detach " + policy.name(),
          Effect.RESTRICTS,
          detach,
          PrincipalCalls.attach(principal.identity(), policy.arn()));
    }
    return finding
        .leftToAPerson("only a person knows which of these rights are needed", detach)
        .verdict();
  }
}
