package dev.rampart.apigateway;

import static dev.rampart.guardrail.Severity.MEDIUM;
import static dev.rampart.guardrail.Verdict.compliant;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.Map;

/// Flags methods, and connections of WebSocket APIs, that ask nothing but an API key, and gives
/// them back the authorization they had, if they had one. The guardrails of unauthenticated methods
/// and routes leave these to this one, so that a change is told once.
///
/// @param <R> the kind of API
@Rule(
    summary = "API key is all that callers are asked for",
    risk =
        "An API key is meant for counting calls: it is shared, sent in clear to every client and"
            + " never expires, so whoever sees it once can call for good.",
    severity = MEDIUM,
    triggers = {
      "apigateway:CreateDeployment",
      "apigateway:CreateRestApi",
      "apigateway:CreateRoute",
      "apigateway:CreateStage",
      "apigateway:ImportRestApi",
      "apigateway:PutMethod",
      "apigateway:PutRestApi",
      "apigateway:UpdateMethod",
      "apigateway:UpdateRestApi",
      "apigateway:UpdateRoute",
      "apigateway:UpdateStage"
    },
    configTypes = {
      "AWS::ApiGateway::Method",
      "AWS::ApiGateway::RestApi",
      "AWS::ApiGateway::Stage",
      "AWS::ApiGatewayV2::Api"
    },
    standards = {"OWASP-S2:2017"})
public final class ApiKeyOnly<R extends Api> implements Guardrail<R, Access> {
  @Override
  public Map<String, Access> parts(R api) {
    return Exposure.operations(api);
  }

  @Override
  public Verdict check(Access operation, R api, Past<Access> past) {
    if (operation.isPreflight() || !operation.asksKeyOnly() || Exposure.isMessage(operation, api)) {
      return compliant();
    }
    return Exposure.of(operation, api, past);
  }

  /// What the draft asks for one operation is set by a call of its own.
  @Override
  public boolean isFixedByItself(Access operation) {
    return operation instanceof Access.Draft;
  }
}
