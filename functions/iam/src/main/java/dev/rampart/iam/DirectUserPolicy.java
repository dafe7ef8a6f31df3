package dev.rampart.iam;

import static dev.rampart.guardrail.Severity.LOW;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;

/// Flags policies that a user has directly, whatever they allow.
@Rule(
    summary = "User has a policy of its own",
    risk = "Rights that no group gives are seen by nobody who reviews groups, and outlive the job.",
    severity = LOW,
    triggers = {"iam:AttachUserPolicy", "iam:PutUserPolicy", "iam:TagUser", "iam:UntagUser"},
    configTypes = "AWS::IAM::User",
    standards = {"IAM.2", "OWASP-S5:2017"},
    byDefault = "alert")
public final class DirectUserPolicy implements Guardrail<Principal, DirectPolicy> {
  @Override
  public Map<String, DirectPolicy> parts(Principal principal) {
    if (principal.identity().kind() != PrincipalKind.USER) {
      return Map.of();
    }
    var parts = new LinkedHashMap<String, DirectPolicy>();
    principal.policies().keySet().forEach(name -> parts.put(name, new DirectPolicy(name, "")));
    principal
        .attached()
        .forEach(each -> parts.put(each.arn(), new DirectPolicy(each.name(), each.arn())));
    return parts;
  }

  @Override
  public Verdict check(DirectPolicy policy, Principal principal, Past<DirectPolicy> past) {
    var user = principal.identity();
    return violation(
            policy.inline()
                ? "user has an inline policy of its own, " + policy.name()
                : "policy " + policy.name() + " is attached to the user itself")
        .leftToAPerson(
            "only a person knows which group or role should give these rights",
            policy.inline()
                ? PrincipalCalls.delete(user, policy.name())
                : PrincipalCalls.detach(user, policy.arn()))
        .verdict();
  }
}
