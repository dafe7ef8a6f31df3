package dev.rampart.apigateway;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Severity.MEDIUM;
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

/// Flags REST methods that lost what checked their requests, and gives it back in the draft. An API
/// that never checked anything is told of once, not method by method: many check in their code.
@Rule(
    summary = "Requests reach the code unchecked",
    risk = "What an attacker puts into a request reaches the code that stands behind the method.",
    severity = MEDIUM,
    triggers = {
      "apigateway:DeleteRequestValidator",
      "apigateway:ImportRestApi",
      "apigateway:PutMethod",
      "apigateway:PutRestApi",
      "apigateway:UpdateMethod",
      "apigateway:UpdateRequestValidator"
    },
    configTypes = {"AWS::ApiGateway::Method", "AWS::ApiGateway::RestApi"},
    standards = {"OWASP-S1:2017"})
public final class UnvalidatedRequests implements Guardrail<RestApi, Validation> {
  @Override
  public Map<String, Validation> parts(RestApi api) {
    var parts = new LinkedHashMap<String, Validation>();
    var any = "";
    for (var each : api.validations()) {
      parts.put(each.operation(), each);
      any = any.isEmpty() ? each.validator() : any;
    }
    if (!parts.isEmpty()) {
      parts.put(Validation.ANY, new Validation(Validation.ANY, "", any.isEmpty() ? "" : "some"));
    }
    return parts;
  }

  @Override
  public Verdict check(Validation validation, RestApi api, Past<Validation> past) {
    if (validation.operation().equals(Validation.ANY)) {
      return validation.isNone() ? nothingChecked(past) : compliant();
    }
    return validation.isNone() ? unchecked(validation, api, past) : checkedBy(validation, api);
  }

  private static Verdict nothingChecked(Past<Validation> past) {
    // Something was checked once: each method that lost its validator is told of by itself.
    if (!past.good().isEmpty()) {
      return compliant();
    }
    return violation("no method that takes a body has a request validator")
        .leftToAPerson("only a person knows what a request has to look like")
        .verdict();
  }

  private static Verdict checkedBy(Validation validation, RestApi api) {
    if (api.learned().validators() == null) {
      return asks(Read.VALIDATORS);
    }
    if (api.learned().validators().contains(validation.validator())) {
      return compliant();
    }
    return violation(
            validation.operation() + " has a validator that checks neither body nor parameters")
        .leftToAPerson("only a person knows which of the two it has to check")
        .verdict();
  }

  private static Verdict unchecked(Validation now, RestApi api, Past<Validation> past) {
    if (past.isUnread()) {
      return asks(Fact.History.PAST);
    }
    var former =
        past.good().stream().map(Past.Good::part).filter(each -> !each.isNone()).findFirst();
    if (former.isEmpty()) {
      return compliant();
    }
    if (api.learned().validators() == null) {
      return asks(Read.VALIDATORS);
    }
    var finding = violation(now.operation() + " takes requests that nothing checks");
    if (!api.learned().validators().contains(former.get().validator())) {
      return finding.leftToAPerson("the validator it had checks nothing now, or is gone").verdict();
    }
    return finding
        .fixedBy(
            "let validator %s check the requests of %s in the draft again"
                .formatted(former.get().validator(), now.operation()),
            RESTORES,
            api.calls().validate(now, former.get().validator()),
            api.calls().validate(now, ""))
        .verdict();
  }
}
