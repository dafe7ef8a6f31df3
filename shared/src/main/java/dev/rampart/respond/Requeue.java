package dev.rampart.respond;

import dev.rampart.change.Change;
import java.time.Duration;

/// Puts a hint back into the function's own queue, to be looked at later.
public interface Requeue {
  /// @param change the hint; its `attempt` grows by one
  /// @param delay at most 15 minutes, which is what SQS can hold back
  /// @throws software.amazon.awssdk.core.exception.SdkException if the queue cannot be reached
  void later(Change change, Duration delay);
}
