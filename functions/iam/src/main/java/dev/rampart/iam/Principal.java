package dev.rampart.iam;

import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Effect;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.guardrail.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A role, user or group with all that is granted to it directly. For one that belongs to AWS
/// nothing is read: there is nothing that anybody in the account could have changed.
///
/// @param policies the inline policies, by name
/// @param attached the managed policies
/// @param awsDocuments the documents of those that AWS manages, by ARN; missing if unreadable
public record Principal(
    ResourceId id,
    Identity identity,
    Map<String, String> tags,
    Map<String, PolicyText> policies,
    List<AttachedPolicy> attached,
    Map<String, String> awsDocuments)
    implements Grantor {
  public Principal {
    tags = Map.copyOf(tags);
    policies = Map.copyOf(policies);
    attached = List.copyOf(attached);
    awsDocuments = Map.copyOf(awsDocuments);
  }

  /// The attached policies that AWS manages, by ARN.
  public Map<String, AttachedPolicy> awsManaged() {
    var managed = new LinkedHashMap<String, AttachedPolicy>();
    attached.stream()
        .filter(AttachedPolicy::belongsToAws)
        .forEach(each -> managed.put(each.arn(), each));
    return managed;
  }

  /// Whether the principal can do anything at all without that policy.
  public boolean hasOtherThan(AttachedPolicy policy) {
    return !policies.isEmpty() || attached.stream().anyMatch(each -> !each.equals(policy));
  }

  @Override
  public Optional<String> offLimits(Bounds bounds) {
    return identity.offLimits(bounds);
  }

  @Override
  public Set<Fact> unknown() {
    return Set.of();
  }

  @Override
  public boolean onlyBounds() {
    return false;
  }

  @Override
  public Optional<Step> restoring(PolicyText bad, PolicyText good) {
    var back = new PolicyText(bad.name(), "", good.document());
    return Optional.of(
        new Step(
            Effect.RESTORES,
            PrincipalCalls.put(identity, back),
            PrincipalCalls.put(identity, bad)));
  }

  @Override
  public Optional<Step> removing(PolicyText bad) {
    return Optional.of(
        new Step(
            Effect.RESTRICTS,
            PrincipalCalls.delete(identity, bad.name()),
            PrincipalCalls.put(identity, bad)));
  }

  @Override
  public List<Call> byHand(PolicyText bad) {
    return List.of(PrincipalCalls.delete(identity, bad.name()));
  }
}
