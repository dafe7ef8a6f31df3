package dev.rampart.iam;

import dev.rampart.policy.Usage;
import java.time.Duration;

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
  record Ready(Usage usage, Duration watched) implements UsageReport {}
}
