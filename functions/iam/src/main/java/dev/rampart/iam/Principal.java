package dev.rampart.iam;

import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Effect;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.guardrail.Step;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// A role, user or group with all that is granted to it directly. For one that belongs to AWS
/// nothing is read: there is nothing that anybody in the account could have changed.
///
/// @param policies the inline policies, by name
/// @param attached the managed policies
/// @param awsDocuments the documents of those that AWS manages, by ARN; missing if unreadable
/// @param whole whether all its policies were read, and not just those that a change was about
/// @param known which of the following were read
/// @param ownDocuments the documents of the attached policies that the account owns, and of the
///   boundary, by ARN
/// @param trustedAccounts accounts that the owner trusts like the own one
/// @param usage what it really used
public record Principal(
    ResourceId id,
    Identity identity,
    Map<String, String> tags,
    Map<String, PolicyText> policies,
    List<AttachedPolicy> attached,
    Map<String, String> awsDocuments,
    boolean whole,
    Set<PrincipalFact> known,
    Map<String, String> ownDocuments,
    Set<String> trustedAccounts,
    UsageReport usage)
    implements Grantor {
  /// The key of a role's only trust policy.
  static final String TRUST_POLICY = "trust policy";

  // All inline policies of a role together:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  private static final int LONGEST = 10_240;

  public Principal {
    tags = Map.copyOf(tags);
    policies = Map.copyOf(policies);
    attached = List.copyOf(attached);
    awsDocuments = Map.copyOf(awsDocuments);
    known = Set.copyOf(known);
    ownDocuments = Map.copyOf(ownDocuments);
    trustedAccounts = Set.copyOf(trustedAccounts);
  }

  /// A principal without a boundary, of which only the cheap part was read.
  public Principal(
      ResourceId id,
      Identity identity,
      Map<String, String> tags,
      Map<String, PolicyText> policies,
      List<AttachedPolicy> attached,
      Map<String, String> awsDocuments) {
    this(
        id,
        identity,
        tags,
        policies,
        attached,
        awsDocuments,
        true,
        Set.of(),
        Map.of(),
        Set.of(),
        new UsageReport.Unasked());
  }

  /// The same, with the documents that could only be read one by one.
  public Principal documented(Map<String, String> documents) {
    return knowing(PrincipalFact.DOCUMENTS, documents, trustedAccounts, usage);
  }

  /// The same, with what the owner says about other accounts.
  public Principal trusting(Set<String> accounts) {
    return knowing(PrincipalFact.TRUSTED_ACCOUNTS, ownDocuments, accounts, usage);
  }

  /// The same, with what it really used, as far as that could be learned.
  public Principal using(UsageReport report) {
    return knowing(PrincipalFact.USAGE, ownDocuments, trustedAccounts, report);
  }

  /// The same, with what another source adds to the report.
  Principal using(UsageReport report, PrincipalFact source) {
    return knowing(source, ownDocuments, trustedAccounts, report);
  }

  private Principal knowing(
      PrincipalFact fact, Map<String, String> documents, Set<String> accounts, UsageReport report) {
    var more = EnumSet.of(fact);
    more.addAll(known);
    return new Principal(
        id,
        identity,
        tags,
        policies,
        attached,
        awsDocuments,
        whole,
        more,
        documents,
        accounts,
        report);
  }

  /// A role's trust policy, by its key; nothing for other principals, and for a role that belongs
  /// to AWS, whose trust policy nobody can change.
  public Map<String, PolicyText> trustPolicy() {
    return identity.kind() != PrincipalKind.ROLE || identity.belongsToAws()
        ? Map.of()
        : Map.of(TRUST_POLICY, new PolicyText(TRUST_POLICY, "", identity.trust()));
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

  /// Its policies by the keys of their parts: inline ones by name, attached ones by ARN. Of an
  /// attached policy the part is that it is attached: its document is another resource's.
  @Override
  public Map<String, PolicyText> sources() {
    var sources = new LinkedHashMap<>(policies);
    attached.forEach(each -> sources.put(each.arn(), new PolicyText(each.arn(), "", "")));
    return sources;
  }

  @Override
  public Rights rights() {
    return Rights.of(this);
  }

  @Override
  public boolean onlyBounds() {
    return false;
  }

  @Override
  public Optional<Step> restoring(PolicyText bad, PolicyText good) {
    if (isAttached(bad)) {
      return Optional.empty();
    }
    var back = new PolicyText(bad.name(), "", good.document());
    return Optional.of(
        new Step(
            Effect.RESTORES,
            PrincipalCalls.put(identity, back),
            PrincipalCalls.put(identity, bad)));
  }

  @Override
  public Optional<Step> removing(PolicyText bad) {
    if (isAttached(bad)) {
      return Optional.of(
          new Step(
              Effect.RESTRICTS,
              PrincipalCalls.detach(identity, bad.name()),
              PrincipalCalls.attach(identity, bad.name())));
    }
    return Optional.of(
        new Step(
            Effect.RESTRICTS,
            PrincipalCalls.delete(identity, bad.name()),
            PrincipalCalls.put(identity, bad)));
  }

  private boolean isAttached(PolicyText policy) {
    return attached.contains(new AttachedPolicy(policy.name()));
  }

  /// For roles alone: a person who works with a console uses today what a year did not need.
  @Override
  public Set<Fact> unknownUsage() {
    if (identity.kind() != PrincipalKind.ROLE) {
      return Set.of();
    }
    var unknown =
        EnumSet.of(PrincipalFact.USAGE, PrincipalFact.RECENT_CALLS, PrincipalFact.SIMULATION);
    unknown.removeAll(known);
    return Set.copyOf(unknown);
  }

  @Override
  public Optional<String> noRoomFor(PolicyText bad, String document) {
    var others =
        policies.values().stream()
            .filter(each -> !each.name().equals(bad.name()))
            .mapToInt(each -> Grantor.length(each.document()))
            .sum();
    return others + Grantor.length(document) > LONGEST ? Optional.of(TOO_LONG) : Optional.empty();
  }

  @Override
  public List<Step> narrowing(PolicyText bad, String document) {
    var good = new PolicyText(bad.name(), "", document);
    return List.of(
        new Step(
            Effect.NARROWS, PrincipalCalls.put(identity, good), PrincipalCalls.put(identity, bad)));
  }

  @Override
  public boolean isContained() {
    return Quarantine.arn(identity).equals(identity.boundary());
  }

  /// By a permissions boundary, for a role without one: another may bound more.
  @Override
  public Optional<Step> containing() {
    if (identity.kind() != PrincipalKind.ROLE || !identity.boundary().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Step(
            Effect.CONTAINS,
            BoundaryCalls.put(identity, new Boundary("", Quarantine.arn(identity))),
            BoundaryCalls.put(identity, new Boundary("", ""))));
  }

  @Override
  public List<Call> byHand(PolicyText bad, Predicate<String> isGood) {
    return List.of(
        isAttached(bad)
            ? PrincipalCalls.detach(identity, bad.name())
            : PrincipalCalls.delete(identity, bad.name()));
  }
}
