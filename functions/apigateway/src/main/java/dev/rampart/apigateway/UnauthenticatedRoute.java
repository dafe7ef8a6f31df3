package dev.rampart.apigateway;

import static dev.rampart.guardrail.Severity.CRITICAL;
import static dev.rampart.guardrail.Verdict.compliant;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.Map;

/// Flags routes of HTTP and WebSocket APIs that ask nothing of their callers, and gives them back
/// the authorization they had.
@Rule(
    summary = "HTTP or WebSocket route is open to anyone",
    risk = "Anyone on the internet can call what stands behind the route, without a token.",
    severity = CRITICAL,
    triggers = {
      "apigateway:CreateApi",
      "apigateway:CreateDeployment",
      "apigateway:CreateRoute",
      "apigateway:CreateStage",
      "apigateway:DeleteAuthorizer",
      "apigateway:DeleteRoute",
      "apigateway:ImportApi",
      "apigateway:ReimportApi",
      "apigateway:TagResource",
      "apigateway:UntagResource",
      "apigateway:UpdateApi",
      "apigateway:UpdateAuthorizer",
      "apigateway:UpdateRoute",
      "apigateway:UpdateStage"
    },
    configTypes = {"AWS::ApiGatewayV2::Api", "AWS::ApiGatewayV2::Stage"},
    standards = {"APIGateway.8", "OWASP-S2:2017"})
public final class UnauthenticatedRoute implements Guardrail<HttpApi, Access> {
  @Override
  public Map<String, Access> parts(HttpApi api) {
    return Exposure.operations(api);
  }

  @Override
  public Verdict check(Access route, HttpApi api, Past<Access> past) {
    // Of those that ask for an API key, ApiKeyOnly tells.
    if (Exposure.isMessage(route, api)
        || route.isPreflight()
        || route.isGuarded()
        || route.asksKeyOnly()) {
      return compliant();
    }
    return Exposure.of(route, api, past);
  }

  /// What the draft asks for one operation is set by a call of its own.
  @Override
  public boolean isFixedByItself(Access operation) {
    return operation instanceof Access.Draft;
  }
}
