package dev.rampart.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

/// A small world in which every request can be tried: random policies over a few actions, resources
/// and one condition key, decided by regular expressions and not by the code under test.
final class Reference {
  private static final List<String> ACTIONS =
      List.of("s3:GetObject", "s3:GetAcl", "s3:PutObject", "sqs:SendMessage", "kms:Decrypt");
  private static final List<String> ACTION_PATTERNS =
      List.of(
          "*",
          "s3:*",
          "s3:Get*",
          "S3:getobject",
          "s3:PutObject",
          "sqs:*",
          "sqs:Send*",
          "s*",
          "*:*e*",
          "kms:Decrypt",
          "kms:?ecrypt",
          "nothing:*");
  private static final List<String> RESOURCES =
      List.of("arn:aws:s3:::a", "arn:aws:s3:::a/b", "arn:aws:sqs:::q", "arn:aws:kms:::k");
  private static final List<String> RESOURCE_PATTERNS =
      List.of(
          "*",
          "arn:aws:s3:::*",
          "arn:aws:s3:::a",
          "arn:aws:s3:::a*",
          "arn:aws:s3:::a/?",
          "arn:*q",
          "arn:aws:kms:::k",
          "arn:aws:???:::*");
  private static final List<String> VALUES = List.of("", "u", "v", "w");

  private final Random random;

  Reference(long seed) {
    this.random = new Random(seed);
  }

  /// A request; the key is absent where the value is empty.
  record Request(String action, String resource, String value) {}

  static List<Request> requests() {
    var requests = new ArrayList<Request>();
    for (var action : ACTIONS) {
      for (var resource : RESOURCES) {
        VALUES.forEach(value -> requests.add(new Request(action, resource, value)));
      }
    }
    return requests;
  }

  PolicyDocument document() {
    var tree = JsonNodeFactory.instance.objectNode().put("Version", "2012-10-17");
    var statements = tree.putArray("Statement");
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      statements.add(statement());
    }
    return PolicyDocument.parse(tree.toString());
  }

  /// Mostly another document that has much in common with this one.
  PolicyDocument changed(PolicyDocument document) {
    ObjectNode tree = document.tree().deepCopy();
    var statements = (ArrayNode) tree.get("Statement");
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(statements.size());
      switch (random.nextInt(4)) {
        case 0 -> statements.add(statement());
        case 1 -> statements.set(at, statement());
        case 2 -> ((ObjectNode) statements.get(at)).remove("Condition");
        case 3 -> list((ObjectNode) statements.get(at), "Resource", RESOURCE_PATTERNS);
        default -> throw new AssertionError();
      }
    }
    return PolicyDocument.parse(tree.toString());
  }

  Usage usage() {
    var used = new ArrayList<String>();
    ACTIONS.stream().filter(_ -> random.nextBoolean()).forEach(used::add);
    return new Usage(Set.copyOf(used), random.nextInt(4) == 0 ? Set.of("kms") : Set.of());
  }

  private ObjectNode statement() {
    var statement = JsonNodeFactory.instance.objectNode();
    statement.put("Effect", random.nextInt(4) == 0 ? "Deny" : "Allow");
    list(statement, random.nextInt(5) == 0 ? "NotAction" : "Action", ACTION_PATTERNS);
    list(statement, random.nextInt(8) == 0 ? "NotResource" : "Resource", RESOURCE_PATTERNS);
    if (random.nextInt(3) == 0) {
      var operators =
          List.of("StringEquals", "StringNotEquals", "StringLike", "StringEqualsIfExists", "Null");
      var operator = operators.get(random.nextInt(operators.size()));
      var condition = statement.putObject("Condition").putObject(operator);
      if (operator.equals("Null")) {
        condition.put("k", random.nextBoolean() ? "true" : "false");
      } else {
        var values = condition.putArray("k");
        values.add(VALUES.get(1 + random.nextInt(3)));
        if (random.nextBoolean()) {
          values.add(operator.equals("StringLike") ? "*" : VALUES.get(1 + random.nextInt(3)));
        }
      }
    }
    return statement;
  }

  private void list(ObjectNode statement, String element, List<String> from) {
    // What stands there says which resources are meant; one that is negated stays so.
    var name = statement.has("Not" + element) ? "Not" + element : element;
    var list = statement.putArray(name);
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      list.add(from.get(random.nextInt(from.size())));
    }
  }

  static boolean allows(PolicyDocument document, Request request) {
    boolean allowed = false;
    for (var statement : document.tree().get("Statement")) {
      if (!isAbout(statement, request)) {
        continue;
      }
      if (statement.get("Effect").asText().equals("Deny")) {
        return false;
      }
      allowed = true;
    }
    return allowed;
  }

  private static boolean isAbout(JsonNode statement, Request request) {
    return in(statement, "Action", request.action(), Pattern.CASE_INSENSITIVE)
        && in(statement, "Resource", request.resource(), 0)
        && holds(statement.path("Condition"), request.value());
  }

  private static boolean in(JsonNode statement, String element, String value, int flags) {
    return statement.has(element)
        ? matches(statement.get(element), value, flags)
        : !matches(statement.get("Not" + element), value, flags);
  }

  private static boolean matches(JsonNode patterns, String value, int flags) {
    for (var pattern : patterns) {
      var regex = pattern.asText().replace("*", ".*").replace("?", ".");
      if (Pattern.compile(regex, flags).matcher(value).matches()) {
        return true;
      }
    }
    return false;
  }

  private static boolean holds(JsonNode condition, String value) {
    for (Map.Entry<String, JsonNode> operator : condition.properties()) {
      var values = operator.getValue().get("k");
      var met =
          switch (operator.getKey()) {
            case "StringEquals", "StringLike" -> !value.isEmpty() && matches(values, value, 0);
            case "StringNotEquals" -> value.isEmpty() || !matches(values, value, 0);
            case "StringEqualsIfExists" -> value.isEmpty() || matches(values, value, 0);
            case "Null" -> values.asText().equals("true") == value.isEmpty();
            default -> throw new AssertionError(operator.getKey());
          };
      if (!met) {
        return false;
      }
    }
    return true;
  }
}
