package dev.rampart.respond;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.change.Change;
import dev.rampart.change.Changes;
import dev.rampart.change.Parsed;
import java.time.Instant;

/// Envelopes as EventBridge delivers them.
public final class Happened {
  static final String PERSON = "arn:aws:iam::123456789012:user/mallory";
  private static final Changes CHANGES = new Changes("123456789012");

  private Happened() {}

  /// A call that touched a queue.
  public static ObjectNode call(String operation, String queue, String principal, Instant at) {
    var envelope = envelope("aws.sqs", "AWS API Call via CloudTrail", at);
    var detail = envelope.putObject("detail");
    detail.put("eventSource", "sqs.amazonaws.com").put("eventName", operation);
    detail.put("eventTime", at.toString()).put("eventID", operation + "-" + queue + "-" + at);
    detail.put("sourceIPAddress", "203.0.113.7").put("userAgent", "aws-cli/2.31");
    var identity = detail.putObject("userIdentity").put("arn", principal);
    if (principal.contains(":assumed-role/")) {
      var role = principal.split("/", -1)[1];
      identity
          .putObject("sessionContext")
          .putObject("sessionIssuer")
          .put("arn", "arn:aws:iam::123456789012:role/" + role);
    }
    var request = detail.putObject("requestParameters");
    if (operation.equals("CreateQueue")) {
      request.put("queueName", queue);
    } else {
      request.put("queueUrl", "https://sqs.us-east-1.amazonaws.com/123456789012/" + queue);
    }
    return envelope;
  }

  /// Somebody's permission added to a queue.
  static Change added(String queue, String label, Instant at) {
    var call = call("AddPermission", queue, PERSON, at);
    call.withObject("/detail/requestParameters").put("label", label);
    return parsed(call);
  }

  /// A hint that was put back and came again.
  static Change again(Change change) {
    return new Change(
        change.id(),
        change.cause(),
        change.actor(),
        change.at(),
        change.account(),
        change.region(),
        change.attempt() + 1,
        change.only(),
        change.envelope());
  }

  /// A chunk of a sweep.
  public static ObjectNode sweep(String queue, boolean fixOpen) {
    var envelope = JsonNodeFactory.instance.objectNode();
    envelope.put("source", "rampart").put("detail-type", "Sweep");
    var detail = envelope.putObject("detail").put("sweep", "s").put("chunk", "0");
    detail.put("fixOpen", fixOpen).putArray("resources").add(TestQueues.id(queue).key());
    return envelope;
  }

  /// The envelope as the engine reads it.
  public static Change parsed(ObjectNode envelope) {
    if (CHANGES.parse(envelope.toString()) instanceof Parsed.Hint(var change)) {
      return change;
    }
    throw new AssertionError("not a hint: " + envelope);
  }

  private static ObjectNode envelope(String source, String type, Instant at) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", "e-" + at)
        .put("source", source)
        .put("detail-type", type)
        .put("account", "123456789012")
        .put("region", "us-east-1")
        .put("time", at.toString());
  }
}
