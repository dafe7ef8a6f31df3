package dev.rampart.iam;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.iam.Samples.EVERYTHING;
import static dev.rampart.iam.Samples.READS_ONE_BUCKET;
import static dev.rampart.iam.Samples.managed;
import static dev.rampart.iam.Samples.role;
import static dev.rampart.iam.Samples.version;
import static dev.rampart.iam.Samples.with;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.tester.GuardrailTester;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PrivilegeEscalationPathTest {
  private static final Identity ROLE = role("orders", "lambda.amazonaws.com");
  private static final String OWN = "arn:aws:iam::123456789012:policy/own";
  private static final String OTHER = "arn:aws:iam::123456789012:policy/other";
  private static final String BOUNDARY = "arn:aws:iam::123456789012:policy/boundary";
  private static final String IAM_FULL = "arn:aws:iam::aws:policy/IAMFullAccess";

  private final GuardrailTester<Principal, PolicyText> tester =
      Testers.principals(PrincipalKind.ROLE, new PrivilegeEscalationPath<>());
  private final GuardrailTester<ManagedPolicy, PolicyText> policies =
      Testers.managedPolicies(new PrivilegeEscalationPath<>());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          iam:AttachRolePolicy                                          | attach any policy to a role that it may assume, its own included (iam:AttachRolePolicy)
          IAM:putrolepolicy                                             | write any policy into a role
          iam:CreateAccessKey                                           | make an access key for any user
          iam:PassRole lambda:CreateFunction lambda:InvokeFunction      | run code as any role (iam:PassRole, lambda:CreateFunction, lambda:InvokeFunction)
          iam:PassRole ec2:RunInstances                                 | start a machine with any role
          iam:PassRole cloudformation:CreateStack iam:CreatePolicyVersion | and 1 more ways
          iam:UpdateAssumeRolePolicy sts:AssumeRole                     | let itself assume any role
          sso:CreateAccountAssignment                                   | sign in as any user
          """)
  void flagsAPolicyThatIsAWayByItself(String actions, String detail) {
    tester.given(with(ROLE, named("access", allow(actions)))).isFlagged(detail);
    policies
        .given(managed(version("v2", allow(actions)), List.of(), ROLE))
        .isFlagged("it lets whoever has it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iam:PassRole",
        "lambda:CreateFunction lambda:InvokeFunction",
        "iam:PassRole lambda:CreateFunction",
        "lambda:UpdateFunctionCode",
        "ssm:SendCommand ssm:StartSession",
        "sts:AssumeRole",
        "iam:DeleteRolePermissionsBoundary",
        "iam:GetRole iam:ListRoles s3:GetObject dynamodb:GetItem",
      })
  void leavesWhatLeadsNowhereByItself(String actions) {
    tester.given(with(ROLE, named("access", allow(actions)))).isLeftAlone();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Effect\":\"Allow\",\"Action\":\"iam:AttachRolePolicy\",\"Resource\":\"arn:aws:iam::123456789012:role/apps/*\"}",
        "{\"Effect\":\"Allow\",\"Action\":\"iam:AttachRolePolicy\",\"Resource\":\"*\",\"Condition\":{\"ArnEquals\":{\"iam:PolicyARN\":\"arn:aws:iam::aws:policy/ReadOnlyAccess\"}}}",
        "{\"Effect\":\"Allow\",\"Action\":[\"iam:PassRole\",\"lambda:CreateFunction\",\"lambda:InvokeFunction\"],\"Resource\":\"arn:aws:iam::123456789012:role/orders\"}",
        "{\"Effect\":\"Deny\",\"Action\":\"iam:AttachRolePolicy\",\"Resource\":\"*\"}",
        "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}",
        "{\"Effect\":\"Allow\",\"Action\":\"iam:*\",\"Resource\":\"*\"}",
        "[]",
        "7"
      })
  void leavesWhatIsLimitedAndWhatIsToldOfAsTooBroad(String statement) {
    tester.given(with(ROLE, named("access", "{\"Statement\":" + statement + "}"))).isLeftAlone();
  }

  @Test
  void leavesAWayThatAnotherPolicyDenies() {
    var denied =
        with(
            ROLE,
            named("access", allow("iam:AttachRolePolicy")),
            named("limits", allow("iam:AttachRolePolicy").replace("Allow", "Deny")));
    tester.given(denied, "access").isLeftAlone();
    tester.given(denied, "limits").isLeftAlone();
  }

  @Test
  void judgesNothingBesideAPolicyThatCannotBeRead() {
    var policy = named("access", allow("iam:AttachRolePolicy"));
    tester
        .given(with(ROLE, policy, named("odd", "7")), "access")
        .isUndetermined("a policy beside it cannot be read");
    tester
        .given(unread(List.of(OWN), "", policy).documented(Map.of()), "access")
        .isUndetermined("a policy beside it cannot be read");
  }

  @Test
  void blamesThePolicyThatCompletedAWay() {
    var old = named("old", allow("lambda:CreateFunction lambda:InvokeFunction"));
    var role = with(ROLE, old, named("new", allow("iam:PassRole")));
    tester
        .given(role, "new")
        .with(provedNew())
        .isFlagged(
            "run code as any role (iam:PassRole, lambda:CreateFunction, lambda:InvokeFunction)")
        .isFlagged(", together with other policies")
        .would("take away the policy that was added", RESTRICTS)
        .wouldRun("aws iam delete-role-policy --role-name orders --policy-name new")
        .otherwise()
        .isLeftToAPerson("only a person knows which of these rights are needed");
    tester.given(role, "old").with(goodBefore(old)).isLeftAlone();
    tester.given(role, "old").isFlagged("run code as any role");
  }

  @Test
  void leavesAPolicyThatOnlyAddsToAWayThatIsOpenAnyway() {
    var role =
        with(
            ROLE,
            named(
                "broad",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"iam:*\",\"Resource\":\"*\"}}"),
            named("more", allow("iam:AttachRolePolicy")));
    tester.given(role, "more").isLeftAlone();
    tester.given(role, "broad").isLeftAlone();
    tester
        .given(
            with(ROLE, named("all", EVERYTHING), named("more", allow("iam:PutRolePolicy"))), "more")
        .isLeftAlone();
  }

  @Test
  void putsTheVersionBackThatOpenedNothing() {
    var good = named("access", READS_ONE_BUCKET);
    tester
        .given(with(ROLE, named("access", allow("iam:AttachRolePolicy s3:GetObject"))))
        .with(goodBefore(named("access", allow("iam:PutUserPolicy")), good))
        .isInReach()
        .would("put the last good version back", RESTORES)
        .wouldRun("aws iam put-role-policy --role-name orders --policy-name access …orders/*…")
        .otherwise()
        .isLeftToAPerson("only a person knows", "aws iam delete-role-policy …");
    policies
        .given(
            managed(
                version("v2", allow("iam:AttachRolePolicy s3:GetObject")),
                List.of(version("v1", READS_ONE_BUCKET)),
                ROLE))
        .with(goodBefore(version("v1", READS_ONE_BUCKET)))
        .wouldRun("aws iam set-default-policy-version … --version-id v1");
  }

  @Test
  void leavesWhatADenyClosedBeforeToAPerson() {
    var policy = named("access", allow("iam:AttachRolePolicy"));
    tester
        .given(with(ROLE, policy))
        .with(goodBefore(policy))
        .isLeftToAPerson("no change to take back");
  }

  @Test
  void detachesThePolicyOfAwsThatWasAttached() {
    var role =
        Samples.attached(
            ROLE,
            "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"iam:*\",\"Resource\":\"*\"}}",
            IAM_FULL);
    tester
        .given(role)
        .with(provedNew())
        .isFlagged("rewrite a policy that it has itself (iam:CreatePolicyVersion), and ")
        .wouldRun("aws iam detach-role-policy --role-name orders --policy-arn …IAMFullAccess")
        .otherwise()
        .isLeftToAPerson("only a person knows", "aws iam detach-role-policy …");
  }

  @Test
  void leavesAnAttachedPolicyThatIsAWayByItselfToTheLookAtThatPolicy() {
    tester.given(attached(Map.of(OWN, allow("iam:AttachRolePolicy"))), OWN).isLeftAlone();
  }

  @Test
  void flagsTwoAttachedPoliciesThatAreAWayTogether() {
    var role = attached(Map.of(OWN, allow("iam:PassRole"), OTHER, allow("ec2:RunInstances")));
    tester
        .given(role, OTHER)
        .with(provedNew())
        .isFlagged("start a machine with any role (ec2:RunInstances, iam:PassRole), together")
        .wouldRun("aws iam detach-role-policy --role-name orders --policy-arn " + OTHER);
  }

  @Test
  void asksForOtherDocumentsOnlyIfTheyCanMatter() {
    var inline = named("access", allow("iam:PassRole"));
    tester.given(unread(List.of(OWN), "", inline), "access").asksFor(PrincipalFact.DOCUMENTS);
    tester.given(unread(List.of(), BOUNDARY, inline)).asksFor(PrincipalFact.DOCUMENTS);
    tester.given(unread(List.of(OWN, OTHER), ""), OWN).asksFor(PrincipalFact.DOCUMENTS);
    tester.given(unread(List.of(), "", inline)).isLeftAlone();
    tester.given(unread(List.of(OWN), ""), OWN).isLeftAlone();
    var harmless = named("access", READS_ONE_BUCKET);
    tester.given(unread(List.of(OWN), BOUNDARY, harmless), "access").isLeftAlone();
  }

  @Test
  void asksForTheRestOfAPrincipalOfWhichOnlyAPartWasRead() {
    var part = glanced(named("access", allow("iam:PassRole")));
    tester.given(part).asksFor(PrincipalFact.DOCUMENTS);
    tester.given(glanced(named("access", READS_ONE_BUCKET))).isLeftAlone();
  }

  @Test
  void leavesAWayThatTheBoundaryCloses() {
    var policy = named("access", allow("iam:AttachRolePolicy"));
    tester.given(bounded(READS_ONE_BUCKET, policy)).isLeftAlone();
    tester.given(bounded("", policy)).isLeftAlone();
    tester.given(bounded(EVERYTHING, policy)).isFlagged("attach any policy to a role");
  }

  @Test
  void tellsNothingThatTheGuardrailForSensitiveActionsTells() {
    var sensitive = new SensitiveActionOnAllResources<Principal>();
    assertThat(sensitive.parts(with(ROLE, named("access", allow("iam:AttachRolePolicy")))))
        .isEmpty();
    assertThat(sensitive.parts(with(ROLE, named("access", allow("iam:PassRole"))))).hasSize(1);
    assertThat(sensitive.parts(bounded(READS_ONE_BUCKET, named("access", allow("iam:PassRole")))))
        .hasSize(1);
  }

  private static String allow(String actions) {
    return "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":[\"%s\"],\"Resource\":\"*\"}}"
        .formatted(actions.strip().replace(" ", "\",\""));
  }

  private static PolicyText named(String name, String document) {
    return new PolicyText(name, "", document);
  }

  private static Principal attached(Map<String, String> documents) {
    return unread(List.copyOf(documents.keySet()), "").documented(documents);
  }

  private static Principal bounded(String boundary, PolicyText policy) {
    return unread(List.of(), BOUNDARY, policy).documented(Map.of(BOUNDARY, boundary));
  }

  private static Principal glanced(PolicyText policy) {
    return principal(List.of(), "", false, policy);
  }

  private static Principal unread(List<String> arns, String boundary, PolicyText... policies) {
    return principal(arns, boundary, true, policies);
  }

  private static Principal principal(
      List<String> arns, String boundary, boolean whole, PolicyText... policies) {
    var plain = with(ROLE, policies);
    var identity =
        new Identity(
            ROLE.kind(), ROLE.arn(), ROLE.path(), ROLE.trust(), Optional.empty(), boundary);
    return new Principal(
        plain.id(),
        identity,
        Map.of(),
        plain.policies(),
        arns.stream().map(AttachedPolicy::new).toList(),
        Map.of(),
        whole,
        Set.of(),
        Map.of(),
        Set.of(),
        new UsageReport.Unasked());
  }
}
