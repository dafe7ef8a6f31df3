package dev.rampart.iam;

import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A role and what it uses of what it may do.
///
/// @param lastUsed when anybody last acted as the role, nothing if not in the tracking period
/// @param asOf when this was read
/// @param known which of the following were read
/// @param usage what it used
/// @param rights its policies, nothing while they are not known
public record UsedRole(
    ResourceId id,
    Identity identity,
    Map<String, String> tags,
    Optional<Instant> lastUsed,
    Instant asOf,
    Set<UsageFact> known,
    UsageReport usage,
    Optional<Principal> rights)
    implements Resource {
  public UsedRole {
    tags = Map.copyOf(tags);
    known = Set.copyOf(known);
  }

  /// The same, with what could be learned of what it used.
  public UsedRole using(UsageReport report) {
    return knowing(UsageFact.REPORT, report, rights);
  }

  /// The same, with its policies.
  public UsedRole with(Optional<Principal> policies) {
    return knowing(UsageFact.POLICIES, usage, policies);
  }

  private UsedRole knowing(UsageFact fact, UsageReport report, Optional<Principal> policies) {
    var more = EnumSet.of(fact);
    more.addAll(known);
    return new UsedRole(id, identity, tags, lastUsed, asOf, more, report, policies);
  }

  /// Whether the role has been there for so long that what it did not use it may not need.
  public boolean isOlderThan(Duration time) {
    return identity.created().filter(asOf.minus(time)::isAfter).isPresent();
  }

  /// Whether nobody acted as the role for that long.
  public boolean isIdleFor(Duration time) {
    return lastUsed.filter(asOf.minus(time)::isBefore).isEmpty();
  }

  @Override
  public Optional<String> offLimits(Bounds bounds) {
    return identity.offLimits(bounds);
  }
}
