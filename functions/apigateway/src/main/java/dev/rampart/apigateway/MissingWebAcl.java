package dev.rampart.apigateway;

import static dev.rampart.guardrail.Severity.MEDIUM;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Flags REST APIs on the internet with stages that no web ACL ever guarded, once for each API. In
/// an account that has no web ACL at all, that is a choice made for all APIs: nothing is said.
@Rule(
    summary = "Stage on the internet has no web ACL",
    risk =
        "Injections, scanners and floods of requests reach the API and what stands behind it"
            + " unfiltered.",
    severity = MEDIUM,
    triggers = {
      "apigateway:CreateDeployment",
      "apigateway:CreateStage",
      "apigateway:UpdateRestApi"
    },
    configTypes = {"AWS::ApiGateway::RestApi", "AWS::ApiGateway::Stage"},
    standards = {"APIGateway.4", "OWASP-S1:2017"},
    byDefault = "alert")
public final class MissingWebAcl implements Guardrail<RestApi, Cover> {
  @Override
  public Map<String, Cover> parts(RestApi api) {
    return api.isPrivate() ? Map.of() : Map.of("stages", Cover.of(api.stages()));
  }

  @Override
  public Verdict check(Cover now, RestApi api, Past<Cover> past) {
    if (now.bare().isEmpty()) {
      return compliant();
    }
    if (past.isUnread()) {
      return asks(Fact.History.PAST);
    }
    var missing = missing(now, past);
    if (missing.isEmpty()) {
      return compliant();
    }
    var there = api.learned().webAcls();
    if (there == null) {
      return asks(Read.WEB_ACLS);
    }
    if (there.isEmpty()) {
      return compliant();
    }
    // Templates put the web ACL before a stage once that is there.
    if (missing.stream().anyMatch(each -> api.stage(each).isYoung())) {
      return Stage.tooYoung();
    }
    var names = String.join(", ", missing);
    return violation("no web ACL guards " + names + ", which anyone can reach")
        .leftToAPerson("only a person knows which web ACL is meant", commands(missing, api))
        .verdict();
  }

  /// The stages that never had one; what lost it is told by another guardrail. Stages that were
  /// judged before the account had any web ACL are told of if somebody asks for what is open.
  private static List<String> missing(Cover now, Past<Cover> past) {
    var missing = new ArrayList<>(now.bare());
    for (var each : past.good()) {
      missing.removeAll(each.part().guarded());
      if (!past.debtCounts()) {
        missing.removeAll(each.part().bare());
      }
    }
    return missing;
  }

  /// Those for the web ACL of the other stages, or for the only one there is.
  private static Call[] commands(List<String> missing, RestApi api) {
    var siblings =
        api.stages().stream()
            .map(Stage::shield)
            .filter(Stage.Shield::isUp)
            .map(Stage.Shield::webAcl)
            .collect(Collectors.toSet());
    var candidates = siblings.isEmpty() ? api.learned().webAcls() : siblings;
    if (candidates == null || candidates.size() > 1) {
      return new Call[0];
    }
    var acl = candidates.iterator().next();
    return missing.stream()
        .map(each -> new WebAclCalls(api.arn(each)).associate(acl))
        .toArray(Call[]::new);
  }
}
