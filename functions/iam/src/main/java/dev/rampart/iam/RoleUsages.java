package dev.rampart.iam;

import dev.rampart.change.Change;
import dev.rampart.change.Finding;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.RoleLastUsed;

/// Reads what roles use of what they may do.
///
/// It is a kind of its own because the report is a job that takes seconds, which no look at a
/// changed role should wait for: usage is looked at by the sweep, and when IAM Access Analyzer
/// found something unused.
final class RoleUsages implements Domain<UsedRole> {
  private final IamClient iam;
  private final Roles roles;
  private final LastAccessed lastAccessed;
  private final Clock clock;

  RoleUsages(IamClient iam, Roles roles, Clock clock) {
    this.iam = iam;
    this.roles = roles;
    this.lastAccessed = new LastAccessed(iam);
    this.clock = clock;
  }

  @Override
  public String type() {
    return PrincipalKind.ROLE.type() + ".Usage";
  }

  @Override
  public Set<ResourceId> touchedBy(Change change) {
    return change.cause() instanceof Finding finding && isOwnRole(finding, change)
        ? Set.of(id(PrincipalKind.ROLE.of(finding.arn())))
        : Set.of();
  }

  private static boolean isOwnRole(Finding finding, Change change) {
    return finding.resourceType().equals(PrincipalKind.ROLE.type())
        && finding.arn().matches("arn:[^:]+:iam::" + change.account() + ":role/.+");
  }

  private ResourceId id(ResourceId role) {
    return new ResourceId(type(), role.arn());
  }

  /// Never: a new role has no usage.
  @Override
  public boolean isCreatedBy(Change change, ResourceId id) {
    return false;
  }

  @Override
  public Loaded<UsedRole> load(ResourceId id) {
    try {
      var role = iam.getRole(get -> get.roleName(id.name())).role();
      return new Loaded.Present<>(
          new UsedRole(
              id,
              Roles.identity(role),
              Principals.tags(role.tags()),
              Optional.ofNullable(role.roleLastUsed()).map(RoleLastUsed::lastUsedDate),
              clock.instant(),
              Set.of(),
              new UsageReport.Unasked(),
              Optional.empty()));
    } catch (NoSuchEntityException _) {
      return new Loaded.Gone<>();
    }
  }

  @Override
  public UsedRole learn(UsedRole role, Set<Fact> facts) {
    var learned = role;
    if (facts.contains(UsageFact.REPORT) && !role.known().contains(UsageFact.REPORT)) {
      learned = learned.using(lastAccessed.of(role.identity()));
    }
    if (facts.contains(UsageFact.POLICIES) && !role.known().contains(UsageFact.POLICIES)) {
      learned = learned.with(rights(role));
    }
    return learned;
  }

  private Optional<Principal> rights(UsedRole role) {
    return roles.load(PrincipalKind.ROLE.of(role.id().arn()))
            instanceof Loaded.Present<Principal>(var rights)
        ? Optional.of(rights)
        : Optional.empty();
  }

  @Override
  public Stream<ResourceId> all() {
    return roles.all().map(this::id);
  }

  /// IAM does not publish its quota; this is well below where it begins to throttle.
  @Override
  public double callsPerSecond() {
    return 5;
  }

  @Override
  public int callsPerLook() {
    return 4;
  }

  @Override
  public List<Guardrail<UsedRole, ?>> guardrails() {
    return List.of(new UnusedAccess());
  }
}
