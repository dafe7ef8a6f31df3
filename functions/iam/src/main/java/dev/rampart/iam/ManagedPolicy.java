package dev.rampart.iam;

import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Effect;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Late;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.guardrail.Step;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionRequest;

/// A policy of the account's own that can be attached to principals.
///
/// @param current the default version: the only one in force
/// @param attached how many principals have it
/// @param bounded how many principals have it as their permissions boundary
/// @param known which of the following were read
/// @param versions the versions that are not in force
/// @param attachments principals that have it, no more than [ManagedPolicies#MANY]
/// @param usage what they really used
public record ManagedPolicy(
    ResourceId id,
    PolicyText current,
    int attached,
    int bounded,
    Map<String, String> tags,
    Set<PolicyFact> known,
    List<PolicyText> versions,
    List<Identity> attachments,
    UsageReport usage)
    implements Grantor {
  /// The key of the only part.
  static final String DEFAULT_VERSION = "default version";

  // IAM keeps five, counting the one in force:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  private static final int VERSIONS = 5;
  private static final int LONGEST = 6_144;
  // What each of them used is a report of its own, and has to be known of all of them.
  private static final int FEW = 5;

  public ManagedPolicy {
    tags = Map.copyOf(tags);
    known = Set.copyOf(known);
    versions = List.copyOf(versions);
    attachments = List.copyOf(attachments);
  }

  /// A policy of which nothing is known of what was used.
  public ManagedPolicy(
      ResourceId id,
      PolicyText current,
      int attached,
      int bounded,
      Map<String, String> tags,
      Set<PolicyFact> known,
      List<PolicyText> versions,
      List<Identity> attachments) {
    this(
        id,
        current,
        attached,
        bounded,
        tags,
        known,
        versions,
        attachments,
        new UsageReport.Unasked());
  }

  /// The same, with what could be learned of what those that have it really used.
  ManagedPolicy using(UsageReport report) {
    var more = EnumSet.of(PolicyFact.USAGE);
    more.addAll(known);
    return new ManagedPolicy(
        id, current, attached, bounded, tags, more, versions, attachments, report);
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
    var unknown = new HashSet<Fact>(Set.of(PolicyFact.VERSIONS, PolicyFact.ATTACHMENTS));
    unknown.removeAll(known);
    return unknown;
  }

  @Override
  public boolean onlyBounds() {
    return attached == 0 && (bounded > 0 || Quarantine.isPolicy(id.arn()));
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

  /// For policies that a few roles have, and nobody else.
  @Override
  public Set<Fact> unknownUsage() {
    var isForFewRoles =
        bounded == 0
            && attached == attachments.size()
            && attached <= FEW
            && attachments.stream().allMatch(each -> each.kind() == PrincipalKind.ROLE);
    return isForFewRoles && attached > 0 && !known.contains(PolicyFact.USAGE)
        ? Set.of(PolicyFact.USAGE)
        : Set.of();
  }

  @Override
  public Optional<String> noRoomFor(PolicyText bad, String document) {
    if (versions.size() + 1 >= VERSIONS) {
      return Optional.of("it has %d versions, and one would have to go".formatted(VERSIONS));
    }
    return Grantor.length(document) > LONGEST ? Optional.of(TOO_LONG) : Optional.empty();
  }

  /// A version of its own, then in force: each of the two calls has one that undoes it.
  @Override
  public List<Step> narrowing(PolicyText bad, String document) {
    var create =
        Call.of(
            CreatePolicyVersionRequest.builder()
                .policyArn(id.arn())
                .policyDocument(document)
                .build());
    var version = new Late("version", create, "PolicyVersion.VersionId", false);
    var delete =
        DeletePolicyVersionRequest.builder()
            .policyArn(id.arn())
            .versionId(version.marker())
            .build();
    var makeDefault = makeDefault(version.marker());
    return List.of(
        new Step(Effect.NARROWS, create, new Call(delete, Set.of(version))),
        new Step(
            Effect.NARROWS,
            new Call(makeDefault.request(), Set.of(version)),
            makeDefault(bad.version())));
  }

  @Override
  public List<Call> byHand(PolicyText bad, Predicate<String> isGood) {
    var narrower =
        versions.stream().filter(each -> isGood.test(each.document())).map(this::makeDefault);
    var detachings = attachments.stream().map(each -> PrincipalCalls.detach(each, id.arn()));
    return Stream.concat(narrower, detachings).toList();
  }

  private Call makeDefault(PolicyText version) {
    return makeDefault(version.version());
  }

  private Call makeDefault(String version) {
    return Call.of(
        SetDefaultPolicyVersionRequest.builder().policyArn(id.arn()).versionId(version).build());
  }
}
