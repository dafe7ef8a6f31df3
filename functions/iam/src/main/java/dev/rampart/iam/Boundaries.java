package dev.rampart.iam;

import dev.rampart.change.ApiCall;
import dev.rampart.change.Change;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyResponse;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PolicyRole;
import software.amazon.awssdk.services.iam.model.PolicyUsageType;
import software.amazon.awssdk.services.iam.model.PolicyUser;

/// Reads the permissions boundaries of roles or of users.
///
/// They are a kind of their own because a missing boundary can only be judged by the past: were
/// they a part of the principal, every look at a principal without one would read the ledger once
/// more. So they are looked at when a call is about them, and those that there are by the sweep.
final class Boundaries implements Domain<BoundedPrincipal> {
  private final PrincipalKind kind;
  private final IamClient iam;
  private final Set<String> calls;
  private String sibling = "";

  /// @param kind roles or users; groups have no boundary
  Boundaries(PrincipalKind kind, IamClient iam) {
    this.kind = kind;
    this.iam = iam;
    var word = kind.nameInCalls();
    this.calls =
        Set.of(
            "Delete" + word + "PermissionsBoundary",
            "Put" + word + "PermissionsBoundary",
            "Untag" + word);
  }

  @Override
  public String type() {
    return kind.type() + ".PermissionsBoundary";
  }

  @Override
  public Set<ResourceId> touchedBy(Change change) {
    return IamCalls.of(change)
        .filter(call -> calls.contains(call.operation()) || isCreatedWithOne(call))
        .flatMap(call -> IamCalls.principal(call, kind))
        .map(name -> Set.of(id(kind.named(name, IamCalls.partition(change), change.account()))))
        .orElse(Set.of());
  }

  private boolean isCreatedWithOne(ApiCall call) {
    return call.operation().equals("Create" + kind.nameInCalls())
        && (!call.requested("permissionsBoundary").isEmpty()
            || call.response().path(kind.word()).path("permissionsBoundary").isObject());
  }

  private ResourceId id(ResourceId principal) {
    return new ResourceId(type(), principal.arn());
  }

  @Override
  public boolean isCreatedBy(Change change, ResourceId id) {
    return IamCalls.of(change).filter(this::isCreatedWithOne).isPresent()
        && touchedBy(change).contains(id);
  }

  @Override
  public Loaded<BoundedPrincipal> load(ResourceId id) {
    try {
      return new Loaded.Present<>(kind == PrincipalKind.ROLE ? role(id) : user(id));
    } catch (NoSuchEntityException _) {
      return new Loaded.Gone<>();
    }
  }

  private BoundedPrincipal role(ResourceId id) {
    var role = iam.getRole(get -> get.roleName(id.name())).role();
    var trust = Documents.text(role.assumeRolePolicyDocument());
    return new BoundedPrincipal(
        id,
        new Identity(kind, role.arn(), role.path(), trust),
        Principals.tags(role.tags()),
        new Boundary(role.roleId(), arn(role.permissionsBoundary())),
        Set.of(),
        "");
  }

  private BoundedPrincipal user(ResourceId id) {
    var user = iam.getUser(get -> get.userName(id.name())).user();
    return new BoundedPrincipal(
        id,
        new Identity(kind, user.arn(), user.path(), ""),
        Principals.tags(user.tags()),
        new Boundary(user.userId(), arn(user.permissionsBoundary())),
        Set.of(),
        "");
  }

  static String arn(@Nullable AttachedPermissionsBoundary boundary) {
    return boundary == null ? "" : boundary.permissionsBoundaryArn();
  }

  @Override
  public BoundedPrincipal learn(BoundedPrincipal principal, Set<Fact> facts) {
    return facts.contains(BoundaryFact.DOCUMENT) && principal.known().isEmpty()
        ? principal.allowing(document(principal.boundary().arn()))
        : principal;
  }

  private String document(String arn) {
    try {
      var version = iam.getPolicy(get -> get.policyArn(arn)).policy().defaultVersionId();
      var answer = iam.getPolicyVersion(get -> get.policyArn(arn).versionId(version));
      return Documents.text(answer.policyVersion().document());
    } catch (NoSuchEntityException _) {
      return ""; // bounds nothing that could be said
    }
  }

  /// Those that have a boundary. The others are not listed: IAM tells neither of them nor of
  /// boundaries in its lists of principals.
  @Override
  public Stream<ResourceId> all() {
    return iam
        .listPoliciesPaginator(list -> list.policyUsageFilter(PolicyUsageType.PERMISSIONS_BOUNDARY))
        .policies()
        .stream()
        .flatMap(policy -> boundedBy(policy.arn()));
  }

  private Stream<ResourceId> boundedBy(String arn) {
    var type = kind == PrincipalKind.ROLE ? EntityType.ROLE : EntityType.USER;
    var pages =
        iam.listEntitiesForPolicyPaginator(
            list ->
                list.policyArn(arn)
                    .entityFilter(type)
                    .policyUsageFilter(PolicyUsageType.PERMISSIONS_BOUNDARY));
    return pages.stream().flatMap(this::names).map(this::named);
  }

  private Stream<String> names(ListEntitiesForPolicyResponse page) {
    return kind == PrincipalKind.ROLE
        ? page.policyRoles().stream().map(PolicyRole::roleName)
        : page.policyUsers().stream().map(PolicyUser::userName);
  }

  // The answer has names alone, and a boundary may be a policy of AWS: any other ARN tells the
  // account.
  private ResourceId named(String name) {
    if (sibling.isEmpty()) {
      sibling =
          kind == PrincipalKind.ROLE
              ? iam.listRoles(list -> list.maxItems(1)).roles().getFirst().arn()
              : iam.listUsers(list -> list.maxItems(1)).users().getFirst().arn();
    }
    var fields = sibling.split(":", 6);
    return id(kind.named(name, fields[1], fields[4]));
  }

  /// IAM does not publish its quota; this is well below where it begins to throttle.
  @Override
  public double callsPerSecond() {
    return 5;
  }

  @Override
  public int callsPerLook() {
    return 1;
  }

  @Override
  public List<Guardrail<BoundedPrincipal, ?>> guardrails() {
    return List.of(new BoundaryRemoved());
  }
}
