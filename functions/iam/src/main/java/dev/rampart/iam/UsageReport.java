package dev.rampart.iam;

import dev.rampart.policy.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/// What is known of what a role really used.
public sealed interface UsageReport {
  /// What two roles used together. What is not known of one is not known of both.
  default UsageReport and(UsageReport other) {
    return switch (this) {
      case Unasked _ -> other;
      case Unavailable _ -> this;
      case InTheMaking _ -> other instanceof Unavailable ? other : this;
      case Ready mine ->
          switch (other) {
            case Unasked _ -> this;
            case Unavailable _, InTheMaking _ -> other;
            case Ready theirs -> mine.and(theirs);
          };
    };
  }

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
  /// @param gap what of the last hours could not be found out, a clause; empty if nothing
  /// @param lost used actions that a document would not allow any more once narrowed, as IAM's
  ///   simulator says, by the document's key; documents that were not simulated are missing
  record Ready(
      Usage usage,
      Duration watched,
      Map<String, Instant> services,
      String gap,
      Map<String, Set<String>> lost)
      implements UsageReport {
    public Ready {
      services = Map.copyOf(services);
      lost = Map.copyOf(lost);
    }

    Ready(Usage usage, Duration watched) {
      this(usage, watched, Map.of(), "", Map.of());
    }

    private Ready and(Ready other) {
      var shorter = watched.compareTo(other.watched) < 0 ? watched : other.watched;
      return new Ready(
          usage.and(other.usage), shorter, Map.of(), gap.isEmpty() ? other.gap : gap, Map.of());
    }

    /// The same, with what was called of late. It only adds: a service of which nothing was known
    /// stays unknown.
    Ready and(RecentCalls.Found recent) {
      return new Ready(usage.and(recent.usage()), watched, services, recent.gap(), lost);
    }

    /// The same, simulated.
    Ready simulated(Map<String, Set<String>> actions) {
      return new Ready(usage, watched, services, gap, actions);
    }
  }
}
