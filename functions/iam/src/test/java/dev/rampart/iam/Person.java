package dev.rampart.iam;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.Caller;
import software.amazon.awssdk.services.iam.IamClient;

/// Somebody who works with IAM in the emulated account, with the calls that tests need again and
/// again.
record Person(IamClient iam) {
  static final String ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
  static final String BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

  static Person of(Caller caller) {
    return new Person(caller.client(IamClient.builder()));
  }

  /// A role that these services may take.
  ResourceId createsRole(String name, String... services) {
    return createsRoleAt("/", name, services);
  }

  ResourceId createsRoleAt(String path, String name, String... services) {
    var trust = Samples.trust(services);
    var created =
        iam.createRole(create -> create.path(path).roleName(name).assumeRolePolicyDocument(trust));
    return PrincipalKind.ROLE.of(created.role().arn());
  }

  /// A principal of this kind; a role is for Lambda.
  ResourceId creates(PrincipalKind kind, String name) {
    return switch (kind) {
      case ROLE -> createsRole(name, "lambda.amazonaws.com");
      case USER -> kind.of(iam.createUser(create -> create.userName(name)).user().arn());
      case GROUP -> kind.of(iam.createGroup(create -> create.groupName(name)).group().arn());
    };
  }

  /// A call that Rampart printed.
  void runs(Call call) {
    var _ = IamOperations.with(iam).of(call.request()).send().apply(call.request());
  }

  /// An inline policy of a role.
  void puts(String role, String policy, String document) {
    iam.putRolePolicy(put -> put.roleName(role).policyName(policy).policyDocument(document));
  }

  /// Another trust policy for a role.
  void trusts(String role, String document) {
    iam.updateAssumeRolePolicy(update -> update.roleName(role).policyDocument(document));
  }

  void attaches(String role, String policyArn) {
    iam.attachRolePolicy(attach -> attach.roleName(role).policyArn(policyArn));
  }

  /// A managed policy in its first version.
  ResourceId createsPolicy(String name, String document) {
    var created = iam.createPolicy(create -> create.policyName(name).policyDocument(document));
    return new ResourceId("AWS::IAM::ManagedPolicy", created.policy().arn());
  }

  /// A further version, in force at once.
  void publishes(ResourceId policy, String document) {
    iam.createPolicyVersion(
        create -> create.policyArn(policy.arn()).policyDocument(document).setAsDefault(true));
  }
}
