package dev.rampart.iam;

import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Effect;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.guardrail.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionRequest;

/// A policy of the account's own that can be attached to principals.
///
/// @param current the default version: the only one in force
/// @param attached how many principals have it
/// @param bounded how many principals have it as their permissions boundary
/// @param known which of the following were read
/// @param versions the versions that are not in force
/// @param attachments principals that have it, no more than [ManagedPolicies#MANY]
public record ManagedPolicy(
    ResourceId id,
    PolicyText current,
    int attached,
    int bounded,
    Map<String, String> tags,
    Set<PolicyFact> known,
    List<PolicyText> versions,
    List<Identity> attachments)
    implements Grantor {
  /// The key of the only part.
  static final String DEFAULT_VERSION = "default version";

  public ManagedPolicy {
    tags = Map.copyOf(tags);
    known = Set.copyOf(known);
    versions = List.copyOf(versions);
    attachments = List.copyOf(attachments);
  }

  @Override
  public Map<String, PolicyText> policies() {
    return Map.of(DEFAULT_VERSION, current);
  }

  @Override
  public Map<String, PolicyText> sources() {
    return policies();
  }

  @Override
  public Rights rights() {
    return Rights.of(this);
  }

  @Override
  public Set<Fact> unknown() {
    var unknown = new HashSet<Fact>(Set.of(PolicyFact.values()));
    unknown.removeAll(known);
    return unknown;
  }

  @Override
  public boolean onlyBounds() {
    return attached == 0 && bounded > 0;
  }

  @Override
  public Optional<String> offLimits(Bounds bounds) {
    if (id.name().startsWith("rampart-")) {
      return Optional.of("Rampart's own");
    }
    if (attached == 0 && attachments.isEmpty()) {
      return Optional.of("a policy that is attached to nothing, so nobody has these rights yet");
    }
    if (bounded > 0) {
      return Optional.of("also a permissions boundary, so that a change would bound somebody else");
    }
    if (attached > attachments.size()) {
      return Optional.of("attached to %d principals, too many to know each".formatted(attached));
    }
    return attachments.stream()
        .flatMap(each -> each.offLimits(bounds).map(why -> attachedTo(each, why)).stream())
        .findFirst();
  }

  private static String attachedTo(Identity principal, String why) {
    return "attached to %s, %s".formatted(principal.name(), why);
  }

  @Override
  public Optional<Step> restoring(PolicyText bad, PolicyText good) {
    // The version may be gone, or be another one by now: only the very text that was good will do.
    return versions.stream()
        .filter(each -> each.document().equals(good.document()))
        .sorted((a, b) -> Boolean.compare(isOf(b, good), isOf(a, good)))
        .findFirst()
        .map(each -> new Step(Effect.RESTORES, makeDefault(each), makeDefault(bad)));
  }

  private static boolean isOf(PolicyText version, PolicyText good) {
    return version.version().equals(good.version());
  }

  /// Nothing: a managed policy without a document in force does not exist.
  @Override
  public Optional<Step> removing(PolicyText bad) {
    return Optional.empty();
  }

  @Override
  public List<Call> byHand(PolicyText bad, Predicate<String> isGood) {
    var narrower =
        versions.stream().filter(each -> isGood.test(each.document())).map(this::makeDefault);
    var detachings = attachments.stream().map(each -> PrincipalCalls.detach(each, id.arn()));
    return Stream.concat(narrower, detachings).toList();
  }

  private Call makeDefault(PolicyText version) {
    return Call.of(
        SetDefaultPolicyVersionRequest.builder()
            .policyArn(id.arn())
            .versionId(version.version())
            .build());
  }
}
