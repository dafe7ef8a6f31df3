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
import java.util.Map;
import java.util.Optional;

/// Flags roles that strangers can take, and puts the last good trust policy back.
@Rule(
    summary = "Role can be taken by anyone",
    risk = "Anyone with an AWS account, or with a login at the provider, gets the role's rights.",
    severity = CRITICAL,
    triggers = {"iam:CreateRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy"},
    configTypes = "AWS::IAM::Role",
    standards = {"OWASP-S2:2017", "OWASP-S5:2017"})
public final class OpenTrustPolicy implements Guardrail<Principal, PolicyText> {
  @Override
  public Map<String, PolicyText> parts(Principal role) {
    return role.trustPolicy();
  }

  @Override
  public Verdict check(PolicyText policy, Principal role, Past<PolicyText> past) {
    return switch (Trust.of(policy.document(), role.identity().account())) {
      case Trust.Guarded() -> compliant();
      case Trust.Unclear(var why) -> undetermined(why);
      case Trust.FromNetworks(var detail) ->
          violation(detail)
              .leftToAPerson(
                  "whether those networks are the owner's own is not to be seen from here",
                  TrustChanges.byHand(role))
              .verdict();
      case Trust.Open(var detail) -> open(detail, policy, role, past);
    };
  }

  private static Verdict open(
      String detail, PolicyText policy, Principal role, Past<PolicyText> past) {
    var finding = violation(detail);
    if (TrustChanges.namesDeleted(policy.document())) {
      return finding
          .leftToAPerson(
              "a change could not be undone: the policy names a deleted principal, which IAM does"
                  + " not accept again",
              TrustChanges.byHand(role))
          .verdict();
    }
    findFormer(role, past)
        .ifPresent(
            former ->
                finding.fixedBy(
                    "put the last good trust policy back",
                    Effect.RESTORES,
                    TrustChanges.put(role, former),
                    TrustChanges.put(role, policy.document())));
    return finding
        .leftToAPerson("only a person knows who needs the role", TrustChanges.byHand(role))
        .verdict();
  }

  private static Optional<String> findFormer(Principal role, Past<PolicyText> past) {
    return past.good().stream()
        .map(good -> good.part().document())
        .filter(each -> Trust.of(each, role.identity().account()) instanceof Trust.Guarded)
        .filter(each -> !TrustChanges.namesDeleted(each) && TrustChanges.letsSomebodyIn(each))
        .findFirst();
  }
}
