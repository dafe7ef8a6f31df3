package dev.rampart.iam;

import dev.rampart.policy.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// What is known of what a role really used.
public sealed interface UsageReport {
  /// Nobody asked yet.
  record Unasked() implements UsageReport {}

  /// Asked for; it takes a while.
  record InTheMaking() implements UsageReport {}

  /// It cannot be known.
  ///
  /// @param why a lower-case clause
  record Unavailable(String why) implements UsageReport {}

  /// It is known.
  ///
  /// @param watched how long the role has been there to be watched
  /// @param services when each service that it may use was last used, [Instant#MIN] for never
  record Ready(Usage usage, Duration watched, Map<String, Instant> services)
      implements UsageReport {
    public Ready {
      services = Map.copyOf(services);
    }

    /// A report without a word about services.
    public Ready(Usage usage, Duration watched) {
      this(usage, watched, Map.of());
    }
  }
}
