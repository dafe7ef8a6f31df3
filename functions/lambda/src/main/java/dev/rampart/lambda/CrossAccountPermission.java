package dev.rampart.lambda;

import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.guardrail.Severity.HIGH;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Step;
import dev.rampart.guardrail.Verdict;
import dev.rampart.guardrail.Verdict.Finding;
import dev.rampart.policy.Audience.Anyone;
import dev.rampart.policy.Audience.Foreign;
import dev.rampart.policy.Audience.Known;
import dev.rampart.policy.Audience.Network;
import dev.rampart.policy.Audience.Nobody;
import dev.rampart.policy.Audience.Services;
import dev.rampart.policy.Audience.Unclear;
import dev.rampart.policy.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Flags statements that let an account in which the owner has not named as trusted, by itself or
/// by way of a service, or an organization where the owner named another, and removes those that
/// let it do more than invoke.
@Rule(
    summary = "Function may be used by an account that the owner did not name",
    risk = "Whoever rules that account decides who uses the function, and nobody here sees it.",
    severity = HIGH,
    triggers = {
      "lambda:AddPermission",
      "lambda:CreateAlias",
      "lambda:CreateFunction",
      "lambda:DeleteResourcePolicy",
      "lambda:PublishVersion",
      "lambda:PutResourcePolicy",
      "lambda:RemovePermission",
      "lambda:TagResource",
      "lambda:UntagResource"
    },
    configTypes = FunctionArn.CONFIG_TYPE,
    standards = "OWASP-S5:2017")
public final class CrossAccountPermission implements Guardrail<FunctionPolicy, Permission> {
  private static final String WHO_KNOWS =
      "only a person knows whether that is a partner: /rampart/trusted-accounts names those that"
          + " are";
  private static final String MAY_BELONG =
      "it may belong to an organization that is trusted, which cannot be seen from here:"
          + " /rampart/trusted-accounts names accounts too";

  @Override
  public Map<String, Permission> parts(FunctionPolicy policy) {
    return policy.permissions();
  }

  @Override
  public Verdict check(Permission permission, FunctionPolicy policy, Past<Permission> past) {
    if (!permission.legible()) {
      return compliant(); // PublicFunctionPolicy says so
    }
    return Principals.kinds(permission.statement()).stream()
        .map(each -> check(each, permission, policy))
        .filter(verdict -> !verdict.equals(compliant()))
        .findFirst()
        .orElseGet(Verdict::compliant);
  }

  private static Verdict check(Statement kind, Permission permission, FunctionPolicy policy) {
    return switch (kind.audience(policy.arn().account())) {
      case Foreign(var accounts) -> foreign(accounts, permission, policy);
      case Known _ ->
          permission.namesEveryone() && !permission.organizations().isEmpty()
              ? organization(permission, policy)
              : compliant();
      case Services services -> service(services, kind, permission, policy);
      case Nobody _ -> compliant();
      case Anyone _, Network _, Unclear _ -> compliant(); // PublicFunctionPolicy deals with them
    };
  }

  private static Verdict foreign(
      Set<String> accounts, Permission permission, FunctionPolicy policy) {
    if (!policy.learned().known().contains(PolicyFact.TRUSTED_ACCOUNTS)) {
      return asks(PolicyFact.TRUSTED_ACCOUNTS);
    }
    var strangers = new TreeSet<>(accounts);
    strangers.removeAll(policy.learned().trusted());
    var organizations = permission.organizations();
    if (strangers.isEmpty()
        || (!organizations.isEmpty() && policy.learned().trusted().containsAll(organizations))) {
      return compliant();
    }
    var who = words(strangers);
    // It may be a partner's or the own organization, so nothing is taken away.
    if (!organizations.isEmpty() && !policy.learned().trustsOrganizations()) {
      return leave(WHO_KNOWS, who, permission, policy);
    }
    // Nor does an account by its number tell that it is of no organization that is named.
    var isElsewhere =
        !organizations.isEmpty() && Collections.disjoint(organizations, policy.learned().trusted());
    return policy.learned().trustsOrganizations() && !isElsewhere
        ? leave(MAY_BELONG, who, permission, policy)
        : stranger(who, permission, policy);
  }

  // The own organization is known only if the owner names it.
  private static Verdict organization(Permission permission, FunctionPolicy policy) {
    if (!policy.learned().known().contains(PolicyFact.TRUSTED_ACCOUNTS)) {
      return asks(PolicyFact.TRUSTED_ACCOUNTS);
    }
    var strangers = new TreeSet<>(permission.organizations());
    strangers.removeAll(policy.learned().trusted());
    return strangers.isEmpty() || !policy.learned().trustsOrganizations()
        ? compliant()
        : stranger(
            "every account of organization " + String.join(", ", strangers), permission, policy);
  }

  // What the service hands over, that account chooses.
  private static Verdict service(
      Services services, Statement kind, Permission permission, FunctionPolicy policy) {
    var strangers = new TreeSet<>(Source.accounts(kind, services, policy.arn().account()));
    if (strangers.isEmpty()) {
      return compliant();
    }
    if (!policy.learned().known().contains(PolicyFact.TRUSTED_ACCOUNTS)) {
      return asks(PolicyFact.TRUSTED_ACCOUNTS);
    }
    strangers.removeAll(policy.learned().trusted());
    var organizations = Source.organizations(kind);
    if (strangers.isEmpty()
        || (!organizations.isEmpty() && policy.learned().trusted().containsAll(organizations))) {
      return compliant();
    }
    var names = String.join(", ", new TreeSet<>(services.names()));
    return violation(
            "%s may %s for %s"
                .formatted(names, permission.statement().actionsInWords(), words(strangers)))
        .leftToAPerson(WHO_KNOWS, Calls.removeByHand(policy, permission))
        .verdict();
  }

  private static String words(Set<String> accounts) {
    return (accounts.size() == 1 ? "account " : "accounts ") + String.join(", ", accounts);
  }

  private static Verdict stranger(String who, Permission permission, FunctionPolicy policy) {
    // Where nobody was ever named, everyone may be a partner.
    if (permission.onlyInvokes() || policy.learned().trusted().isEmpty()) {
      return leave(WHO_KNOWS, who, permission, policy);
    }
    var obstacle = Grants.obstacle(policy, permission);
    if (obstacle.isPresent()) {
      return leave(obstacle.get(), who, permission, policy);
    }
    var again = Grants.find(policy.arn(), permission).orElseThrow();
    return finding(who, permission)
        .fixedBy(
            "remove statement " + permission.key() + ", keep the rest of the policy",
            List.of(new Step(RESTRICTS, Calls.remove(policy, permission), Call.of(again))))
        .verdict();
  }

  private static Verdict leave(
      String because, String who, Permission permission, FunctionPolicy policy) {
    return finding(who, permission)
        .leftToAPerson(because, Calls.removeByHand(policy, permission))
        .verdict();
  }

  private static Finding finding(String who, Permission permission) {
    return violation(who + " may " + permission.statement().actionsInWords());
  }
}
