package dev.rampart.tester;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.rampart.guardrail.Guardrail;

/// JSON as the ledger writes and reads it.
final class Json {
  private static final ObjectMapper JSON =
      JsonMapper.builder().addModule(new JavaTimeModule()).build();

  private Json() {}

  static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  static String text(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError("cannot be written as JSON: " + value, e);
    }
  }

  /// What comes back of a part that was remembered, by the type that the guardrail says it has.
  static <P> P remembered(Guardrail<?, P> guardrail, P part) {
    JavaType type =
        JSON.getTypeFactory()
            .constructType(guardrail.getClass())
            .findTypeParameters(Guardrail.class)[1];
    try {
      return JSON.readValue(text(part), type);
    } catch (JsonProcessingException e) {
      throw new AssertionError("does not survive JSON: " + part, e);
    }
  }
}
