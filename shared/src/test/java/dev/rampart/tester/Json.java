package dev.rampart.tester;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/// JSON as the ledger writes and reads it.
final class Json {
  private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());

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

  /// What comes back of a part that was remembered.
  @SuppressWarnings("unchecked") // read as the very class it was written from
  static <P> P remembered(P part) {
    try {
      return (P) JSON.readValue(text(part), part.getClass());
    } catch (JsonProcessingException e) {
      throw new AssertionError("does not survive JSON: " + part, e);
    }
  }
}
