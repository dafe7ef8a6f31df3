package dev.rampart.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/// OpenAPI documents in a form in which two that mean the same are equal: what API Gateway assumes
/// where nothing is said is left out, and order counts only where it means something.
///
/// Source of the defaults: "x-amazon-apigateway-integration object" in the API Gateway developer
/// guide.
final class Plain {
  private static final String INTEGRATION = "x-amazon-apigateway-integration";
  private static final Map<String, String> ASSUMED =
      Map.of(
          "connectionType", "internet",
          "passthroughBehavior", "when_no_match",
          "timeoutInMillis", "29000");

  private Plain() {}

  /// The plain form of a document.
  static JsonNode of(ObjectNode document) {
    ObjectNode plain = document.deepCopy();
    for (var path : plain.path("paths")) {
      for (var operation : path) {
        if (operation instanceof ObjectNode method) {
          simplify(method);
        }
      }
    }
    return plain;
  }

  private static void simplify(ObjectNode operation) {
    if (operation.path("parameters") instanceof ArrayNode parameters) {
      var sorted = JsonNodeFactory.instance.arrayNode();
      StreamSupport.stream(parameters.spliterator(), false)
          .sorted(Comparator.comparing(JsonNode::toString))
          .forEach(sorted::add);
      operation.set("parameters", sorted);
    }
    for (var response : operation.path("responses")) {
      if (response instanceof ObjectNode object && object.path("content").isEmpty()) {
        object.remove("content");
      }
    }
    if (operation.path(INTEGRATION) instanceof ObjectNode integration) {
      simplifyIntegration(integration);
    }
  }

  private static void simplifyIntegration(ObjectNode integration) {
    for (var word : new String[] {"type", "passthroughBehavior", "connectionType"}) {
      if (integration.has(word)) {
        integration.put(word, integration.path(word).asText().toLowerCase(Locale.ROOT));
      }
    }
    new TreeMap<>(ASSUMED)
        .forEach(
            (member, value) -> {
              if (integration.path(member).asText().equals(value)) {
                integration.remove(member);
              }
            });
    integration
        .properties()
        .removeIf(each -> each.getValue().isContainerNode() && each.getValue().isEmpty());
    // Each resource has a cache of its own unless something else is said, which only the draft
    // tells.
    integration.remove("cacheNamespace");
  }
}
