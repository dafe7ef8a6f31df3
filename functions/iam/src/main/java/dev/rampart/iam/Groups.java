package dev.rampart.iam;

import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;

/// Reads groups of users. They have no tags.
final class Groups extends Principals {
  private final IamClient iam;

  Groups(IamClient iam, AwsManagedPolicies managed) {
    super(PrincipalKind.GROUP, managed);
    this.iam = iam;
  }

  @Override
  Described describe(String name) {
    // The answer lists the members too, of which none is needed.
    var group = iam.getGroup(get -> get.groupName(name).maxItems(1)).group();
    return new Described(
        new Identity(PrincipalKind.GROUP, group.arn(), group.path(), ""), Map.of());
  }

  @Override
  Stream<String> policyNames(String name) {
    return iam.listGroupPoliciesPaginator(list -> list.groupName(name)).policyNames().stream();
  }

  @Override
  String policyDocument(String name, String policy) {
    return iam.getGroupPolicy(get -> get.groupName(name).policyName(policy)).policyDocument();
  }

  @Override
  Stream<String> attachedPolicies(String name) {
    return iam
        .listAttachedGroupPoliciesPaginator(list -> list.groupName(name))
        .attachedPolicies()
        .stream()
        .map(AttachedPolicy::policyArn);
  }

  @Override
  Stream<Listed> list() {
    return iam.listGroupsPaginator().groups().stream()
        .map(group -> new Listed(group.arn(), group.path(), group.groupId()));
  }
}
