package dev.rampart.apigateway;

import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A web ACL.
///
/// @param tags empty if it guards no stage
/// @param stages the ARNs of the stages of REST APIs that it guards
public record WebAcl(ResourceId id, Map<String, String> tags, List<String> stages, Defence defence)
    implements Resource {
  public WebAcl {
    tags = Map.copyOf(tags);
    stages = List.copyOf(stages);
  }

  @Override
  public Optional<String> offLimits(Bounds bounds) {
    return Optional.empty();
  }
}
