package dev.rampart.apigateway;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Severity.HIGH;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Flags authorizers that let through more than they did when they were last seen good, and methods
/// and routes that lost the scopes they asked for. Where nothing good is known, nothing is said:
/// how strict a new authorizer has to be, only a person knows.
///
/// @param <R> the kind of API
@Rule(
    summary = "Authorizer is less strict than it was",
    risk =
        "Tokens that nobody meant to accept open the API, while every method still looks guarded.",
    severity = HIGH,
    triggers = {
      "apigateway:CreateAuthorizer",
      "apigateway:CreateRoute",
      "apigateway:ImportApi",
      "apigateway:ImportRestApi",
      "apigateway:PutMethod",
      "apigateway:PutRestApi",
      "apigateway:ReimportApi",
      "apigateway:UpdateAuthorizer",
      "apigateway:UpdateMethod",
      "apigateway:UpdateRoute"
    },
    configTypes = {"AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api"},
    standards = {"OWASP-S2:2017"},
    byDefault = "alert")
public final class WeakenedAuthorizer<R extends Api> implements Guardrail<R, Guard> {
  private static final Set<String> WITH_SCOPES = Set.of("COGNITO_USER_POOLS", "JWT");

  @Override
  public Map<String, Guard> parts(R api) {
    var parts = new LinkedHashMap<String, Guard>();
    for (var authorizer : api.authorizers()) {
      // By name, since an import gives all of them new ids.
      parts.put("authorizer " + authorizer.name(), new Guard.ByAuthorizer(authorizer));
    }
    for (var draft : api.drafts()) {
      if (WITH_SCOPES.contains(draft.type())) {
        parts.put(
            "scopes of " + draft.operation(),
            new Guard.ByScopes(draft.operation(), draft.authorization().scopes()));
      }
    }
    return parts;
  }

  @Override
  public Verdict check(Guard now, R api, Past<Guard> past) {
    if (past.isUnread()) {
      return asks(Fact.History.PAST);
    }
    var before = past.lastGood();
    if (before.isEmpty() || before.get().equals(now)) {
      return compliant();
    }
    return switch (now) {
      case Guard.ByAuthorizer(var authorizer)
          when before.get() instanceof Guard.ByAuthorizer(var former) ->
          authorizer(former, authorizer, api);
      case Guard.ByScopes scopes when before.get() instanceof Guard.ByScopes former ->
          scopes(former, scopes, api);
      case Guard.ByAuthorizer _, Guard.ByScopes _ -> compliant();
    };
  }

  private Verdict authorizer(Authorizer former, Authorizer now, R api) {
    var weaker = Weakening.between(former.definition(), now.definition());
    if (weaker.isEmpty()) {
      return compliant();
    }
    return violation("authorizer %s %s now".formatted(now.name(), String.join(" and ", weaker)))
        .fixedBy(
            "make authorizer " + now.name() + " as strict as it was",
            RESTORES,
            api.calls().update(now, former.definition()),
            api.calls().update(former.withId(now.id()), now.definition()))
        .verdict();
  }

  private Verdict scopes(Guard.ByScopes former, Guard.ByScopes now, R api) {
    if (former.scopes().isEmpty() || !now.scopes().isEmpty()) {
      return compliant();
    }
    var draft =
        api.drafts().stream()
            .filter(each -> each.operation().equals(now.operation()))
            .findFirst()
            .orElseThrow();
    var asked = draft.authorization();
    var scoped = asked.with(former.scopes());
    return violation(
            "%s takes tokens of every scope, where it asked for %s"
                .formatted(now.operation(), String.join(" or ", former.scopes())))
        .fixedBy(
            "ask for the same scopes on " + now.operation() + " again",
            RESTORES,
            api.calls().authorize(draft, asked, scoped, Set.of()),
            api.calls().authorize(draft, scoped, asked, Set.of()))
        .verdict();
  }
}
