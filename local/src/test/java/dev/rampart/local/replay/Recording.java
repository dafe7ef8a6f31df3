package dev.rampart.local.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/// Events to replay, each with what is expected of it.
final class Recording {
  /// What has to come of an event.
  ///
  /// @param function the function that has to look, empty if none may
  /// @param outcomes guardrail and outcome of each violation, or the outcome alone
  record Expected(String function, List<String> outcomes, boolean bad) {}

  /// A line of the file.
  record Line(String text, Expected expected) {}

  private final List<Line> lines = new ArrayList<>();

  List<Line> shuffled() {
    Collections.shuffle(lines, new Random(20261124));
    return List.copyOf(lines);
  }

  int size() {
    return lines.size();
  }

  /// A line that is no event at all.
  void bad(String text) {
    lines.add(new Line(text, new Expected("", List.of(), true)));
  }

  /// A call that nobody may look at.
  void ignored(ObjectNode detail) {
    lines.add(new Line(inEnvelope(detail), new Expected("", List.of(), false)));
  }

  /// A call that a function has to look at, in an envelope.
  void looked(ObjectNode detail, String function, String... outcomes) {
    lines.add(new Line(inEnvelope(detail), new Expected(function, List.of(outcomes), false)));
  }

  /// The same as CloudTrail's own record, without an envelope.
  void lookedPlain(ObjectNode detail, String function, String... outcomes) {
    lines.add(new Line(detail.toString(), new Expected(function, List.of(outcomes), false)));
  }

  static ObjectNode call(String source, String name, Map<String, String> parameters) {
    var detail = JsonNodeFactory.instance.objectNode();
    detail.put("eventVersion", "1.11");
    detail
        .putObject("userIdentity")
        .put("type", "IAMUser")
        .put("arn", "arn:aws:iam::123456789012:user/eve");
    detail.put("eventTime", Instant.now().toString());
    detail.put("eventSource", source + ".amazonaws.com");
    detail.put("eventName", name);
    detail.put("awsRegion", "us-east-1");
    detail.put("sourceIPAddress", "192.0.2.7");
    detail.put("userAgent", "aws-cli/2.31");
    var request = detail.putObject("requestParameters");
    parameters.forEach(request::put);
    detail.putNull("responseElements");
    detail.put("eventID", UUID.randomUUID().toString());
    detail.put("readOnly", false);
    detail.put("eventType", "AwsApiCall");
    detail.put("managementEvent", true);
    detail.put("recipientAccountId", Seeded.ACCOUNT);
    return detail;
  }

  private static String inEnvelope(ObjectNode detail) {
    var service = detail.path("eventSource").asText().replace(".amazonaws.com", "");
    var envelope = JsonNodeFactory.instance.objectNode();
    envelope.put("version", "0").put("id", UUID.randomUUID().toString());
    envelope.put("detail-type", "AWS API Call via CloudTrail").put("source", "aws." + service);
    envelope.put("account", detail.path("recipientAccountId").asText());
    envelope.put("time", detail.path("eventTime").asText()).put("region", "us-east-1");
    envelope.putArray("resources");
    envelope.set("detail", detail);
    return envelope.toString();
  }
}
