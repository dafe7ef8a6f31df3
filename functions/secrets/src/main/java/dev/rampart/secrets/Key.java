package dev.rampart.secrets;

import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A KMS key.
///
/// @param life whether it stays
/// @param daysLeft the whole days until it is deleted, 0 if that is not scheduled
/// @param rotation whether it rotates; said only of keys that can
/// @param policy what was read of its key policy
/// @param grants the grants to other accounts, or that they could not be read
/// @param hands in whose hands it is besides the owner's, a clause; empty if in nobody's
public record Key(
    ResourceId id,
    Map<String, String> tags,
    KeyKind kind,
    KeyCondition.Life life,
    int daysLeft,
    KeyCondition.Rotation rotation,
    PolicyText policy,
    List<Access> grants,
    String hands,
    Trusted trusted)
    implements Resource {
  static final String TYPE = "AWS::KMS::Key";
  // Set by the template on the keys that Rampart itself needs.
  static final String OWN = "rampart:part";

  public Key {
    tags = Map.copyOf(tags);
    grants = List.copyOf(grants);
  }

  /// The account it lives in.
  public String account() {
    return id.arn().split(":", -1)[4];
  }

  /// The same with the accounts known that the owner trusts.
  Key trusting(Set<String> accounts) {
    return new Key(
        id, tags, kind, life, daysLeft, rotation, policy, grants, hands, Trusted.of(accounts));
  }

  /// The ways by which others may use it, by key. What AWS lets its own services do with the keys
  /// that it manages is nobody's mistake.
  public Map<String, Access> accesses() {
    var accesses = new LinkedHashMap<String, Access>();
    if (kind.isAwsManaged()) {
      return accesses;
    }
    accesses.put("key policy", new Access.ByPolicy(policy));
    ForeignAccess.in(policy.document(), account())
        .values()
        .forEach(access -> accesses.put(access.key(), access));
    grants.forEach(grant -> accesses.put(grant.key(), grant));
    return accesses;
  }

  /// What may be at risk, by key.
  public Map<String, KeyCondition> conditions() {
    var conditions = new LinkedHashMap<String, KeyCondition>();
    if (kind.isAwsManaged()) {
      return conditions;
    }
    conditions.put("state", life);
    conditions.put("use", new KeyCondition.Use(life.is("Enabled")));
    // While it waits for its deletion KMS says that it does not rotate, and knows better after.
    if (kind.mayRotate() && (life.is("Enabled") || life.is("Disabled"))) {
      conditions.put("rotation", rotation);
    }
    return conditions;
  }

  @Override
  public Optional<String> offLimits(Bounds bounds) {
    if (tags.containsKey(OWN)) {
      return Optional.of("Rampart's own");
    }
    return hands.isEmpty() ? Optional.empty() : Optional.of(hands);
  }
}
