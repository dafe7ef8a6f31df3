package dev.rampart.iam;

import dev.rampart.guardrail.Guardrail;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;

/// Reads users.
final class Users extends Principals {
  private final IamClient iam;

  Users(IamClient iam, AwsManagedPolicies managed) {
    super(PrincipalKind.USER, managed);
    this.iam = iam;
  }

  @Override
  Described describe(String name) {
    var user = iam.getUser(get -> get.userName(name)).user();
    var identity =
        new Identity(
            PrincipalKind.USER,
            user.arn(),
            user.path(),
            "",
            Optional.empty(),
            Boundaries.arn(user.permissionsBoundary()));
    return new Described(identity, tags(user.tags()));
  }

  @Override
  Stream<String> policyNames(String name) {
    return iam.listUserPoliciesPaginator(list -> list.userName(name)).policyNames().stream();
  }

  @Override
  String policyDocument(String name, String policy) {
    return iam.getUserPolicy(get -> get.userName(name).policyName(policy)).policyDocument();
  }

  @Override
  Stream<String> attachedPolicies(String name) {
    return iam
        .listAttachedUserPoliciesPaginator(list -> list.userName(name))
        .attachedPolicies()
        .stream()
        .map(AttachedPolicy::policyArn);
  }

  @Override
  public List<Guardrail<Principal, ?>> guardrails() {
    return List.of(
        new WildcardPolicy<>(),
        new AdminPolicyAttached(),
        new SensitiveActionOnAllResources<>(),
        new PrivilegeEscalationPath<>(),
        new DirectUserPolicy());
  }

  @Override
  Stream<Listed> list() {
    return iam.listUsersPaginator().users().stream()
        .map(user -> new Listed(user.arn(), user.path(), user.userId()));
  }
}
