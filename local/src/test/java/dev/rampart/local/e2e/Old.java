package dev.rampart.local.e2e;

import dev.rampart.local.aws.Clients;
import org.jspecify.annotations.Nullable;

/// What is in the account before Rampart comes to it: a good API, a good domain name, roles that
/// can do anything, and a trail that records invocations.
final class Old {
  static final String ROLE = "old-role";
  static final String TAGGED = "old-role-to-tag";
  static final String COUNTED = "old-role-to-count";

  static final String DOMAIN = "old.example.com";

  private @Nullable String api;

  void create(Clients creator) {
    for (String role : new String[] {ROLE, TAGGED, COUNTED}) {
      creator
          .iam()
          .createRole(
              create ->
                  create
                      .roleName(role)
                      .assumeRolePolicyDocument(Iam.trust("lambda.amazonaws.com")));
      creator
          .iam()
          .putRolePolicy(
              put -> put.roleName(role).policyName("legacy").policyDocument(Iam.EVERYTHING));
    }
    String made = Rest.create(creator.apiGateway(), "old-api");
    creator.apiGateway().createDeployment(create -> create.restApiId(made).stageName("prod"));
    Rest.setsUp(creator.apiGateway(), made);
    api = made;
    creator
        .apiGateway()
        .createDomainName(create -> create.domainName(DOMAIN).securityPolicy("TLS_1_2"));
    try (var trail = new Trail(creator)) {
      trail.recordsInvocations();
    }
  }

  String api() {
    if (api == null) {
      throw new IllegalStateException("not created yet");
    }
    return api;
  }

  static String arn(String role) {
    return "arn:aws:iam::123456789012:role/" + role;
  }
}
