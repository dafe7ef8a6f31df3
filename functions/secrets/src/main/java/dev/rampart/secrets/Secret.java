package dev.rampart.secrets;

import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A secret in Secrets Manager; never its value.
///
/// @param name its name, which may hold slashes
/// @param policy what was read of its resource policy
/// @param rotation whether it changes by itself
/// @param hands in whose hands it is besides the owner's, a clause; empty if in nobody's
public record Secret(
    ResourceId id,
    Map<String, String> tags,
    String name,
    PolicyText policy,
    SecretRotation rotation,
    String hands,
    Trusted trusted)
    implements Resource {
  static final String TYPE = "AWS::SecretsManager::Secret";

  public Secret {
    tags = Map.copyOf(tags);
  }

  /// The account it lives in.
  public String account() {
    return id.arn().split(":", -1)[4];
  }

  /// The same with the accounts known that the owner trusts.
  Secret trusting(Set<String> accounts) {
    return new Secret(id, tags, name, policy, rotation, hands, Trusted.of(accounts));
  }

  /// The ways by which others may get at it, by key.
  public Map<String, Access> accesses() {
    var accesses = new LinkedHashMap<String, Access>();
    accesses.put("resource policy", new Access.ByPolicy(policy));
    ForeignAccess.in(policy.document(), account())
        .values()
        .forEach(access -> accesses.put(access.key(), access));
    return accesses;
  }

  @Override
  public Optional<String> offLimits(Bounds bounds) {
    if (name.startsWith("rampart/")) {
      return Optional.of("Rampart's own");
    }
    return hands.isEmpty() ? Optional.empty() : Optional.of(hands);
  }
}
