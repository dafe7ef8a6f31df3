package dev.rampart.apigateway;

import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import java.util.Map;
import java.util.Optional;

/// A custom domain name, under which callers reach APIs.
///
/// @param isChanging whether API Gateway is still at work on an earlier change, and takes no other
public record DomainName(ResourceId id, Map<String, String> tags, boolean isChanging, Tls tls)
    implements Resource {
  public DomainName {
    tags = Map.copyOf(tags);
  }

  /// What it asks of the encryption.
  ///
  /// @param policy the security policy, empty if it shows none
  public record Tls(String policy) {
    static final String OLD = "TLS_1_0";
    static final String NEW = "TLS_1_2";

    /// Whether it takes versions that are broken. All policies but one ask for TLS 1.2 or more.
    boolean isOld() {
      return policy.equals(OLD);
    }
  }

  @Override
  public Optional<String> offLimits(Bounds bounds) {
    return Optional.empty();
  }
}
