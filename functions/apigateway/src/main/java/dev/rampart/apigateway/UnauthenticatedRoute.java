package dev.rampart.apigateway;

import static dev.rampart.guardrail.Severity.CRITICAL;
import static dev.rampart.guardrail.Verdict.compliant;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.LinkedHashMap;
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
    var parts = new LinkedHashMap<String, Access>();
    // What is live comes first: one roll-back closes every route of a stage at once.
    api.served().forEach(route -> parts.put(route.key(), route));
    api.routes().forEach(route -> parts.put(route.key(), route));
    return parts;
  }

  @Override
  public Verdict check(Access route, HttpApi api, Past<Access> past) {
    // Over a WebSocket only the connection is authorized; messages come after it.
    var isMessage = api.isWebSocket() && !route.operation().equals("$connect");
    if (isMessage || route.isPreflight() || route.isGuarded()) {
      return compliant();
    }
    return Perimeter.certificates(api.hasDefaultEndpoint(), api.asksCertificates())
        .orElseGet(() -> open(route, api, past));
  }

  private static Verdict open(Access route, HttpApi api, Past<Access> past) {
    var calls = new HttpCalls(api.id().name());
    return switch (route) {
      case Access.Draft draft -> {
        var when = api.deploysItself() ? "" : " as soon as it is deployed";
        var detail = "anyone may call " + draft.key() + when;
        yield OpenDraft.verdict(draft, detail, api.authorizers(), calls, past);
      }
      case Access.Live live ->
          OpenStage.verdict(live, api.routes(), api.deployments(), calls, past);
    };
  }
}
