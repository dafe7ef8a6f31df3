package dev.rampart.iam;

import dev.rampart.tester.Caller;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.iam.IamClient;

/// What an undo has to bring back, read by another client than the function's own.
final class IamState {
  private IamState() {}

  static String of(Caller caller, Grantor grantor) {
    var iam = caller.client(IamClient.builder());
    return switch (grantor) {
      case ManagedPolicy policy -> policy(iam, policy.id().arn());
      case Principal principal ->
          switch (principal.identity().kind()) {
            case ROLE -> role(iam, principal.identity().name());
            case USER -> user(iam, principal.identity().name());
            case GROUP -> group(iam, principal.identity().name());
          };
    };
  }

  private static String policy(IamClient iam, String arn) {
    var policy = iam.getPolicy(get -> get.policyArn(arn)).policy();
    var version =
        iam.getPolicyVersion(get -> get.policyArn(arn).versionId(policy.defaultVersionId()));
    return policy.defaultVersionId() + " " + version.policyVersion().document();
  }

  private static String role(IamClient iam, String name) {
    var state = new ArrayList<String>();
    var role = iam.getRole(get -> get.roleName(name)).role();
    state.add("trust " + role.assumeRolePolicyDocument());
    state.add("boundary " + role.permissionsBoundary());
    iam.listRolePolicies(list -> list.roleName(name))
        .policyNames()
        .forEach(
            policy ->
                state.add(
                    policy
                        + " "
                        + iam.getRolePolicy(get -> get.roleName(name).policyName(policy))
                            .policyDocument()));
    iam.listAttachedRolePolicies(list -> list.roleName(name))
        .attachedPolicies()
        .forEach(policy -> state.add(policy.policyArn()));
    return sorted(state);
  }

  private static String user(IamClient iam, String name) {
    var state = new ArrayList<String>();
    var user = iam.getUser(get -> get.userName(name)).user();
    state.add("boundary " + user.permissionsBoundary());
    iam.listUserPolicies(list -> list.userName(name))
        .policyNames()
        .forEach(
            policy ->
                state.add(
                    policy
                        + " "
                        + iam.getUserPolicy(get -> get.userName(name).policyName(policy))
                            .policyDocument()));
    iam.listAttachedUserPolicies(list -> list.userName(name))
        .attachedPolicies()
        .forEach(policy -> state.add(policy.policyArn()));
    return sorted(state);
  }

  private static String group(IamClient iam, String name) {
    var state = new ArrayList<String>();
    iam.listGroupPolicies(list -> list.groupName(name))
        .policyNames()
        .forEach(
            policy ->
                state.add(
                    policy
                        + " "
                        + iam.getGroupPolicy(get -> get.groupName(name).policyName(policy))
                            .policyDocument()));
    iam.listAttachedGroupPolicies(list -> list.groupName(name))
        .attachedPolicies()
        .forEach(policy -> state.add(policy.policyArn()));
    return sorted(state);
  }

  private static String sorted(List<String> state) {
    return String.join("\n", state.stream().sorted().toList());
  }
}
