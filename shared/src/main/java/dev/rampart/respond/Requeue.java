package dev.rampart.respond;

import dev.rampart.change.Change;
import dev.rampart.guardrail.ResourceId;
import java.time.Duration;

/// Puts a hint back into the function's own queue, to be looked at later.
public interface Requeue {
  /// Puts one hint back.
  ///
  /// @param change the hint; its `attempt` grows by one
  /// @param resource the one to look at
  /// @param delay at most 15 minutes, which is what SQS can hold back
  /// @throws software.amazon.awssdk.core.exception.SdkException if the queue cannot be reached
  void later(Change change, ResourceId resource, Duration delay);
}
