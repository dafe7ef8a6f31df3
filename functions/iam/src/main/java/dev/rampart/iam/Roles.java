package dev.rampart.iam;

import dev.rampart.function.TrustedAccounts;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.Role;

/// Reads roles.
final class Roles extends Principals {
  private final IamClient iam;
  private final TrustedAccounts trusted;
  private final UsageSources usage;

  Roles(IamClient iam, AwsManagedPolicies managed, TrustedAccounts trusted, UsageSources usage) {
    super(PrincipalKind.ROLE, managed);
    this.iam = iam;
    this.trusted = trusted;
    this.usage = usage;
  }

  @Override
  Described describe(String name) {
    return describe(iam, name);
  }

  /// Reads who a role is.
  static Described describe(IamClient iam, String name) {
    var role = iam.getRole(get -> get.roleName(name)).role();
    return new Described(identity(role), tags(role.tags()));
  }

  static Identity identity(Role role) {
    var trust = Documents.text(role.assumeRolePolicyDocument());
    var created = Optional.ofNullable(role.createDate());
    return new Identity(
        PrincipalKind.ROLE,
        role.arn(),
        role.path(),
        trust,
        created,
        Boundaries.arn(role.permissionsBoundary()));
  }

  @Override
  Stream<String> policyNames(String name) {
    return iam.listRolePoliciesPaginator(list -> list.roleName(name)).policyNames().stream();
  }

  @Override
  String policyDocument(String name, String policy) {
    return iam.getRolePolicy(get -> get.roleName(name).policyName(policy)).policyDocument();
  }

  @Override
  Stream<String> attachedPolicies(String name) {
    return iam
        .listAttachedRolePoliciesPaginator(list -> list.roleName(name))
        .attachedPolicies()
        .stream()
        .map(AttachedPolicy::policyArn);
  }

  @Override
  public Principal learn(Principal role, Set<Fact> facts) {
    var learned = super.learn(role, facts);
    if (isWanted(PrincipalFact.TRUSTED_ACCOUNTS, role, facts)) {
      learned = learned.trusting(trusted.read());
    }
    if (isWanted(PrincipalFact.USAGE, role, facts)) {
      learned = learned.using(usage.lastAccessed().of(role.identity()));
    }
    if (isWanted(PrincipalFact.RECENT_CALLS, role, facts)) {
      var report = usage.withRecentCalls(learned.usage(), role.identity());
      learned = learned.using(report, PrincipalFact.RECENT_CALLS);
    }
    if (isWanted(PrincipalFact.SIMULATION, role, facts)) {
      learned = learned.using(simulated(learned), PrincipalFact.SIMULATION);
    }
    return learned;
  }

  private UsageReport simulated(Principal role) {
    return role.usage() instanceof UsageReport.Ready ready
        ? usage.simulator().simulate(ready, role.policies(), role.awsDocuments().values())
        : role.usage();
  }

  @Override
  public List<Guardrail<Principal, ?>> guardrails() {
    return List.of(
        new WildcardPolicy<>(),
        new AdminPolicyAttached(),
        new OpenTrustPolicy(),
        new CrossAccountTrust(),
        new SensitiveActionOnAllResources<>(),
        new PrivilegeEscalationPath<>());
  }

  @Override
  Stream<Listed> list() {
    return iam.listRolesPaginator().roles().stream()
        .map(role -> new Listed(role.arn(), role.path(), role.roleId()));
  }
}
