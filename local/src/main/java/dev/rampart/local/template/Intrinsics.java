package dev.rampart.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Evaluates CloudFormation's intrinsic functions. One it does not know is an error, never a guess.
final class Intrinsics {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(!?[^}]+)}");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonNode root;
  private final Deployment deployment;
  private final PhysicalNames names;

  Intrinsics(JsonNode root, Deployment deployment) {
    this.root = root;
    this.deployment = deployment;
    this.names = new PhysicalNames(root.path("Resources"), deployment, this);
  }

  PhysicalNames names() {
    return names;
  }

  /// The value with every function evaluated; missing where it came to `AWS::NoValue`.
  JsonNode resolve(JsonNode node) {
    if (node.isArray()) {
      ArrayNode resolved = NODES.arrayNode();
      node.forEach(
          item -> {
            JsonNode value = resolve(item);
            if (!value.isMissingNode()) {
              resolved.add(value);
            }
          });
      return resolved;
    }
    if (!node.isObject()) {
      return node;
    }
    if (node.size() == 1) {
      Map.Entry<String, JsonNode> only = node.properties().iterator().next();
      if (only.getKey().startsWith("Fn::") || only.getKey().equals("Ref")) {
        return call(only.getKey(), only.getValue());
      }
      // `Condition` with a text is a function only inside conditions; elsewhere it is a plain key.
    }
    ObjectNode resolved = NODES.objectNode();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      JsonNode value = resolve(entry.getValue());
      if (!value.isMissingNode()) {
        resolved.set(entry.getKey(), value);
      }
    }
    return resolved;
  }

  boolean condition(String name) {
    JsonNode condition = root.path("Conditions").path(name);
    if (condition.isMissingNode()) {
      throw new IllegalArgumentException("template has no condition " + name);
    }
    return truth(condition);
  }

  /// The alias that SAM publishes for a function.
  String aliasOf(String function) {
    JsonNode own =
        root.path("Resources").path(function).path("Properties").path("AutoPublishAlias");
    return text(
        own.isMissingNode() ? root.path("Globals").path("Function").path("AutoPublishAlias") : own);
  }

  String text(JsonNode node) {
    return resolve(node).asText();
  }

  private JsonNode call(String function, JsonNode argument) {
    return switch (function) {
      case "Ref" -> ref(argument.asText());
      case "Fn::GetAtt" -> attribute(argument);
      case "Fn::Sub" -> substitute(argument);
      case "Fn::If" -> resolve(argument.get(condition(argument.get(0).asText()) ? 1 : 2));
      case "Fn::Join" -> join(argument);
      case "Fn::Split" -> split(argument);
      case "Fn::Select" -> resolve(argument.get(1)).path(resolve(argument.get(0)).asInt());
      case "Fn::FindInMap" -> findInMap(argument);
      case "Fn::ToJsonString" -> TextNode.valueOf(resolve(argument).toString());
      case "Fn::Equals", "Fn::Not", "Fn::And", "Fn::Or" ->
          BooleanNode.valueOf(truth(NODES.objectNode().set(function, argument)));
      default -> throw new IllegalArgumentException("function not supported locally: " + function);
    };
  }

  private boolean truth(JsonNode condition) {
    Map.Entry<String, JsonNode> only = condition.properties().iterator().next();
    JsonNode argument = only.getValue();
    return switch (only.getKey()) {
      case "Fn::Equals" -> text(argument.get(0)).equals(text(argument.get(1)));
      case "Fn::Not" -> !truth(argument.get(0));
      case "Fn::And" -> argument.valueStream().allMatch(this::truth);
      case "Fn::Or" -> argument.valueStream().anyMatch(this::truth);
      case "Condition" -> condition(argument.asText());
      default -> throw new IllegalArgumentException("not a condition: " + condition);
    };
  }

  private JsonNode ref(String name) {
    if (root.path("Parameters").has(name)) {
      return parameter(name);
    }
    return switch (name) {
      case "AWS::NoValue" -> MissingNode.getInstance();
      case "AWS::Region" -> TextNode.valueOf(deployment.region());
      case "AWS::AccountId" -> TextNode.valueOf(deployment.account());
      case "AWS::Partition" -> TextNode.valueOf("aws");
      case "AWS::URLSuffix" -> TextNode.valueOf("amazonaws.com");
      case "AWS::StackName" -> TextNode.valueOf(deployment.stack());
      case "AWS::StackId" ->
          TextNode.valueOf(
              "arn:aws:cloudformation:%s:%s:stack/%s/00000000-0000-0000-0000-000000000000"
                  .formatted(deployment.region(), deployment.account(), deployment.stack()));
      default -> TextNode.valueOf(names.ref(name));
    };
  }

  private JsonNode parameter(String name) {
    JsonNode declared = root.path("Parameters").path(name);
    String given = deployment.parameters().get(name);
    JsonNode value = given == null ? declared.path("Default") : TextNode.valueOf(given);
    if (value.isMissingNode()) {
      throw new IllegalArgumentException("parameter " + name + " has no default and no value");
    }
    JsonNode allowed = declared.path("AllowedValues");
    if (!allowed.isMissingNode()
        && allowed.valueStream().noneMatch(one -> one.asText().equals(value.asText()))) {
      throw new IllegalArgumentException(
          "parameter %s must be one of %s, not '%s'".formatted(name, allowed, value.asText()));
    }
    if (!declared.path("Type").asText().matches("CommaDelimitedList|List<.*>")) {
      return TextNode.valueOf(value.asText());
    }
    ArrayNode items = NODES.arrayNode();
    for (String item : value.asText().split(",", -1)) {
      items.add(item.strip());
    }
    return items;
  }

  private JsonNode attribute(JsonNode argument) {
    if (argument.isTextual()) {
      String[] parts = argument.asText().split("\\.", 2);
      return TextNode.valueOf(names.attribute(parts[0], parts[1]));
    }
    return TextNode.valueOf(names.attribute(argument.get(0).asText(), text(argument.get(1))));
  }

  private JsonNode substitute(JsonNode argument) {
    String pattern = argument.isArray() ? argument.get(0).asText() : argument.asText();
    JsonNode own = argument.isArray() ? argument.get(1) : NODES.objectNode();
    return TextNode.valueOf(
        VARIABLE
            .matcher(pattern)
            .replaceAll(match -> Matcher.quoteReplacement(variable(match.group(1), own))));
  }

  private String variable(String name, JsonNode own) {
    if (name.startsWith("!")) {
      return "${" + name.substring(1) + "}";
    }
    if (own.has(name)) {
      return text(own.get(name));
    }
    int dot = name.indexOf('.');
    if (dot < 0) {
      return ref(name).asText();
    }
    return names.attribute(name.substring(0, dot), name.substring(dot + 1));
  }

  private JsonNode join(JsonNode argument) {
    JsonNode items = resolve(argument.get(1));
    return TextNode.valueOf(
        items
            .valueStream()
            .map(JsonNode::asText)
            .collect(Collectors.joining(argument.get(0).asText())));
  }

  private JsonNode split(JsonNode argument) {
    List<JsonNode> parts = new ArrayList<>();
    for (String part : text(argument.get(1)).split(Pattern.quote(argument.get(0).asText()), -1)) {
      parts.add(TextNode.valueOf(part));
    }
    return NODES.arrayNode().addAll(parts);
  }

  private JsonNode findInMap(JsonNode argument) {
    JsonNode found =
        root.path("Mappings")
            .path(text(argument.get(0)))
            .path(text(argument.get(1)))
            .path(text(argument.get(2)));
    if (found.isMissingNode()) {
      throw new IllegalArgumentException("no such entry in the mappings: " + argument);
    }
    return resolve(found);
  }
}
