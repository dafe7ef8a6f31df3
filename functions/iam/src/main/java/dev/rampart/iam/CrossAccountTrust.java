package dev.rampart.iam;

import static dev.rampart.guardrail.Severity.HIGH;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Effect;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;

/// Flags roles that an account may take which the owner has not named as trusted, account by
/// account, so that a partner of old does not hide a new one.
@Rule(
    summary = "Role trusts an account that the owner did not name",
    risk =
        "Whoever rules that account decides who gets the role's rights, and nobody here sees it.",
    severity = HIGH,
    triggers = {"iam:CreateRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy"},
    configTypes = "AWS::IAM::Role",
    standards = {"OWASP-S5:2017"},
    byDefault = "alert")
public final class CrossAccountTrust implements Guardrail<Principal, ForeignTrust> {
  @Override
  public Map<String, ForeignTrust> parts(Principal role) {
    var parts = new LinkedHashMap<String, ForeignTrust>();
    role.trustPolicy()
        .values()
        .forEach(
            policy ->
                ForeignTrust.in(policy.document(), role.identity().account())
                    .forEach((account, trust) -> parts.put("account " + account, trust)));
    return parts;
  }

  @Override
  public Verdict check(ForeignTrust trust, Principal role, Past<ForeignTrust> past) {
    if (!role.known().contains(PrincipalFact.TRUSTED_ACCOUNTS)) {
      return asks(PrincipalFact.TRUSTED_ACCOUNTS);
    }
    if (role.trustedAccounts().contains(trust.account())) {
      return compliant();
    }
    var document = role.identity().trust();
    var finding = violation(detail(trust));
    var rest =
        TrustChanges.withoutAccount(document, trust.account(), role.identity().account())
            .filter(_ -> !TrustChanges.namesDeleted(document))
            .map(each -> TrustChanges.put(role, each));
    if (past.isNew()) {
      rest.ifPresent(
          call ->
              finding.fixedBy(
                  "take account " + trust.account() + " out of the trust policy, keep the rest",
                  Effect.RESTRICTS,
                  call,
                  TrustChanges.put(role, document)));
    }
    return finding
        .leftToAPerson(
            "only a person knows whether the account is a partner: /rampart/trusted-accounts names"
                + " those that are",
            rest.map(call -> new Call[] {call}).orElseGet(() -> new Call[0]))
        .verdict();
  }

  private static String detail(ForeignTrust trust) {
    var guard =
        trust.conditions().isEmpty()
            ? "; no external id, no organization is asked for"
            : "; it takes " + String.join(" and ", trust.conditions());
    return "account %s may take the role as %s%s"
        .formatted(trust.account(), String.join(", ", trust.principals()), guard);
  }
}
