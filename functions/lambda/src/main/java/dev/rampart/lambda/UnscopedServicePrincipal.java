package dev.rampart.lambda;

import static dev.rampart.guardrail.Effect.GRANTS;
import static dev.rampart.guardrail.Effect.NARROWS;
import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.guardrail.Severity.HIGH;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Past.Good;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Step;
import dev.rampart.guardrail.Verdict;
import dev.rampart.guardrail.Verdict.Asks;
import dev.rampart.guardrail.Verdict.Finding;
import dev.rampart.policy.Audience.Services;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;

/// Flags statements that let an AWS service in without saying for whom it may act, and puts back or
/// adds what says so.
@Rule(
    summary = "Service may use the function for anybody",
    risk =
        "Anyone with an AWS account can have the service run the function with input of their own.",
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
    standards = {"Lambda.1", "OWASP-S5:2017"})
public final class UnscopedServicePrincipal implements Guardrail<FunctionPolicy, Permission> {
  private static final String GUARDED = "-guarded";

  @Override
  public Map<String, Permission> parts(FunctionPolicy policy) {
    return policy.permissions();
  }

  @Override
  public Verdict check(Permission permission, FunctionPolicy policy, Past<Permission> past) {
    if (!permission.legible()) {
      return compliant(); // PublicFunctionPolicy says so, and tells what is not clear
    }
    for (var kind : Principals.kinds(permission.statement())) {
      if (kind.audience(policy.arn().account()) instanceof Services services
          && !Source.isNamed(kind, services, policy.arn().account())) {
        return unscoped(services, permission, policy, past);
      }
    }
    return compliant();
  }

  private static Verdict unscoped(
      Services services, Permission permission, FunctionPolicy policy, Past<Permission> past) {
    var names = services.names().stream().sorted().collect(Collectors.joining(", "));
    var bucket =
        services.names().contains(Source.S3) ? bucket(permission) : Optional.<String>empty();
    if (bucket.isPresent()
        && past.callsForAFix()
        && !policy.learned().known().contains(PolicyFact.OWN_BUCKETS)) {
      return asks(PolicyFact.OWN_BUCKETS);
    }
    var finding =
        violation(
            "%s may %s for %s"
                .formatted(
                    names,
                    permission.statement().actionsInWords(),
                    bucket
                        .map(each -> "whoever owns bucket " + each + ", now or later")
                        .orElse("any AWS account")));
    var obstacle = Grants.obstacle(policy, permission);
    if (obstacle.isPresent()) {
      return finding
          .leftToAPerson(obstacle.get(), Calls.removeByHand(policy, permission))
          .verdict();
    }
    var again = Grants.find(policy.arn(), permission).orElseThrow();
    var former = former(permission, policy, past);
    var asked = Former.asks(former, policy);
    if (!asked.isEmpty()) {
      return new Asks(asked);
    }
    var restored = findCall(former, policy);
    if (bucket.isEmpty() && restored.isPresent()) {
      return finding
          .leftToAPerson(
              "it named a source before, and only a person knows whether others are meant since",
              Calls.remove(policy, permission),
              Call.of(restored.get()))
          .verdict();
    }
    restored.ifPresent(call -> restore(finding, call, again, permission, policy));
    return guard(finding, bucket, again, permission, policy);
  }

  private static Verdict guard(
      Finding finding,
      Optional<String> bucket,
      AddPermissionRequest again,
      Permission permission,
      FunctionPolicy policy) {
    var guarded = guarded(again, permission, policy);
    if (guarded.isEmpty()) {
      return finding
          .leftToAPerson("a guarded statement beside it needs an id that is not free")
          .verdict();
    }
    if (bucket.filter(policy.learned().ownBuckets()::contains).isPresent()) {
      return finding
          .fixedBy(
              "add statement %s for this account only, then remove statement %s"
                  .formatted(guarded.get().statementId(), permission.key()),
              steps(guarded.get(), again, permission, policy))
          .verdict();
    }
    return finding
        .leftToAPerson(
            bucket
                .map(each -> "bucket " + each + " is not known to be this account's")
                .orElse("only a person knows which source the service acts for"),
            Call.of(guarded.get()),
            Calls.removeLater(policy.arn(), permission, 2))
        .verdict();
  }

  private static Optional<String> bucket(Permission permission) {
    return Source.bucket(permission.statement());
  }

  // In this order the service can use the function all the time.
  private static List<Step> steps(
      AddPermissionRequest guarded,
      AddPermissionRequest again,
      Permission permission,
      FunctionPolicy policy) {
    return List.of(
        new Step(GRANTS, Call.of(guarded), Calls.removeAgain(policy.arn(), guarded.statementId())),
        new Step(NARROWS, Calls.removeLater(policy.arn(), permission, 2), Call.of(again)));
  }

  /// The same statement for sources of the own account, if its id is free.
  private static Optional<AddPermissionRequest> guarded(
      AddPermissionRequest again, Permission permission, FunctionPolicy policy) {
    var sid = permission.statement().sid() + GUARDED;
    return policy.permissions().containsKey(sid) || !Grants.isId(sid)
        ? Optional.empty()
        : Optional.of(
            again.toBuilder()
                .statementId(sid)
                .sourceAccount(policy.arn().account())
                .revisionId(policy.revision())
                .build());
  }

  private static void restore(
      Finding finding,
      AddPermissionRequest former,
      AddPermissionRequest again,
      Permission permission,
      FunctionPolicy policy) {
    finding.fixedBy(
        "put statement " + permission.key() + " back as it was",
        List.of(
            new Step(RESTRICTS, Calls.remove(policy, permission), Call.of(again)),
            new Step(
                RESTORES, Call.of(former), Calls.removeAgain(policy.arn(), former.statementId()))));
  }

  private static Optional<AddPermissionRequest> findCall(
      List<Permission> former, FunctionPolicy policy) {
    return former.stream()
        .filter(each -> Former.isGood(each, policy))
        .flatMap(each -> Grants.find(policy.arn(), each).stream())
        .findFirst();
  }

  private static List<Permission> former(
      Permission permission, FunctionPolicy policy, Past<Permission> past) {
    return past.good().stream()
        .map(Good::part)
        .filter(each -> isWider(permission, each))
        .filter(each -> Grants.find(policy.arn(), each).isPresent())
        .toList();
  }

  // The same service for the same action, on fewer conditions: with others, another source may be
  // meant since.
  private static boolean isWider(Permission permission, Permission former) {
    return former.legible()
        && former.statement().principal().equals(permission.statement().principal())
        && former.statement().actions().equals(permission.statement().actions())
        && former.statement().conditions().containsAll(permission.statement().conditions());
  }
}
