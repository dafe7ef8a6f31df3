package dev.rampart.apigateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rampart.policy.Audience.Anyone;
import dev.rampart.policy.Audience.Foreign;
import dev.rampart.policy.Audience.Known;
import dev.rampart.policy.Audience.Network;
import dev.rampart.policy.Audience.Nobody;
import dev.rampart.policy.Audience.Services;
import dev.rampart.policy.Audience.Unclear;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.PolicyDocument.UnreadablePolicy;
import dev.rampart.policy.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The resource policy of a REST API. With one, API Gateway lets nobody in whom it does not allow.
final class ResourcePolicy {
  // A document that was sent with line breaks has them still.
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS).build();
  private static final Pattern EVERY_METHOD =
      Pattern.compile("\\*|(?:arn:[^/]*:)?execute-api:[^/]*/\\*|arn:[^/]*/\\*(?:/\\*)*");
  private static final Map<String, String> UNLESS =
      Map.of(
          "StringNotEquals", "StringEquals",
          "StringNotLike", "StringLike",
          "ArnNotEquals", "ArnEquals",
          "ArnNotLike", "ArnLike",
          "NotIpAddress", "IpAddress");
  private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}");

  private ResourcePolicy() {}

  /// Whom the policy lets through.
  ///
  /// @param policy the policy as the API returns it, empty if there is none
  /// @param operation the method: `GET /orders`
  static Admission admission(String policy, String operation) {
    if (policy.isBlank()) {
      return new Admission.Everyone();
    }
    List<Statement> statements;
    try {
      statements = PolicyDocument.parse(text(policy)).statements();
    } catch (UnreadablePolicy e) {
      return new Admission.Unclear("the resource policy cannot be read: " + e.getMessage());
    }
    if (statements.stream().anyMatch(ResourcePolicy::fencesEveryMethod)) {
      return new Admission.Some();
    }
    Admission widest = new Admission.Some();
    for (var statement : statements) {
      if (!statement.allows() || !concerns(statement, operation)) {
        continue;
      }
      switch (audience(statement)) {
        case Anyone _ -> {
          return new Admission.Everyone();
        }
        case Unclear(var why) -> widest = new Admission.Unclear("the resource policy has a " + why);
        case Nobody _, Known _, Foreign _, Services _, Network _ -> {}
      }
    }
    return widest;
  }

  // Whose account it is makes no difference here: either way not everyone gets in.
  private static dev.rampart.policy.Audience audience(Statement statement) {
    return statement.audience("");
  }

  /// The document itself: the API returns it as the inside of a JSON string.
  static String text(String policy) {
    if (!policy.contains("\\\"")) {
      return policy;
    }
    try {
      return JSON.readTree('"' + policy + '"').asText();
    } catch (JsonProcessingException _) {
      return policy;
    }
  }

  /// The document as a tree.
  ///
  /// @return a text node with all of it if it is no JSON
  static JsonNode document(String policy) {
    try {
      return JSON.readTree(text(policy));
    } catch (JsonProcessingException _) {
      return JsonNodeFactory.instance.textNode(policy);
    }
  }

  // "Deny everyone unless they come from here", the form in AWS's own examples.
  private static boolean fencesEveryMethod(Statement statement) {
    if (statement.allows()
        || statement.hasNotAction()
        || statement.hasNotResource()
        || !invokes(statement)
        || statement.resources().stream().noneMatch(each -> EVERY_METHOD.matcher(each).matches())) {
      return false;
    }
    var conditions = statement.tree().path("Condition");
    if (conditions.size() != 1) {
      return false;
    }
    var condition = conditions.properties().iterator().next();
    var operator = UNLESS.get(condition.getKey());
    if (operator == null || condition.getValue().size() != 1) {
      return false;
    }
    // Whoever is not denied would be the audience of an Allow with the opposite condition.
    return switch (audience(opposite(statement.tree(), operator, condition.getValue()))) {
      case Known _, Foreign _, Network _ -> true;
      case Anyone _, Nobody _, Services _, Unclear _ -> false;
    };
  }

  private static Statement opposite(JsonNode deny, String operator, JsonNode keys) {
    var allow = JsonNodeFactory.instance.objectNode();
    allow.put("Effect", "Allow");
    allow.set("Principal", deny.path("Principal"));
    allow.putObject("Condition").set(operator, keys);
    return new Statement(allow);
  }

  private static boolean concerns(Statement statement, String operation) {
    if (!invokes(statement)) {
      return false;
    }
    return statement.hasNotResource()
        || statement.resources().isEmpty()
        || statement.resources().stream().anyMatch(each -> reaches(each, operation));
  }

  private static boolean invokes(Statement statement) {
    return statement.hasNotAction()
        || statement.actions().stream()
            .anyMatch(each -> overlap(each.toLowerCase(Locale.ROOT), "execute-api:invoke"));
  }

  // "arn:aws:execute-api:region:account:api/stage/VERB/path", or shortened from either end.
  private static boolean reaches(String resource, String operation) {
    var method = resource.split("/", 3);
    if (method.length < 3) {
      return resource.endsWith("*");
    }
    var template = VARIABLE.matcher(operation.replaceFirst("^ANY ", "* ")).replaceAll("*");
    return overlap(method[2], template.replace(" ", ""));
  }

  /// Whether some text matches both globs.
  static boolean overlap(String one, String other) {
    // A row of the table: which ends of `other` are reached after each prefix of `one`.
    var reached = new boolean[other.length() + 1];
    reached[0] = true;
    for (int j = 0; j < other.length() && other.charAt(j) == '*'; j++) {
      reached[j + 1] = true;
    }
    for (int i = 0; i < one.length(); i++) {
      var next = new boolean[other.length() + 1];
      char a = one.charAt(i);
      next[0] = a == '*' && reached[0];
      for (int j = 0; j < other.length(); j++) {
        char b = other.charAt(j);
        next[j + 1] =
            (a == '*' && (reached[j + 1] || next[j]))
                || (b == '*' && (reached[j + 1] || next[j]))
                || ((a == b || a == '?' || b == '?') && reached[j]);
      }
      reached = next;
    }
    return reached[other.length()];
  }
}
