package dev.rampart.iam;

import dev.rampart.change.ApiCall;
import dev.rampart.change.Change;
import dev.rampart.change.ConfigCompliance;
import dev.rampart.change.ConfigItem;
import dev.rampart.change.DataCall;
import dev.rampart.change.Finding;
import dev.rampart.change.Sweep;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.PolicyUsageType;

/// Reads the managed policies that the account owns. Those of AWS nobody can change; whom they are
/// attached to is a matter of [Principals].
final class ManagedPolicies implements Domain<ManagedPolicy> {
  /// A policy attached to more principals than this is nothing to change by a program.
  static final int MANY = 20;

  private final IamClient iam;
  private final UsageSources usage;

  ManagedPolicies(IamClient iam, UsageSources usage) {
    this.iam = iam;
    this.usage = usage;
  }

  @Override
  public String type() {
    return "AWS::IAM::ManagedPolicy";
  }

  @Override
  public Set<ResourceId> touchedBy(Change change) {
    return switch (change.cause()) {
      case ApiCall _ ->
          IamCalls.of(change).flatMap(call -> arnIn(call, change)).map(this::ids).orElse(Set.of());
      case ConfigItem item when isOurs(item.resourceType()) ->
          own(item.arn(), change).map(this::ids).orElseGet(() -> byUniqueId(item.resourceId()));
      case ConfigCompliance it when isOurs(it.resourceType()) ->
          own(it.resourceId(), change).map(this::ids).orElseGet(() -> byUniqueId(it.resourceId()));
      case DataCall _, ConfigItem _, ConfigCompliance _, Finding _, Sweep _ -> Set.of();
    };
  }

  // Config has another name for the kind than CloudFormation.
  private boolean isOurs(String resourceType) {
    return resourceType.equals("AWS::IAM::Policy") || resourceType.equals(type());
  }

  private static Optional<String> arnIn(ApiCall call, Change change) {
    return own(call.requested("policyArn"), change)
        .or(() -> own(call.response().path("policy").path("arn").asText(""), change));
  }

  private static Optional<String> own(String arn, Change change) {
    return Optional.of(arn)
        .filter(each -> each.matches("arn:[^:]+:iam::" + change.account() + ":policy/.+"));
  }

  private Set<ResourceId> ids(String arn) {
    return Set.of(new ResourceId(type(), arn));
  }

  private Set<ResourceId> byUniqueId(String id) {
    return list()
        .filter(policy -> policy.policyId().equals(id))
        .findFirst()
        .map(policy -> ids(policy.arn()))
        .orElse(Set.of());
  }

  @Override
  public boolean isCreatedBy(Change change, ResourceId id) {
    return IamCalls.of(change)
        .filter(call -> call.operation().equals("CreatePolicy"))
        .flatMap(call -> arnIn(call, change))
        .filter(arn -> arn.equals(id.arn()))
        .isPresent();
  }

  @Override
  public Loaded<ManagedPolicy> load(ResourceId id) {
    try {
      var policy = iam.getPolicy(get -> get.policyArn(id.arn())).policy();
      return new Loaded.Present<>(
          new ManagedPolicy(
              id,
              version(id, policy.defaultVersionId()),
              policy.attachmentCount(),
              policy.permissionsBoundaryUsageCount(),
              Principals.tags(policy.tags()),
              Set.of(),
              List.of(),
              List.of()));
    } catch (NoSuchEntityException _) {
      return new Loaded.Gone<>();
    }
  }

  private PolicyText version(ResourceId id, String version) {
    var answer = iam.getPolicyVersion(get -> get.policyArn(id.arn()).versionId(version));
    return new PolicyText(
        ManagedPolicy.DEFAULT_VERSION, version, Documents.text(answer.policyVersion().document()));
  }

  @Override
  public ManagedPolicy learn(ManagedPolicy policy, Set<Fact> facts) {
    var known = new HashSet<>(policy.known());
    var versions = policy.versions();
    var attachments = policy.attachments();
    if (facts.contains(PolicyFact.VERSIONS) && known.add(PolicyFact.VERSIONS)) {
      versions = versions(policy);
    }
    if (facts.contains(PolicyFact.ATTACHMENTS) && known.add(PolicyFact.ATTACHMENTS)) {
      attachments = attachments(policy.id());
    }
    var learned =
        new ManagedPolicy(
            policy.id(),
            policy.current(),
            policy.attached(),
            policy.bounded(),
            policy.tags(),
            known,
            versions,
            attachments,
            policy.usage());
    return facts.contains(PolicyFact.USAGE) && !known.contains(PolicyFact.USAGE)
        ? learned.using(usage(learned))
        : learned;
  }

  private UsageReport usage(ManagedPolicy policy) {
    UsageReport used = new UsageReport.Unasked();
    for (var role : policy.attachments()) {
      used = used.and(usage.withRecentCalls(usage.lastAccessed().of(role), role));
    }
    // What else those roles have makes no difference to what this policy would not allow any more.
    return used instanceof UsageReport.Ready ready
        ? usage.simulator().simulate(ready, policy.policies(), List.of())
        : used;
  }

  private List<PolicyText> versions(ManagedPolicy policy) {
    var versions = new ArrayList<PolicyText>();
    var ids =
        iam
            .listPolicyVersionsPaginator(list -> list.policyArn(policy.id().arn()))
            .versions()
            .stream()
            .map(each -> each.versionId())
            .filter(each -> !each.equals(policy.current().version()))
            .toList();
    for (var id : ids) {
      try {
        versions.add(version(policy.id(), id));
      } catch (NoSuchEntityException _) {
        // Deleted since it was listed: nothing to go back to.
      }
    }
    return versions;
  }

  private List<Identity> attachments(ResourceId id) {
    var attachments = new ArrayList<Identity>();
    var entities =
        iam.listEntitiesForPolicyPaginator(
            list -> list.policyArn(id.arn()).policyUsageFilter(PolicyUsageType.PERMISSIONS_POLICY));
    for (var page : entities) {
      page.policyUsers()
          .forEach(each -> attachments.add(named(PrincipalKind.USER, each.userName(), id)));
      page.policyGroups()
          .forEach(each -> attachments.add(named(PrincipalKind.GROUP, each.groupName(), id)));
      for (var role : page.policyRoles()) {
        if (attachments.size() >= MANY) {
          return attachments;
        }
        role(role.roleName()).ifPresent(attachments::add);
      }
    }
    return attachments;
  }

  private static Identity named(PrincipalKind kind, String name, ResourceId policy) {
    var fields = policy.arn().split(":", 6);
    return new Identity(kind, kind.named(name, fields[1], fields[4]).arn(), "/", "");
  }

  private Optional<Identity> role(String name) {
    try {
      return Optional.of(Roles.describe(iam, name).identity());
    } catch (NoSuchEntityException _) {
      return Optional.empty();
    }
  }

  private Stream<Policy> list() {
    return iam.listPoliciesPaginator(list -> list.scope(PolicyScopeType.LOCAL)).policies().stream();
  }

  @Override
  public Stream<ResourceId> all() {
    return list().map(policy -> new ResourceId(type(), policy.arn()));
  }

  /// IAM does not publish its quota; this is well below where it begins to throttle.
  @Override
  public double callsPerSecond() {
    return 5;
  }

  @Override
  public int callsPerLook() {
    return 2;
  }

  @Override
  public List<Guardrail<ManagedPolicy, ?>> guardrails() {
    return List.of(
        new WildcardPolicy<>(),
        new SensitiveActionOnAllResources<>(),
        new PrivilegeEscalationPath<>());
  }
}
