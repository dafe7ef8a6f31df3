package dev.rampart.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.List;

/// Something that happened in the account: a hint where to look, never a fact to act on.
///
/// @param id the CloudTrail event id, else the id of the EventBridge envelope
/// @param cause what kind of thing happened
/// @param at when it happened, by AWS's clock
/// @param account the twelve digits of the account
/// @param region the Region it happened in
/// @param attempt how many times this hint was put back already, 0 for a fresh one
/// @param only the key of the one resource to look at again, empty for all that the change touches
/// @param envelope the EventBridge envelope it came in, to put back when it is too early to judge
public record Change(
    String id,
    Cause cause,
    Actor actor,
    Instant at,
    String account,
    String region,
    int attempt,
    String only,
    JsonNode envelope) {

  /// The AWS API call, or the kind of notification, in one word.
  public String name() {
    return switch (cause) {
      case ApiCall call -> call.operation();
      case DataCall call -> call.operation();
      case ConfigItem _ -> "ConfigurationItemChange";
      case ConfigCompliance compliance -> "ComplianceChange:" + compliance.rule();
      case Finding finding -> "Finding:" + finding.kind();
      case Sweep _ -> "Sweep";
    };
  }

  /// The service the change came from, as CloudTrail writes it.
  public String source() {
    return switch (cause) {
      case ApiCall call -> call.source();
      case DataCall call -> call.source();
      case ConfigItem _, ConfigCompliance _ -> "config.amazonaws.com";
      case Finding _ -> "access-analyzer.amazonaws.com";
      case Sweep _ -> "rampart";
    };
  }

  /// Whether this is a call of one of these operations, by the API's own names.
  public boolean isCallOf(String... operations) {
    return cause instanceof ApiCall call && List.of(operations).contains(call.operation());
  }

  /// Whether a person or a program did this, as opposed to Rampart looking by itself.
  public boolean isSweep() {
    return cause instanceof Sweep;
  }

  /// A hint of Rampart itself: that resource is to be looked at.
  ///
  /// @param id what for
  /// @param resource the resource's key
  public static Change own(String id, String resource, String account, String region, Instant at) {
    var envelope = JsonNodeFactory.instance.objectNode();
    envelope.put("source", "rampart").put("detail-type", "Sweep");
    var detail = envelope.putObject("detail").put("sweep", id).put("chunk", "0");
    detail.putArray("resources").add(resource);
    var cause = new Sweep(id, "0", List.of(resource), false);
    return new Change(id, cause, Actor.UNKNOWN, at, account, region, 0, resource, envelope);
  }
}
