package dev.rampart.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.iam.model.Role;

@ExtendWith(WithBot.class)
final class IamTrustIT {
  private static final String AND =
      """
      {"Version":"2012-10-17","Statement":[
       {"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"lambda.amazonaws.com"}},
       {"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"%s"}}]}\
      """;
  private static final String PARTNER = AND.formatted("arn:aws:iam::111122223333:root");

  private static final String PASSES_ROLES =
      """
      {"Version":"2012-10-17","Statement":[
       {"Effect":"Allow","Action":["dynamodb:GetItem"],
        "Resource":"arn:aws:dynamodb:us-east-1:123456789012:table/orders"},
       {"Effect":"Allow","Action":"iam:PassRole","Resource":"*"}]}\
      """;

  private static final String DEPLOYS =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*",
       "Action":["iam:PassRole","lambda:CreateFunction","lambda:InvokeFunction"]}]}\
      """;

  private final Bot bot;
  private final Iam iam;

  IamTrustIT(Bot bot) {
    this.bot = bot;
    this.iam = new Iam(bot);
  }

  @Test
  void putsTheFormerTrustPolicyBack() {
    Story role = iam.knownRole("trust-open");

    role.isFixedUndoneAndRedone(
        "OpenTrustPolicy",
        "UpdateAssumeRolePolicy",
        () -> trusts(role, AND.formatted("*")),
        () -> trust(role),
        trust -> assertThat(trust).isEqualTo(AND.formatted("*")));
  }

  @Test
  void tellsOfAnAccountThatTheOwnerDidNotName() {
    Story role = iam.knownRole("trust-foreign");

    trusts(role, PARTNER);

    var alert = role.isTold("REPORTED", "CrossAccountTrust", "UpdateAssumeRolePolicy");
    assertThat(alert.facts().path("detail").asText()).contains("account 111122223333 may take");
    assertThat(alert.facts().path("byHand"))
        .anySatisfy(line -> assertThat(line.asText()).startsWith("aws iam update-assume-role-"));
    assertThat(role.allAlerts()).hasSize(1);
    assertThat(trust(role)).isEqualTo(PARTNER);
  }

  @Test
  void takesANewAccountOutIfTheOwnerWantsThat() throws Exception {
    Story role = iam.knownRole("trust-taken");
    try (var _ = bot.with("/rampart/guardrails/CrossAccountTrust", "fix")) {
      trusts(role, PARTNER);
      role.isTold("FIXED", "CrossAccountTrust", "UpdateAssumeRolePolicy");
    }
    assertThat(trust(role)).doesNotContain("111122223333").contains("lambda.amazonaws.com");
  }

  @Test
  void saysNothingOfAnAccountThatTheOwnerNames() throws Exception {
    Story role = iam.knownRole("trust-named");
    try (var _ = bot.with("/rampart/trusted-accounts", "111122223333")) {
      trusts(role, PARTNER);
      role.awaitOutcome("CLEAN");
      assertThat(role.allAlerts()).isEmpty();
    }
  }

  @Test
  void putsAPermissionsBoundaryBack() {
    Story role = iam.knownRole("trust-bounded");
    String bounds = boundary("trust-bounds", Iam.NARROW);
    bound(role, bounds);
    role.awaitOutcome("CLEAN", 2);

    bot.story(role.arn())
        .isFixedUndoneAndRedone(
            "BoundaryRemoved",
            "DeleteRolePermissionsBoundary",
            () ->
                bot.eve
                    .iam()
                    .deleteRolePermissionsBoundary(delete -> delete.roleName(Iam.nameOf(role))),
            () -> String.valueOf(read(role).permissionsBoundary()),
            boundary -> assertThat(boundary).isEqualTo("null"));
  }

  @Test
  void putsABoundaryBackInPlaceOfOneThatBoundsNothing() {
    Story role = iam.knownRole("trust-wide");
    String bounds = boundary("trust-narrow", Iam.NARROW);
    bound(role, bounds);
    role.awaitOutcome("CLEAN", 2);

    bound(role, boundary("trust-everything", Iam.EVERYTHING));
    role.awaitAlert("FIXED");

    assertThat(read(role).permissionsBoundary().permissionsBoundaryArn()).isEqualTo(bounds);
  }

  @Test
  void tellsOfASensitiveActionOnEveryResource() {
    Story role = iam.newRole("trust-sensitive", "lambda.amazonaws.com", "/");
    iam.put(role, "orders", Iam.NARROW);
    role.awaitOutcome("CLEAN", 2);

    Story told = bot.story(role.arn());
    iam.put(role, "orders", PASSES_ROLES);

    var alert = told.isTold("REPORTED", "SensitiveActionOnAllResources", "PutRolePolicy");
    assertThat(alert.facts().path("detail").asText()).contains("allows iam:PassRole on every");
    assertThat(told.allAlerts()).hasSize(1);
  }

  @Test
  void tellsOnceOfAPolicyThatCompletesAWayToBecomeAdministrator() {
    Story role = iam.newRole("trust-way", "lambda.amazonaws.com", "/");
    iam.put(role, "orders", Iam.NARROW);
    role.awaitOutcome("CLEAN", 2);

    Story told = bot.story(role.arn());
    iam.put(role, "deploy", DEPLOYS);

    var alert = told.isTold("REPORTED", "PrivilegeEscalationPath", "PutRolePolicy");
    assertThat(alert.facts().path("detail").asText())
        .contains("run code as any role (iam:PassRole, lambda:CreateFunction");
    assertThat(alert.facts().path("byHand"))
        .anySatisfy(line -> assertThat(line.asText()).startsWith("aws iam delete-role-policy "));
    assertThat(told.allAlerts()).hasSize(1);
  }

  @Test
  void takesAWayToBecomeAdministratorAwayIfTheOwnerWantsThat() throws Exception {
    Story role = iam.newRole("trust-way-fixed", "lambda.amazonaws.com", "/");
    iam.put(role, "orders", Iam.NARROW);
    role.awaitOutcome("CLEAN", 2);
    try (var _ = bot.with("/rampart/guardrails/PrivilegeEscalationPath", "fix")) {
      iam.put(role, "deploy", DEPLOYS);
      role.isTold("FIXED", "PrivilegeEscalationPath", "PutRolePolicy");
    }
    assertThat(iam.rights(role)).containsOnlyKeys("orders");
  }

  @Test
  void putsAPolicyBackWithoutTheSensitiveActionIfTheOwnerWantsThat() throws Exception {
    Story role = iam.newRole("trust-passing", "lambda.amazonaws.com", "/");
    iam.put(role, "orders", Iam.NARROW);
    role.awaitOutcome("CLEAN", 2);
    try (var _ = bot.with("/rampart/guardrails/SensitiveActionOnAllResources", "fix")) {
      iam.put(role, "orders", PASSES_ROLES);
      role.isTold("FIXED", "SensitiveActionOnAllResources", "PutRolePolicy");
    }
    assertThat(iam.rights(role)).containsEntry("orders", Iam.NARROW);
  }

  @Test
  void tellsOfAPolicyThatAUserGets() {
    String name = bot.name("trust-user");
    Story user = bot.story("arn:aws:iam::123456789012:user/" + name);
    bot.eve.iam().createUser(create -> create.userName(name));
    user.awaitOutcome("CLEAN");

    bot.eve
        .iam()
        .putUserPolicy(put -> put.userName(name).policyName("own").policyDocument(Iam.NARROW));

    user.isTold("REPORTED", "DirectUserPolicy", "PutUserPolicy");
    assertThat(user.allAlerts()).hasSize(1);
  }

  private void bound(Story role, String arn) {
    bot.eve
        .iam()
        .putRolePermissionsBoundary(put -> put.roleName(Iam.nameOf(role)).permissionsBoundary(arn));
  }

  private String boundary(String prefix, String document) {
    return bot.eve
        .iam()
        .createPolicy(create -> create.policyName(bot.name(prefix)).policyDocument(document))
        .policy()
        .arn();
  }

  private void trusts(Story role, String document) {
    bot.eve
        .iam()
        .updateAssumeRolePolicy(
            update -> update.roleName(Iam.nameOf(role)).policyDocument(document));
  }

  private String trust(Story role) {
    return URLDecoder.decode(read(role).assumeRolePolicyDocument(), UTF_8);
  }

  private Role read(Story role) {
    return bot.auditor.iam().getRole(get -> get.roleName(Iam.nameOf(role))).role();
  }
}
