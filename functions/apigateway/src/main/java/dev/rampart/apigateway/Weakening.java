package dev.rampart.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What an authorizer lets through now that it did not let through before. Members are called as
/// the APIs call them, `authorizerUri` for REST and `AuthorizerUri` for HTTP APIs.
final class Weakening {
  private static final Pattern FUNCTION =
      Pattern.compile("arn:[^:]*:lambda:[^:]*:[^:]*:function:[^:/]+");

  private Weakening() {}

  /// In words that follow the authorizer's name; nothing if it is as strict as before.
  static List<String> between(JsonNode before, JsonNode now) {
    var weaker = new ArrayList<String>();
    var issuer = now.at("/JwtConfiguration/Issuer").asText("");
    if (!issuer.equals(before.at("/JwtConfiguration/Issuer").asText(""))) {
      weaker.add("trusts issuer " + issuer);
    }
    audience(texts(before.at("/JwtConfiguration/Audience")), now, weaker);
    var pools = texts(now.path("providerARNs"));
    pools.removeAll(texts(before.path("providerARNs")));
    pools.forEach(each -> weaker.add("trusts user pool " + each));
    var function = function(now);
    if (!function.equals(function(before)) && !function.isEmpty()) {
      weaker.add("asks " + function);
    }
    identity(before, now, weaker);
    return weaker;
  }

  private static void audience(Set<String> before, JsonNode now, List<String> weaker) {
    var audience = texts(now.at("/JwtConfiguration/Audience"));
    if (audience.isEmpty() && !before.isEmpty()) {
      weaker.add("takes tokens for anyone");
    }
    audience.removeAll(before);
    audience.forEach(each -> weaker.add("takes tokens for " + each));
  }

  /// Answers are kept by what the caller sent there: less of it, and one caller gets the answer
  /// that was meant for another.
  private static void identity(JsonNode before, JsonNode now, List<String> weaker) {
    var ttl =
        now.path("authorizerResultTtlInSeconds").asInt()
            + now.path("AuthorizerResultTtlInSeconds").asInt();
    var dropped = identitySources(before);
    var sources = identitySources(now);
    if (ttl == 0 || !dropped.containsAll(sources)) {
      return;
    }
    dropped.removeAll(sources);
    dropped.forEach(
        each -> weaker.add("keeps its answers for %d seconds whatever %s is".formatted(ttl, each)));
  }

  private static Set<String> identitySources(JsonNode definition) {
    var sources = texts(definition.path("IdentitySource"));
    for (var each : definition.path("identitySource").asText("").split(",", -1)) {
      if (!each.isBlank()) {
        sources.add(each.strip());
      }
    }
    return sources;
  }

  // Another version or alias of the same function is a release of it, not another guard.
  private static String function(JsonNode definition) {
    var uri =
        definition.path("authorizerUri").asText("") + definition.path("AuthorizerUri").asText("");
    var matcher = FUNCTION.matcher(uri);
    return matcher.find() ? matcher.group() : uri;
  }

  private static Set<String> texts(JsonNode array) {
    var texts = new LinkedHashSet<String>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
