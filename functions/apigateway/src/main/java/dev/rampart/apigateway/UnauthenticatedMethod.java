package dev.rampart.apigateway;

import static dev.rampart.guardrail.Severity.CRITICAL;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.LinkedHashMap;
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
    var parts = new LinkedHashMap<String, Access>();
    // What is live comes first: one roll-back closes every method of a stage at once.
    for (var served : api.served()) {
      served.methods().forEach(method -> parts.put(method.key(), method));
    }
    api.methods().forEach(method -> parts.put(method.key(), method));
    return parts;
  }

  @Override
  public Verdict check(Access method, RestApi api, Past<Access> past) {
    if (method.isPreflight() || method.isGuarded()) {
      return compliant();
    }
    return Perimeter.around(method, api)
        .orElseGet(
            () ->
                switch (method) {
                  case Access.Draft draft -> open(draft, api, past);
                  case Access.Live live -> open(live, api, past);
                });
  }

  private static Verdict open(Access.Draft method, RestApi api, Past<Access> past) {
    return OpenDraft.verdict(
        method,
        "anyone may call " + method.key() + " as soon as the draft is deployed",
        api.authorizers(),
        new RestCalls(api.restApiId()),
        past);
  }

  private static Verdict open(Access.Live method, RestApi api, Past<Access> past) {
    var calls = new RestCalls(api.restApiId());
    if (method.canary()) {
      return violation("anyone may call " + method.key())
          .leftToAPerson(
              "ending a canary is a decision about its release", calls.endCanary(method.stage()))
          .verdict();
    }
    return OpenStage.verdict(method, api.methods(), api.deployments(), calls, past);
  }
}
