package dev.rampart.apigateway;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Severity.HIGH;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.undetermined;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Flags APIs that can be reached by more than when they were last seen good: by a resource policy
/// that lets anyone in, over the internet, or under the default name. Where nothing good is known,
/// nothing is said: most APIs are meant to be reached.
///
/// @param <R> the kind of API
@Rule(
    summary = "API can be reached by more than before",
    risk =
        "Callers who were kept away from the whole API now get as far as its methods, past the"
            + " network or domain that was to filter them.",
    severity = HIGH,
    triggers = {
      "apigateway:PutRestApi",
      "apigateway:ReimportApi",
      "apigateway:UpdateApi",
      "apigateway:UpdateRestApi"
    },
    configTypes = {"AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api"},
    standards = {"OWASP-S6:2017"},
    byDefault = "alert")
public final class OpenApiPolicy<R extends Api> implements Guardrail<R, Door> {
  // Stands for every method where there is none yet.
  private static final String ANYTHING = "ANY /*";
  private static final int NAMED = 5;

  @Override
  public Map<String, Door> parts(R api) {
    var parts = new LinkedHashMap<String, Door>();
    if (api instanceof RestApi rest) {
      parts.put("resource policy", new Door.ByPolicy(rest.policy()));
      parts.put("endpoint", new Door.ByEndpoint(rest.isPrivate()));
    }
    parts.put("default endpoint", new Door.ByName(api.hasDefaultEndpoint()));
    return parts;
  }

  @Override
  public Verdict check(Door now, R api, Past<Door> past) {
    if (isShut(now)) {
      return compliant();
    }
    if (past.isUnread()) {
      return asks(Fact.History.PAST);
    }
    var before = past.lastGood();
    if (before.isEmpty() || before.get().equals(now)) {
      return compliant();
    }
    return switch (now) {
      case Door.ByPolicy policy
          when api instanceof RestApi rest && before.get() instanceof Door.ByPolicy former ->
          policy(former.policy(), policy.policy(), rest);
      case Door.ByEndpoint _ when api instanceof RestApi rest -> endpoint(rest);
      case Door.ByName _ -> name(api);
      case Door.ByPolicy _, Door.ByEndpoint _ -> compliant();
    };
  }

  private static boolean isShut(Door door) {
    return switch (door) {
      case Door.ByPolicy _ -> false; // how far it is open, only the methods tell
      case Door.ByEndpoint(var isPrivate) -> isPrivate;
      case Door.ByName(var isOn) -> !isOn;
    };
  }

  private static Verdict policy(String former, String now, RestApi api) {
    if (api.isPrivate() && now.isBlank()) {
      return compliant(); // without a policy nobody reaches a private API
    }
    var methods =
        api.methods().isEmpty()
            ? List.of(ANYTHING)
            : api.methods().stream().map(Access.Draft::operation).toList();
    var opened = new ArrayList<String>();
    for (var method : methods) {
      if (!(ResourcePolicy.admission(former, method) instanceof Admission.Some)) {
        continue;
      }
      switch (ResourcePolicy.admission(now, method)) {
        case Admission.Everyone() -> opened.add(method);
        case Admission.Unclear(var why) -> {
          return undetermined(why);
        }
        case Admission.Some() -> {}
      }
    }
    if (opened.isEmpty()) {
      return compliant();
    }
    var calls = api.calls();
    return violation("the resource policy %s %s".formatted(verb(now), words(opened)))
        .fixedBy(
            "put the former resource policy back in the draft, in force with the next deployment",
            RESTORES,
            calls.limit(ResourcePolicy.text(former)),
            calls.limit(ResourcePolicy.text(now)))
        .verdict();
  }

  private static String verb(String policy) {
    return policy.isBlank()
        ? "is gone, which keeps nobody away from"
        : "keeps nobody away any more from";
  }

  private static String words(List<String> methods) {
    if (methods.equals(List.of(ANYTHING))) {
      return "the API";
    }
    var more = methods.size() - NAMED;
    return String.join(", ", methods.subList(0, Math.min(NAMED, methods.size())))
        + (more > 0 ? " and %d more".formatted(more) : "");
  }

  private static Verdict endpoint(RestApi api) {
    return violation("the API was private and is on the internet now")
        .leftToAPerson(
            "another endpoint type cuts off whoever has come to use this one",
            api.calls().makePrivate())
        .verdict();
  }

  private Verdict name(R api) {
    var calls = api.calls();
    var when =
        api instanceof HttpApi http && http.deploysItself()
            ? ""
            : ", in force with the next deployment";
    return violation("the API answers under its default name again, past its custom domains")
        .fixedBy(
            "switch the default endpoint off again" + when,
            RESTORES,
            calls.defaultEndpoint(false),
            calls.defaultEndpoint(true))
        .verdict();
  }
}
