package dev.rampart.lambda;

import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.policy.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One version of a layer of the own account, with the policy that says who else may use it.
///
/// @param revision the lock that a write to the policy carries; empty if there is no policy
/// @param statements of its policy; a policy that is not JSON is one statement of plain text
/// @param trustedAccounts accounts that the owner trusts like the own one; null until asked for
public record SharedLayer(
    ResourceId id,
    String revision,
    List<Statement> statements,
    @Nullable Set<String> trustedAccounts)
    implements Resource {
  static final String TYPE = "AWS::Lambda::LayerVersion";

  public SharedLayer {
    statements = List.copyOf(statements);
  }

  /// The layer's name.
  String layer() {
    return segment(6);
  }

  long version() {
    return Long.parseLong(segment(7));
  }

  /// The account it lives in.
  String account() {
    return segment(4);
  }

  // arn:aws:lambda:us-east-1:123456789012:layer:tools:3
  private String segment(int index) {
    return id.arn().split(":", -1)[index];
  }

  /// Layer versions have no tags
  /// (https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html).
  @Override
  public Map<String, String> tags() {
    return Map.of();
  }

  @Override
  public Optional<String> offLimits(Bounds bounds) {
    return layer().startsWith("rampart-") ? Optional.of("Rampart's own") : Optional.empty();
  }
}
