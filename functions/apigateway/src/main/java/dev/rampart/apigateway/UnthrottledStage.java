package dev.rampart.apigateway;

import static dev.rampart.guardrail.Severity.MEDIUM;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Flags stages that take as many calls as the whole account may get, and gives them back the limit
/// they had. The same for all kinds of API.
///
/// @param <R> the kind of API
@Rule(
    summary = "Stage takes calls without a limit of its own",
    risk =
        "One caller can use up the calls of all APIs in the account, and run up the bill for what"
            + " stands behind this one.",
    severity = MEDIUM,
    triggers = {
      "apigateway:CreateApi",
      "apigateway:CreateDeployment",
      "apigateway:CreateStage",
      "apigateway:UpdateStage"
    },
    configTypes = {"AWS::ApiGateway::Stage", "AWS::ApiGatewayV2::Stage"},
    standards = {"OWASP-S8:2017"})
public final class UnthrottledStage<R extends Api> implements Guardrail<R, Stage.Throttling> {
  // A beginning for a person who has to choose.
  private static final double RATE = 100;
  private static final int BURST = 200;

  @Override
  public Map<String, Stage.Throttling> parts(R api) {
    var parts = new LinkedHashMap<String, Stage.Throttling>();
    api.stages().forEach(stage -> parts.put(stage.name(), stage.throttling()));
    return parts;
  }

  @Override
  public Verdict check(Stage.Throttling now, R api, Past<Stage.Throttling> past) {
    if (!now.limitsNothing()) {
      return compliant();
    }
    var stage = api.stage(now.stage());
    var finding = violation("stage " + now.stage() + " takes as many calls as the account may get");
    var former =
        past.good().stream().map(Past.Good::part).filter(each -> !each.limitsNothing()).findFirst();
    if (former.isPresent()) {
      var limit = former.get();
      return finding
          .fixedBy(
              "limit stage %s to %s again".formatted(now.stage(), limit.words()),
              List.of(api.stageCalls().throttle(stage, limit)))
          .verdict();
    }
    if (stage.isYoung()) {
      return Stage.tooYoung();
    }
    var proposal = new Stage.Throttling(now.stage(), RATE, BURST);
    return finding
        .leftToAPerson(
            "no look before saw a limit, and only a person knows how many calls are usual",
            api.stageCalls().throttle(stage, proposal).apply())
        .verdict();
  }
}
