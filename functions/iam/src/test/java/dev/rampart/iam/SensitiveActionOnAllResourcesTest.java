package dev.rampart.iam;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.iam.Samples.EVERYTHING;
import static dev.rampart.iam.Samples.READS_ONE_BUCKET;
import static dev.rampart.iam.Samples.inline;
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
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SensitiveActionOnAllResourcesTest {
  private static final Identity ROLE = role("orders", "lambda.amazonaws.com");
  private static final String DECRYPTS =
      "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"kms:Decrypt\",\"Resource\":\"*\"}}";

  private static final String READS_AND_DECRYPTS =
      READS_ONE_BUCKET.replace(
          "\"Statement\": [",
          "\"Statement\": [{\"Effect\":\"Allow\",\"Action\":\"kms:Decrypt\",\"Resource\":\"*\"},");

  private final GuardrailTester<Principal, PolicyText> tester =
      Testers.principals(PrincipalKind.ROLE, new SensitiveActionOnAllResources<>());
  private final GuardrailTester<ManagedPolicy, PolicyText> managed =
      Testers.managedPolicies(new SensitiveActionOnAllResources<>());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"Effect":"Allow","Action":"iam:PassRole","Resource":"*"}             | statement 1 allows iam:PassRole on every resource
          {"Sid":"All","Effect":"Allow","Action":"IAM:passrole","Resource":"arn:aws:iam::123456789012:role/*"} | statement 'All' allows IAM:passrole
          {"Effect":"Allow","Action":["s3:GetObject","kms:Decrypt"],"Resource":["*"]} | allows kms:Decrypt on
          {"Effect":"Allow","Action":"kms:Decrypt","Resource":"arn:aws:kms:*:123456789012:key/*"} | allows kms:Decrypt
          {"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::*:role/*"} | allows sts:AssumeRole
          {"Effect":"Allow","Action":["secretsmanager:GetSecretValue","ssm:GetParameter","ssm:GetParameters","lambda:AddPermission","kms:CreateGrant"],"Resource":"*"} | lambda:AddPermission and 1 more on every resource
          {"Effect":"Allow","Action":"ssm:GetParameter","NotResource":"arn:aws:ssm:*:*:parameter/x"} | allows ssm:GetParameter
          {"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}} | allows iam:PassRole
          {"Effect":"Allow","Action":"lambda:UpdateFunctionCode","Resource":["arn:aws:s3:::x","arn:aws:lambda:*:*:function:*"]} | allows lambda:UpdateFunctionCode
          """)
  void flagsNamedActionsOnEverything(String statement, String detail) {
    tester.given(with(ROLE, inline("{\"Statement\":" + statement + "}"))).isFlagged(detail);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Effect\":\"Deny\",\"Action\":\"iam:PassRole\",\"Resource\":\"*\"}",
        "{\"Effect\":\"Allow\",\"Action\":\"iam:PassRole\",\"Resource\":\"arn:aws:iam::123456789012:role/orders\"}",
        "{\"Effect\":\"Allow\",\"Action\":\"iam:PassRole\",\"Resource\":\"arn:aws:iam::123456789012:role/apps/*\"}",
        "{\"Effect\":\"Allow\",\"Action\":\"iam:PassRole\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"iam:PassedToService\":\"lambda.amazonaws.com\"}}}",
        "{\"Effect\":\"Allow\",\"Action\":\"kms:Decrypt\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"kms:ViaService\":\"s3.eu-west-1.amazonaws.com\"}}}",
        "{\"Effect\":\"Allow\",\"Action\":\"kms:Decrypt\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:ResourceTag/team\":\"shop\"}}}",
        "{\"Effect\":\"Allow\",\"Action\":\"kms:Decrypt\",\"Resource\":\"arn:aws:kms:eu-west-1:123456789012:key/1\"}",
        "{\"Effect\":\"Allow\",\"Action\":\"kms:Decrypt\",\"Resource\":[\"arn:aws:s3:::*\",\"arn:aws:kms:eu-west-1:123456789012:key/1\"]}",
        "{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Resource\":\"arn:aws:iam::*:role/deploy\"}",
        "{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"ec2:DescribeInstances\",\"xray:PutTraceSegments\",\"sts:GetCallerIdentity\"],\"Resource\":\"*\"}",
        "{\"Effect\":\"Allow\",\"Action\":\"ssm:GetParameter\",\"Resource\":\"arn:aws:ssm:*:*:parameter/orders/*\"}",
        "[]"
      })
  void leavesWhatIsLimited(String statement) {
    tester.given(with(ROLE, inline("{\"Statement\":" + statement + "}"))).isLeftAlone();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":[\"kms:*\",\"kms:Decrypt\"],\"Resource\":\"*\"}}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"iam:Pass*\",\"Resource\":\"*\"}}",
        "nonsense"
      })
  void leavesWhatTheOtherGuardrailFlags(String document) {
    var guardrail = new SensitiveActionOnAllResources<Principal>();
    assertThat(guardrail.parts(with(ROLE, inline(document)))).isEmpty();
    assertThat(guardrail.parts(with(ROLE, inline(EVERYTHING)))).isEmpty();
  }

  @Test
  void putsTheLastGoodInlinePolicyBack() {
    tester
        .given(with(ROLE, inline(READS_AND_DECRYPTS)))
        .with(goodBefore(inline(EVERYTHING), inline(DECRYPTS + " "), inline(READS_ONE_BUCKET)))
        .isInReach()
        .would("put the last good version back", RESTORES)
        .wouldRun("aws iam put-role-policy --role-name orders --policy-name access …orders/*…")
        .otherwise()
        .isLeftToAPerson("only a person knows which resources", "aws iam delete-role-policy …");
  }

  @Test
  void leavesRightsThatWereTakenAwayToAPerson() {
    tester
        .given(with(ROLE, inline(DECRYPTS)))
        .with(goodBefore(inline(READS_ONE_BUCKET)))
        .isLeftToAPerson(
            "the last good version would give back s3:GetObject on arn:aws:s3:::orders/",
            "aws iam put-role-policy --role-name orders --policy-name access …orders/*…")
        .otherwise()
        .isLeftToAPerson("only a person knows which resources");
  }

  @Test
  void leavesWhatIsTheSameAsWhenItWasGoodByAnEarlierRuleToAPerson() {
    tester
        .given(with(ROLE, inline(DECRYPTS)))
        .with(goodBefore(inline(READS_ONE_BUCKET), inline(DECRYPTS)))
        .isLeftToAPerson("no change to take back");
  }

  @Test
  void leavesWhatHasNoGoodPastToAPerson() {
    var principal = with(ROLE, inline(DECRYPTS));
    tester.given(principal).isLeftToAPerson("only a person knows which resources");
    tester.given(principal).with(provedNew()).isLeftToAPerson("only a person knows which");
    tester
        .given(principal)
        .with(goodBefore(inline(EVERYTHING)))
        .isLeftToAPerson("only a person knows which");
  }

  @Test
  void makesTheLastGoodVersionTheDefaultAgain() {
    var good = version("v1", READS_ONE_BUCKET);
    var broad = version("v2", EVERYTHING);
    var sensitive = version("v3", DECRYPTS.replace("kms:Decrypt", "iam:PassRole"));
    managed
        .given(managed(version("v4", READS_AND_DECRYPTS), List.of(sensitive, broad, good), ROLE))
        .with(goodBefore(good))
        .wouldRun("aws iam set-default-policy-version … --version-id v1")
        .otherwise()
        .isLeftToAPerson(
            "only a person knows which resources",
            "aws iam set-default-policy-version … --version-id v1",
            "aws iam detach-role-policy …");
  }

  @Test
  void asksForTheRestOfAManagedPolicyOnlyOnSuspicion() {
    var unread = unread(DECRYPTS, 1, 0);
    managed.given(unread).asksFor(PolicyFact.VERSIONS, PolicyFact.ATTACHMENTS);
    managed.given(unread(READS_ONE_BUCKET, 1, 0)).isLeftAlone();
  }

  @Test
  void leavesABoundary() {
    managed.given(unread(DECRYPTS, 0, 1)).isLeftAlone();
  }

  private static ManagedPolicy unread(String document, int attached, int bounded) {
    var full = managed(version("v1", document), List.of());
    return new ManagedPolicy(
        full.id(), full.current(), attached, bounded, Map.of(), Set.of(), List.of(), List.of());
  }
}
