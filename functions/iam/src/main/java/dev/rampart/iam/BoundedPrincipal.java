package dev.rampart.iam;

import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A role or user, as far as its permissions boundary goes.
///
/// @param boundary the boundary, or that there is none
/// @param known which of the following were read
/// @param document what the boundary allows, empty if it cannot be read
public record BoundedPrincipal(
    ResourceId id,
    Identity identity,
    Map<String, String> tags,
    Boundary boundary,
    Set<BoundaryFact> known,
    String document)
    implements Resource {
  public BoundedPrincipal {
    tags = Map.copyOf(tags);
    known = Set.copyOf(known);
  }

  /// The same, with what the boundary allows.
  BoundedPrincipal allowing(String text) {
    return new BoundedPrincipal(id, identity, tags, boundary, Set.of(BoundaryFact.DOCUMENT), text);
  }

  @Override
  public Optional<String> offLimits(Bounds bounds) {
    return identity.offLimits(bounds);
  }
}
