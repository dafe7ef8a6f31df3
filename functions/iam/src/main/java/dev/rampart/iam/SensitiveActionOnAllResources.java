package dev.rampart.iam;

import static dev.rampart.guardrail.Severity.HIGH;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;

import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import dev.rampart.policy.Breadth;
import java.util.Map;
import java.util.stream.Collectors;

/// Flags actions that lead to more rights or to secrets, named one by one but allowed on every
/// resource, and puts the last good version back. A policy that [WildcardPolicy] or
/// [PrivilegeEscalationPath] flags or that cannot be read is left to that guardrail as a whole, so
/// that it is neither told of twice nor ever remembered as good.
///
/// @param <R> what the policy belongs to
@Rule(
    summary = "Policy allows a sensitive action on every resource",
    risk =
        "Whoever gets hold of the function reaches every role, key or secret of the account with"
            + " it, and not just those that the function needs.",
    severity = HIGH,
    triggers = {
      "iam:AttachGroupPolicy",
      "iam:AttachRolePolicy",
      "iam:AttachUserPolicy",
      "iam:CreatePolicy",
      "iam:CreatePolicyVersion",
      "iam:CreateRole",
      "iam:PutGroupPolicy",
      "iam:PutRolePolicy",
      "iam:PutUserPolicy",
      "iam:SetDefaultPolicyVersion",
      "iam:TagPolicy",
      "iam:TagRole",
      "iam:TagUser",
      "iam:UntagPolicy",
      "iam:UntagRole",
      "iam:UntagUser"
    },
    configTypes = {"AWS::IAM::Group", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::User"},
    standards = {"KMS.1", "KMS.2", "OWASP-S5:2017"},
    byDefault = "alert")
public final class SensitiveActionOnAllResources<R extends Grantor>
    implements Guardrail<R, PolicyText> {
  @Override
  public Map<String, PolicyText> parts(R grantor) {
    var rights = grantor.rights();
    return grantor.policies().entrySet().stream()
        .filter(each -> isNarrow(each.getValue().document()))
        .filter(each -> !rights.isOpenedAloneBy(each.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public Verdict check(PolicyText policy, R grantor, Past<PolicyText> past) {
    var detail = SensitiveActions.find(policy.document());
    if (detail.isEmpty() || grantor.onlyBounds()) {
      return compliant();
    }
    if (!grantor.unknown().isEmpty()) {
      return asks(grantor.unknown().toArray(Fact[]::new));
    }
    var ladder =
        new Ladder(detail.get(), policy, grantor, past, SensitiveActionOnAllResources::isGood);
    return past.wasGood(policy)
        ? ladder.leftToAPerson(Grantor.UNCHANGED)
        : ladder
            .backToTheLastGood()
            .leftToAPerson("only a person knows which resources are needed");
  }

  private static boolean isNarrow(String document) {
    return Breadth.of(document) instanceof Breadth.Narrow;
  }

  private static boolean isGood(String document) {
    return isNarrow(document) && SensitiveActions.find(document).isEmpty();
  }
}
