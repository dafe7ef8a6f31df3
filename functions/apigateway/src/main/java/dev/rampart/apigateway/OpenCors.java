package dev.rampart.apigateway;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Severity.MEDIUM;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.Map;
import java.util.Optional;

/// Flags APIs that let websites call them in the name of their visitors which nobody can vouch for,
/// and gives an HTTP API back the configuration it had.
///
/// @param <R> the kind of API
@Rule(
    summary = "Websites that nobody vouches for may call the API",
    risk =
        "A page that a user happens to open can read, with the user's own session or token, what"
            + " the API answers.",
    severity = MEDIUM,
    triggers = {
      "apigateway:CreateApi",
      "apigateway:CreateRoute",
      "apigateway:DeleteCorsConfiguration",
      "apigateway:ImportApi",
      "apigateway:ImportRestApi",
      "apigateway:PutIntegrationResponse",
      "apigateway:PutRestApi",
      "apigateway:ReimportApi",
      "apigateway:UpdateApi",
      "apigateway:UpdateIntegrationResponse",
      "apigateway:UpdateRoute"
    },
    configTypes = {"AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api"},
    standards = {"OWASP-S6:2017"})
public final class OpenCors<R extends Api> implements Guardrail<R, Cors> {
  @Override
  public Map<String, Cors> parts(R api) {
    return Map.of("CORS", api.cors());
  }

  @Override
  public Verdict check(Cors cors, R api, Past<Cors> past) {
    return switch (cors) {
      case Cors.Preflights preflights -> answered(preflights, api);
      case Cors.Configuration configuration -> configured(configuration, api, past);
    };
  }

  private Verdict answered(Cors.Preflights preflights, R api) {
    var open =
        preflights.open().stream()
            .filter(
                path ->
                    api.drafts().stream()
                        .anyMatch(
                            each ->
                                each.operation().endsWith(" " + path)
                                    && each.authorization().hasAuthorizer()))
            .toList();
    if (open.isEmpty()) {
      return compliant();
    }
    return violation(
            "any website may call " + String.join(", ", open) + ", where methods ask for a token")
        .leftToAPerson("only a person knows which websites are meant")
        .verdict();
  }

  private Verdict configured(Cors.Configuration now, R api, Past<Cors> past) {
    var asksTokens = api.drafts().stream().anyMatch(each -> each.authorization().hasAuthorizer());
    var flaws = now.flaws(asksTokens);
    if (flaws.isEmpty()) {
      return compliant();
    }
    var finding = violation(String.join("; ", flaws));
    if (past.wasGood(now)) {
      return finding
          .leftToAPerson("it was so before; what changed is what the routes ask of callers")
          .verdict();
    }
    var former = former(past, asksTokens);
    if (former.isEmpty()) {
      return finding.leftToAPerson("no look before saw other websites allowed, or none").verdict();
    }
    var calls = new HttpCalls(api.id().name());
    return finding
        .fixedBy(
            former.get().members().isEmpty()
                ? "let no website call it again"
                : "let the same websites call it as before",
            RESTORES,
            calls.allow(former.get()),
            calls.allow(now))
        .verdict();
  }

  private static Optional<Cors.Configuration> former(Past<Cors> past, boolean asksTokens) {
    return past.good().stream()
        .map(Past.Good::part)
        .filter(Cors.Configuration.class::isInstance)
        .map(Cors.Configuration.class::cast)
        .filter(each -> each.flaws(asksTokens).isEmpty())
        .findFirst();
  }
}
