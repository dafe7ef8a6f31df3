package dev.rampart.local.template;

import java.util.Map;

/// A queue as deployed; `attributes` as `CreateQueue` takes them.
public record QueueSpec(
    String logicalId, String name, String url, String arn, Map<String, String> attributes) {
  public QueueSpec {
    attributes = Map.copyOf(attributes);
  }
}
