package dev.rampart.apigateway;

import static dev.rampart.guardrail.Severity.HIGH;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Flags stages that log whole requests and answers, and switches that off: for all methods, or for
/// the single ones that it was switched on for. REST and WebSocket APIs can do it.
///
/// @param <R> the kind of API
@Rule(
    summary = "Stage logs whole requests, secrets included",
    risk =
        "Tokens, passwords and personal data of every caller end up in a log that many more people"
            + " can read than the data itself.",
    severity = HIGH,
    triggers = {"apigateway:CreateDeployment", "apigateway:CreateStage", "apigateway:UpdateStage"},
    configTypes = {"AWS::ApiGateway::Stage", "AWS::ApiGatewayV2::Stage"},
    standards = {"OWASP-S3:2017", "OWASP-S10:2017"})
public final class FullRequestLogging<R extends Api> implements Guardrail<R, Stage.Tracing> {
  @Override
  public Map<String, Stage.Tracing> parts(R api) {
    var parts = new LinkedHashMap<String, Stage.Tracing>();
    api.stages().forEach(stage -> parts.put(stage.name(), stage.tracing()));
    return parts;
  }

  @Override
  public Verdict check(Stage.Tracing tracing, R api, Past<Stage.Tracing> past) {
    if (tracing.methods().isEmpty()) {
      return compliant();
    }
    var step = api.stageCalls().untrace(api.stage(tracing.stage()));
    return violation(
            "stage %s logs whole requests and answers of %s"
                .formatted(tracing.stage(), words(tracing)))
        .fixedBy("log no whole requests on stage " + tracing.stage(), List.of(step))
        .verdict();
  }

  private static String words(Stage.Tracing tracing) {
    return tracing.methods().stream()
        .map(each -> each.equals(Stage.ALL) ? "every method" : each.replace("~1", "/"))
        .collect(Collectors.joining(", "));
  }
}
