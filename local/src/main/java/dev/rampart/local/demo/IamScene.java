package dev.rampart.local.demo;

import dev.rampart.local.aws.Clients;
import dev.rampart.local.template.Deployment;
import java.util.List;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;

/// Roles and policies of a small shop, and what is done to them.
final class IamScene {
  static final String ROLE = "orders-function";
  static final String LEGACY = "legacy-batch";
  static final String EVERYTHING =
      """
      {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
      """;

  private static final String ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
  private static final String POLICY =
      "arn:aws:iam::%s:policy/orders-access".formatted(Deployment.ACCOUNT);
  private static final String TRUST =
      """
      {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
       "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}}
      """;
  private static final String READ_ORDERS =
      """
      {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "dynamodb:GetItem",
       "Resource": "arn:aws:dynamodb:us-east-1:123456789012:table/orders"}}
      """;

  private IamScene() {}

  static void create(Clients clients) {
    var iam = clients.iam();
    for (String role : List.of(ROLE, LEGACY)) {
      iam.createRole(create -> create.roleName(role).assumeRolePolicyDocument(TRUST));
    }
    iam.putRolePolicy(put -> put.roleName(ROLE).policyName("orders").policyDocument(READ_ORDERS));
    iam.createPolicy(create -> create.policyName("orders-access").policyDocument(READ_ORDERS));
    iam.attachRolePolicy(attach -> attach.roleName(ROLE).policyArn(POLICY));
    iam.putRolePolicy(put -> put.roleName(LEGACY).policyName("all").policyDocument(EVERYTHING));
  }

  static List<Act> acts() {
    return List.of(
        new Act(
            "WildcardPolicy",
            "gives role orders-function an inline policy that allows everything",
            "the role has its old inline policy only",
            IamScene::addWildcard,
            auditor -> inline(auditor, ROLE).equals(List.of("orders"))),
        new Act(
            "WildcardPolicy",
            "makes a new default version of policy orders-access that allows everything",
            "version v1 is the default again",
            person ->
                person
                    .iam()
                    .createPolicyVersion(
                        create ->
                            create.policyArn(POLICY).policyDocument(EVERYTHING).setAsDefault(true)),
            auditor ->
                auditor
                    .iam()
                    .getPolicy(get -> get.policyArn(POLICY))
                    .policy()
                    .defaultVersionId()
                    .equals("v1")),
        new Act(
            "AdminPolicyAttached",
            "attaches AdministratorAccess to role orders-function",
            "only orders-access is attached",
            person ->
                person.iam().attachRolePolicy(attach -> attach.roleName(ROLE).policyArn(ADMIN)),
            auditor ->
                auditor
                    .iam()
                    .listAttachedRolePolicies(list -> list.roleName(ROLE))
                    .attachedPolicies()
                    .stream()
                    .map(AttachedPolicy::policyArn)
                    .toList()
                    .equals(List.of(POLICY))));
  }

  static void addWildcard(Clients person) {
    person
        .iam()
        .putRolePolicy(
            put -> put.roleName(ROLE).policyName("quick-fix").policyDocument(EVERYTHING));
  }

  /// A harmless change of a role that has been wrong for years.
  static void touchLegacy(Clients person) {
    person
        .iam()
        .putRolePolicy(
            put -> put.roleName(LEGACY).policyName("orders").policyDocument(READ_ORDERS));
  }

  static List<String> inline(Clients auditor, String role) {
    return auditor.iam().listRolePolicies(list -> list.roleName(role)).policyNames().stream()
        .sorted()
        .toList();
  }
}
