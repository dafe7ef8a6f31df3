package dev.rampart.local.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.local.template.Deployment;
import dev.rampart.local.template.ScheduleSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// Makes events in EventBridge's own form.
public final class Envelopes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Envelopes() {}

  /// The event that a schedule puts.
  static JsonNode scheduled(ScheduleSpec.Entry entry) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return envelope(
        UUID.randomUUID().toString(),
        entry.detailType(),
        entry.source(),
        Deployment.ACCOUNT,
        now,
        Deployment.REGION,
        entry.detail());
  }

  /// Wraps a CloudTrail record as EventBridge delivers it.
  public static JsonNode ofRecord(JsonNode record) {
    String service = record.path("eventSource").asText().replace(".amazonaws.com", "");
    return envelope(
        record.path("eventID").asText(UUID.randomUUID().toString()),
        // The only other kind that CloudTrail sends by itself.
        record.path("eventType").asText().equals("AwsConsoleSignIn")
            ? "AWS Console Sign In via CloudTrail"
            : "AWS API Call via CloudTrail",
        "aws." + service,
        record
            .path("recipientAccountId")
            .asText(record.path("userIdentity").path("accountId").asText()),
        record.path("eventTime").asText(),
        record.path("awsRegion").asText(),
        record);
  }

  private static ObjectNode envelope(
      String id,
      String detailType,
      String source,
      String account,
      String time,
      String region,
      JsonNode detail) {
    ObjectNode envelope = JSON.createObjectNode();
    envelope.put("version", "0");
    envelope.put("id", id);
    envelope.put("detail-type", detailType);
    envelope.put("source", source);
    envelope.put("account", account);
    envelope.put("time", time);
    envelope.put("region", region);
    envelope.putArray("resources");
    envelope.set("detail", detail);
    return envelope;
  }
}
