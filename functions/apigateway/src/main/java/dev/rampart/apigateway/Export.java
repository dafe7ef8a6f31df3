package dev.rampart.apigateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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
  private static final String ANY = "x-amazon-apigateway-any-method";

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
    return digest(rest);
  }

  /// What a stage of an HTTP API serves, by this export of it.
  List<Access.Live> served(String stage, String deployment) {
    var types = new TreeMap<String, String>();
    for (var path : document.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        var verb = operation.getKey().toUpperCase(Locale.ROOT);
        if (VERBS.contains(verb) || operation.getKey().equals(ANY)) {
          var key = (VERBS.contains(verb) ? verb : "ANY") + " " + path.getKey();
          var isDefault = path.getKey().equals("/$default");
          types.put(isDefault ? "$default" : key, type(operation.getValue()));
        }
      }
    }
    var open =
        types.entrySet().stream()
            .filter(each -> each.getValue().equals("NONE"))
            .map(Map.Entry::getKey)
            .toList();
    var content = content();
    return types.entrySet().stream()
        .map(
            each ->
                new Access.Live(
                    each.getKey(), each.getValue(), false, stage, false, deployment, content, open))
        .toList();
  }

  private String type(JsonNode operation) {
    var named = operation.path("x-amazon-apigateway-auth").path("type").asText("");
    if (!named.isEmpty()) {
      return named.toUpperCase(Locale.ROOT);
    }
    var security =
        operation.has("security") ? operation.path("security") : document.path("security");
    for (var requirement : security) {
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
      var text = JSON.writeValueAsString(JSON.convertValue(tree, Object.class));
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java writes maps and knows SHA-256", e);
    }
  }
}
