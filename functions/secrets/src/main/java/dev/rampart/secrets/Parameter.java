package dev.rampart.secrets;

import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A parameter of the Parameter Store; never its value.
///
/// @param types `String`, `StringList` or `SecureString`, by name: an ARN does not tell `/key` from
///   `key`, so that it may stand for two
public record Parameter(ResourceId id, Map<String, String> tags, SortedMap<String, String> types)
    implements Resource {
  static final String TYPE = "AWS::SSM::Parameter";

  public Parameter {
    tags = Map.copyOf(tags);
    types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
  }

  @Override
  public Optional<String> offLimits(Bounds bounds) {
    return Optional.of("parameters are only watched");
  }
}
