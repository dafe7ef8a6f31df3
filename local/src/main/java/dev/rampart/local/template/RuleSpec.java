package dev.rampart.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// An EventBridge rule: what it matches and where it sends.
public record RuleSpec(
    String logicalId, String name, String arn, JsonNode pattern, List<Target> targets) {
  public RuleSpec {
    targets = List.copyOf(targets);
  }

  /// Where a matched event goes.
  ///
  /// @param shape `Input`, `InputPath` and `InputTransformer`, as far as the template has them
  public record Target(String arn, JsonNode shape) {}
}
