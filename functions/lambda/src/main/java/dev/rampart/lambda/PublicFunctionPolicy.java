package dev.rampart.lambda;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.guardrail.Severity.CRITICAL;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.undetermined;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Past.Good;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Step;
import dev.rampart.guardrail.Verdict;
import dev.rampart.guardrail.Verdict.Asks;
import dev.rampart.policy.Audience.Anyone;
import dev.rampart.policy.Audience.Foreign;
import dev.rampart.policy.Audience.Known;
import dev.rampart.policy.Audience.Network;
import dev.rampart.policy.Audience.Nobody;
import dev.rampart.policy.Audience.Services;
import dev.rampart.policy.Audience.Unclear;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Flags statements of a function's policies that let anyone in, and removes them.
@Rule(
    summary = "Function policy is open to anyone",
    risk = "Anyone with an AWS account can run the function with the rights of its role.",
    severity = CRITICAL,
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
    standards = {"Lambda.1", "OWASP-S5:2017"})
public final class PublicFunctionPolicy implements Guardrail<FunctionPolicy, Permission> {
  @Override
  public Map<String, Permission> parts(FunctionPolicy policy) {
    return policy.permissions();
  }

  @Override
  public Verdict check(Permission permission, FunctionPolicy policy, Past<Permission> past) {
    if (!permission.legible()) {
      return undetermined("the policy is not readable");
    }
    if (permission.belongsToUrl()) {
      return compliant(); // it opens nothing but a URL, and PublicFunctionUrl sees both
    }
    return switch (permission.audience(policy.arn().account())) {
      case Known _, Services _, Foreign _, Nobody _ -> compliant();
      case Unclear(var why) -> undetermined("statement " + permission.key() + ": " + why);
      case Network _ ->
          violation("anyone in certain networks may " + permission.statement().actionsInWords())
              .leftToAPerson(
                  "whether those networks are the owner's own is not to be seen from here",
                  Calls.removeByHand(policy, permission))
              .verdict();
      case Anyone _ -> open(permission, policy, past);
    };
  }

  private static Verdict open(Permission permission, FunctionPolicy policy, Past<Permission> past) {
    var who = permission.asksForSignature() ? "any AWS account may " : "anyone may ";
    var finding = violation(who + permission.statement().actionsInWords());
    var obstacle = Grants.obstacle(policy, permission);
    if (obstacle.isPresent()) {
      return finding
          .leftToAPerson(obstacle.get(), Calls.removeByHand(policy, permission))
          .verdict();
    }
    var former =
        past.good().stream()
            .map(Good::part)
            .filter(each -> isConfined(each, policy))
            .filter(each -> Grants.find(policy.arn(), each).isPresent())
            .toList();
    var asked = Former.asks(former, policy);
    if (!asked.isEmpty()) {
      return new Asks(asked);
    }
    var again = Grants.find(policy.arn(), permission).orElseThrow();
    var removal = new Step(RESTRICTS, Calls.remove(policy, permission), Call.of(again));
    findCall(former, policy)
        .ifPresent(
            call ->
                finding.fixedBy(
                    "put statement " + permission.key() + " back as it was",
                    List.of(
                        removal,
                        new Step(
                            RESTORES,
                            call,
                            Calls.removeAgain(policy.arn(), permission.statement().sid())))));
    return finding
        .fixedBy(
            "remove statement " + permission.key() + ", keep the rest of the policy",
            List.of(removal))
        .verdict();
  }

  // Under the same Sid a known caller may have been let in before: taking the statement away would
  // lock that caller out as well.
  private static Optional<Call> findCall(List<Permission> former, FunctionPolicy policy) {
    return former.stream()
        .filter(each -> Former.isGood(each, policy))
        .flatMap(each -> Grants.find(policy.arn(), each).stream())
        .findFirst()
        .map(Call::of);
  }

  private static boolean isConfined(Permission permission, FunctionPolicy policy) {
    if (!permission.legible() || permission.belongsToUrl()) {
      return false;
    }
    return switch (permission.audience(policy.arn().account())) {
      case Known _, Services _, Foreign _ -> true;
      case Anyone _, Network _, Nobody _, Unclear _ -> false;
    };
  }
}
