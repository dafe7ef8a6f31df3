package dev.rampart.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// An EventBridge Scheduler schedule that puts events on the bus.
public record ScheduleSpec(String logicalId, String expression, List<Entry> entries) {
  public ScheduleSpec {
    entries = List.copyOf(entries);
  }

  /// One event, as `PutEvents` takes it.
  public record Entry(String source, String detailType, JsonNode detail) {}
}
