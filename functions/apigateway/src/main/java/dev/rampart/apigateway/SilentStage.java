package dev.rampart.apigateway;

import static dev.rampart.guardrail.Severity.MEDIUM;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;

/// Flags stages that log nothing at all, neither access nor execution, and lets them log again as
/// they did. One of the two is enough.
///
/// @param <R> the kind of API
@Rule(
    summary = "Stage logs nothing",
    risk = "Nobody will be able to tell who called the API, or that somebody tries to break in.",
    severity = MEDIUM,
    triggers = {
      "apigateway:CreateApi",
      "apigateway:CreateDeployment",
      "apigateway:CreateStage",
      "apigateway:DeleteAccessLogSettings",
      "apigateway:UpdateStage"
    },
    configTypes = {"AWS::ApiGateway::Stage", "AWS::ApiGatewayV2::Stage"},
    standards = {"APIGateway.1", "APIGateway.9", "OWASP-S10:2017"})
public final class SilentStage<R extends Api> implements Guardrail<R, Stage.Logging> {
  @Override
  public Map<String, Stage.Logging> parts(R api) {
    var parts = new LinkedHashMap<String, Stage.Logging>();
    api.stages().forEach(stage -> parts.put(stage.name(), stage.logging()));
    return parts;
  }

  @Override
  public Verdict check(Stage.Logging now, R api, Past<Stage.Logging> past) {
    if (!now.isSilent()) {
      return compliant();
    }
    var stage = api.stage(now.stage());
    var finding = violation("stage " + now.stage() + " logs neither access nor execution");
    var former =
        past.good().stream().map(Past.Good::part).filter(each -> !each.isSilent()).findFirst();
    var steps = former.map(each -> api.stageCalls().log(stage, each));
    if (steps.isPresent() && !steps.get().isEmpty()) {
      return finding.fixedBy(plan(former.get()), steps.get()).verdict();
    }
    if (former.isEmpty() && stage.isYoung()) {
      return Stage.tooYoung();
    }
    return finding
        .leftToAPerson(
            former.isPresent()
                ? "only single methods were logged before, and only a person knows which matter"
                : "no look before saw a log, and only a person knows where one should go")
        .verdict();
  }

  private static String plan(Stage.Logging former) {
    var access =
        former.destination().isEmpty() ? "" : "log access to " + former.destination() + " again";
    var execution =
        Stage.Logging.isOn(former.level()) ? "log execution at level " + former.level() : "";
    return access
        + (access.isEmpty() || execution.isEmpty() ? "" : " and ")
        + execution
        + " on stage "
        + former.stage();
  }
}
