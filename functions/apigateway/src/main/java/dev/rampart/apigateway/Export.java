package dev.rampart.apigateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The OpenAPI document of what a stage serves, as API Gateway exports it with all extensions.
///
/// @param document the document
record Export(JsonNode document) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
  // Names and times of the export itself, and where the stage is to be reached.
  private static final Set<String> NOT_SERVED = Set.of("info", "servers");
  private static final Set<String> AUTHORIZATION = Set.of("security", "x-amazon-apigateway-auth");

  private static final Set<String> VERBS =
      Set.of("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE");

  /// The key of the operation that takes every verb.
  static final String ANY = "x-amazon-apigateway-any-method";

  /// Reads an export.
  ///
  /// @return nothing if it is not a JSON object
  static Optional<Export> parse(String text) {
    try {
      var document = JSON.readTree(text);
      return document != null && document.isObject()
          ? Optional.of(new Export(document))
          : Optional.empty();
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }

  /// The resource policy in force, empty if there is none.
  String policy() {
    var policy = document.path("x-amazon-apigateway-policy");
    return policy.isObject() ? policy.toString() : "";
  }

  /// A digest of everything but authorization: two deployments of equal content differ in who may
  /// call, and in nothing else.
  String content() {
    return digest(withoutAuthorization());
  }

  /// The operations that ask something else of callers here than there, if there is no other
  /// difference. An authorizer of another definition is something else.
  ///
  /// @return nothing if there is any other difference
  Optional<Set<String>> differsInAuthorizationOnly(Export other) {
    if (!Plain.of(withoutAuthorization()).equals(Plain.of(other.withoutAuthorization()))) {
      return Optional.empty();
    }
    var there = other.asked();
    return Optional.of(
        asked().entrySet().stream()
            .filter(each -> !each.getValue().equals(there.get(each.getKey())))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet()));
  }

  private ObjectNode withoutAuthorization() {
    ObjectNode rest = document.deepCopy();
    rest.remove(NOT_SERVED);
    rest.remove(AUTHORIZATION);
    if (rest.path("components") instanceof ObjectNode components) {
      components.remove("securitySchemes");
      if (components.isEmpty()) {
        rest.remove("components");
      }
    }
    for (var path : rest.path("paths")) {
      for (var operation : path) {
        if (operation instanceof ObjectNode method) {
          method.remove(AUTHORIZATION);
        }
      }
    }
    return rest;
  }

  /// A digest of what all operations ask of callers, with the definitions of their authorizers.
  String demands() {
    return digest(JSON.valueToTree(asked()));
  }

  /// What each operation asks, with the definition of whom it asks to decide.
  private Map<String, JsonNode> asked() {
    var schemes = document.path("components").path("securitySchemes");
    var demands = new TreeMap<String, JsonNode>();
    operations()
        .forEach(
            (key, operation) -> {
              var demand = JSON.createObjectNode();
              demand.set("auth", operation.path("x-amazon-apigateway-auth"));
              for (var requirement : security(operation)) {
                for (var scheme : requirement.properties()) {
                  demand
                      .putArray(scheme.getKey())
                      .add(scheme.getValue())
                      .add(schemes.path(scheme.getKey()));
                }
              }
              demands.put(key, demand);
            });
    return demands;
  }

  private JsonNode security(JsonNode operation) {
    return operation.has("security") ? operation.path("security") : document.path("security");
  }

  private Map<String, JsonNode> operations() {
    var operations = new TreeMap<String, JsonNode>();
    for (var path : document.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        var verb = operation.getKey().toUpperCase(Locale.ROOT);
        if (VERBS.contains(verb) || operation.getKey().equals(ANY)) {
          var key = (VERBS.contains(verb) ? verb : "ANY") + " " + path.getKey();
          var isDefault = path.getKey().equals("/$default");
          operations.put(isDefault ? "$default" : key, operation.getValue());
        }
      }
    }
    return operations;
  }

  /// What a stage of an HTTP API serves, by this export of it.
  ///
  /// @param isShut whether the stage lets nobody through to an operation
  List<Access.Live> served(String stage, String deployment, Predicate<String> isShut) {
    var asked = new TreeMap<String, Deployed.Asked>();
    // API keys are for WebSocket APIs, which cannot be exported.
    operations()
        .forEach((key, operation) -> asked.put(key, new Deployed.Asked(type(operation), false)));
    return new Deployed(stage, false, deployment, content(), demands()).live(asked, isShut);
  }

  private String type(JsonNode operation) {
    var named = operation.path("x-amazon-apigateway-auth").path("type").asText("");
    if (!named.isEmpty()) {
      return named.toUpperCase(Locale.ROOT);
    }
    for (var requirement : security(operation)) {
      for (var scheme : requirement.properties()) {
        var definition = document.path("components").path("securitySchemes").path(scheme.getKey());
        var authorizer = definition.path("x-amazon-apigateway-authorizer").path("type").asText("");
        return authorizer.equalsIgnoreCase("jwt") ? "JWT" : "CUSTOM";
      }
    }
    return "NONE";
  }

  static String digest(JsonNode tree) {
    try {
      // Through plain maps, because trees are not written in the order of keys.
      return Digests.of(JSON.writeValueAsString(JSON.convertValue(tree, Object.class)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every map can be written", e);
    }
  }
}
