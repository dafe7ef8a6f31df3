package dev.rampart.guardrail;

import java.util.Map;
import java.util.Optional;

/// The live state of one resource, as the API told it a moment ago. An immutable record.
public interface Resource {
  ResourceId id();

  /// The tags, empty where AWS has none for this kind.
  Map<String, String> tags();

  /// Why Rampart never writes to this resource or may not, by the owner's bounds. Empty: it may.
  Optional<String> offLimits(Bounds bounds);
}
