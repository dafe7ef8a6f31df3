package dev.rampart.apigateway;

import static dev.rampart.guardrail.Severity.CRITICAL;
import static dev.rampart.guardrail.Verdict.compliant;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.Map;

/// Flags REST methods that ask nothing of their callers, and gives them back the authorization they
/// had: on the draft, and on each stage that serves them.
@Rule(
    summary = "REST method is open to anyone",
    risk =
        "Anyone on the internet can call what stands behind the method, without a token or a key.",
    severity = CRITICAL,
    triggers = {
      "apigateway:CreateDeployment",
      "apigateway:CreateRestApi",
      "apigateway:CreateStage",
      "apigateway:DeleteAuthorizer",
      "apigateway:DeleteMethod",
      "apigateway:ImportRestApi",
      "apigateway:PutMethod",
      "apigateway:PutRestApi",
      "apigateway:TagResource",
      "apigateway:UntagResource",
      "apigateway:UpdateAuthorizer",
      "apigateway:UpdateMethod",
      "apigateway:UpdateRestApi",
      "apigateway:UpdateStage"
    },
    configTypes = {"AWS::ApiGateway::Method", "AWS::ApiGateway::RestApi", "AWS::ApiGateway::Stage"},
    standards = {"OWASP-S2:2017", "OWASP-S5:2017"})
public final class UnauthenticatedMethod implements Guardrail<RestApi, Access> {
  @Override
  public Map<String, Access> parts(RestApi api) {
    return Exposure.operations(api);
  }

  @Override
  public Verdict check(Access method, RestApi api, Past<Access> past) {
    // Of those that ask for an API key, ApiKeyOnly tells.
    if (method.isPreflight() || method.isGuarded() || method.asksKeyOnly()) {
      return compliant();
    }
    return Exposure.of(method, api, past);
  }

  /// What the draft asks for one operation is set by a call of its own.
  @Override
  public boolean isFixedByItself(Access operation) {
    return operation instanceof Access.Draft;
  }
}
