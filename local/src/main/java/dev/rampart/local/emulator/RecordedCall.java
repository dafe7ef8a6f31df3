package dev.rampart.local.emulator;

import com.fasterxml.jackson.databind.JsonNode;

/// One API call as the emulated account saw it.
///
/// @param errorCode empty if the call succeeded
public record RecordedCall(
    long sequence,
    String service,
    String operation,
    boolean readOnly,
    String accessKeyId,
    int status,
    String errorCode,
    JsonNode parameters) {

  static RecordedCall of(JsonNode json) {
    return new RecordedCall(
        json.path("sequence").asLong(),
        json.path("service").asText(),
        json.path("operation").asText(),
        json.path("readOnly").asBoolean(),
        json.path("accessKeyId").asText(),
        json.path("status").asInt(),
        json.path("errorCode").asText(""),
        json.path("parameters"));
  }

  /// Such as `iam:PutRolePolicy`.
  public String name() {
    return service + ":" + operation;
  }
}
