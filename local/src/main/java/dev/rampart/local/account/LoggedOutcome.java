package dev.rampart.local.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// What became of one part of one resource, as the function's log says.
///
/// @param fields the whole line: outcome, guardrail, resource, part, detail, why, fixId, changeId
public record LoggedOutcome(String function, JsonNode fields) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> KEYS =
      List.of("outcome", "guardrail", "resource", "part", "detail", "why", "fixId", "changeId");

  /// The outcome in a line of a function's log, if it holds one.
  public static Optional<LoggedOutcome> in(String function, String line) {
    // Most lines are something else; only those are worth parsing that look like it.
    if (!line.startsWith("{") || !line.contains("\"outcome\"")) {
      return Optional.empty();
    }
    try {
      JsonNode json = JSON.readTree(line);
      if (!json.path("message").asText().equals("outcome")) {
        return Optional.empty();
      }
      return Optional.of(new LoggedOutcome(function, json));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  public String text(String key) {
    return fields.path(key).asText("");
  }

  public String outcome() {
    return text("outcome");
  }

  public String guardrail() {
    return text("guardrail");
  }

  public String resource() {
    return text("resource");
  }

  /// What tells two outcomes apart. Several hints of one batch share one look, and each is told of
  /// it.
  public String look() {
    return String.join(
        " ",
        text("function_request_id"),
        outcome(),
        guardrail(),
        resource(),
        text("part"),
        text("fixId"));
  }

  /// Only what the outcome is about, without time stamps and the like.
  public ObjectNode toJson() {
    ObjectNode json = JSON.createObjectNode();
    KEYS.stream()
        .filter(key -> fields.hasNonNull(key))
        .forEach(key -> json.set(key, fields.get(key)));
    return json;
  }
}
