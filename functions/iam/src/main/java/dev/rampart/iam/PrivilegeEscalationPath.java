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
import dev.rampart.policy.Escalation;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Flags the policy that gave its holder a known way to every right of the account, alone or
/// together with what the holder had before. A policy that grants too much as a whole is left to
/// [WildcardPolicy] and [AdminPolicyAttached], and an attached policy of the account's own that is
/// a way by itself to the look at that policy: each change is told once.
///
/// @param <R> what the policy belongs to
@Rule(
    summary = "Policy opens a way to become administrator",
    risk =
        "Whoever gets hold of the principal can give it any right there is, however little its"
            + " policies seem to allow.",
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
      "iam:UntagUser"
    },
    configTypes = {"AWS::IAM::Group", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::User"},
    standards = {"OWASP-S5:2017"},
    byDefault = "alert")
public final class PrivilegeEscalationPath<R extends Grantor> implements Guardrail<R, PolicyText> {
  @Override
  public Map<String, PolicyText> parts(R grantor) {
    return grantor.sources();
  }

  @Override
  public Verdict check(PolicyText policy, R grantor, Past<PolicyText> past) {
    var rights = grantor.rights();
    if (grantor.onlyBounds() || rights.isTooBroad(policy.name())) {
      return compliant();
    }
    if (!rights.unread().isEmpty()) {
      return asks(rights.unread().toArray(Fact[]::new));
    }
    var key = policy.name();
    var ways = rights.openedBy(key);
    if (ways.isEmpty() || isOthersDoing(policy, rights, past)) {
      return compliant();
    }
    if (!rights.areReadable(grantor.sources().keySet())) {
      return undetermined("a policy beside it cannot be read, which may deny what this one opens");
    }
    if (!grantor.unknown().isEmpty()) {
      return asks(grantor.unknown().toArray(Fact[]::new));
    }
    var ladder =
        new Ladder(
            detail(ways, rights.isOpenedAloneBy(key)),
            policy,
            grantor,
            past,
            text -> rights.isClosedWith(key, text));
    if (past.wasGood(policy)) {
      return ladder.leftToAPerson(Grantor.UNCHANGED);
    }
    return ladder
        .backToTheLastGood()
        .withoutWhatIsNew()
        .leftToAPerson("only a person knows which of these rights are needed");
  }

  /// One that was good and is no way by itself became part of one by another policy.
  private static boolean isOthersDoing(PolicyText policy, Rights rights, Past<PolicyText> past) {
    return past.wasGood(policy) && !rights.isOpenedAloneBy(policy.name());
  }

  private static String detail(List<Escalation> ways, boolean alone) {
    var first = ways.getFirst();
    var more = ways.size() == 1 ? "" : ", and " + (ways.size() - 1) + " more ways";
    return "it lets whoever has it %s (%s)%s%s"
        .formatted(
            first.how(),
            String.join(", ", new TreeSet<>(first.actions())),
            more,
            alone ? "" : ", together with other policies");
  }
}
