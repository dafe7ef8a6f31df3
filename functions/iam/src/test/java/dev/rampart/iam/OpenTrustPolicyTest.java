package dev.rampart.iam;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.iam.Samples.trusting;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.tester.GuardrailTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenTrustPolicyTest {
  private static final String LAMBDA =
      "{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}";
  private static final String ANYONE =
      "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"}";
  private static final String WEB = "\"Action\":\"sts:AssumeRoleWithWebIdentity\"";
  private static final String GITHUB =
      "{\"Effect\":\"Allow\",\"Principal\":{\"Federated\":\"arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com\"},"
          + WEB;
  private static final String CLUSTER_HOST = "oidc.eks.us-east-1.amazonaws.com/id/ABC";
  private static final String CLUSTER =
      "{\"Effect\":\"Allow\",\"Principal\":{\"Federated\":\"arn:aws:iam::123456789012:oidc-provider/"
          + CLUSTER_HOST
          + "\"},"
          + WEB;
  private static final String COGNITO =
      "{\"Effect\":\"Allow\",\"Principal\":{\"Federated\":\"cognito-identity.amazonaws.com\"},"
          + WEB;
  private static final String SAML =
      "{\"Effect\":\"Allow\",\"Principal\":{\"Federated\":\"arn:aws:iam::123456789012:saml-provider/Staff\"},"
          + "\"Action\":[\"sts:AssumeRoleWithSAML\",\"sts:TagSession\"]";

  private final GuardrailTester<Principal, PolicyText> tester =
      Testers.principals(PrincipalKind.ROLE, new OpenTrustPolicy());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}           | statement 1 lets everyone take the role
          {"Sid":"In","effect":"allow","principal":{"aws":"*"},"action":"sts:*"} | statement 'In' lets everyone take the role
          {"Effect":"Allow","Principal":{"AWS":["111122223333","*"]},"Action":"sts:AssumeRole"} | everyone
          {"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"sts:AssumeRole"} | everyone
          {"Effect":"Allow","Principal":"*","NotAction":"sts:TagSession"}        | everyone
          {"Effect":"Allow","Principal":"*","Action":"sts:AssumeRoleWithWebIdentity"} | everyone
          {"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}} | everyone take the role, under a condition that does not say who
          {"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Condition":{"StringNotEquals":{"aws:PrincipalAccount":"111122223333"}}} | everyone
          {"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Condition":{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-1"}}} | everyone
          {"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Condition":{"StringLike":{"aws:PrincipalArn":"*"}}} | everyone
          """)
  void flagsWhatLetsEveryoneIn(String statement, String detail) {
    tester.given(trusting(statement)).isFlagged(detail);
    tester.given(trusting(LAMBDA + "," + statement)).isFlagged(detail.replace("1", "2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "}",
        ",\"Condition\":{\"StringEquals\":{\"HOST:aud\":\"sts.amazonaws.com\"}}}",
        ",\"Condition\":{\"StringLike\":{\"HOST:sub\":\"*\"}}}",
        ",\"Condition\":{\"StringLike\":{\"HOST:sub\":\"repo:*\"}}}",
        ",\"Condition\":{\"StringLike\":{\"HOST:sub\":\"repo:acme*\"}}}",
        ",\"Condition\":{\"StringLike\":{\"HOST:sub\":\"repo:*/orders:ref:refs/heads/main\"}}}",
        ",\"Condition\":{\"StringLike\":{\"HOST:sub\":[\"repo:acme/orders:*\",\"repo:*\"]}}}",
        ",\"Condition\":{\"StringNotLike\":{\"HOST:sub\":\"repo:evil/*\"}}}",
        ",\"Condition\":{\"StringLike\":{\"HOST:repository\":\"*/orders\"}}}",
        ",\"Condition\":{\"StringEquals\":{\"HOST:aud\":\"sts.amazonaws.com\",\"HOST:iss\":\"https://HOST\"}}}",
        ",\"Condition\":{\"Null\":{\"HOST:sub\":\"false\"}}}"
      })
  void flagsGitHubWithoutAnOwner(String rest) {
    tester
        .given(trusting(GITHUB + rest.replace("HOST", "token.actions.githubusercontent.com")))
        .isFlagged("lets everyone with an account at token.actions.githubusercontent.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"StringEquals\":{\"HOST:sub\":\"repo:acme/orders:ref:refs/heads/main\"}",
        "\"StringLike\":{\"HOST:sub\":\"repo:acme/*\"}",
        "\"StringLike\":{\"host:SUB\":[\"repo:acme/orders:*\",\"repo:acme/shop:environment:prod\"]}",
        "\"StringLikeIfExists\":{\"HOST:sub\":\"repo:acme/*\"}",
        "\"ForAllValues:StringLike\":{\"HOST:sub\":\"repo:acme/*\"}",
        "\"ForAnyValue:StringLike\":{\"HOST:sub\":\"repo:acme/orders:*\"}",
        "\"StringLike\":{\"HOST:sub\":\"repository_owner:acme:*\"}",
        "\"StringEquals\":{\"HOST:repository_owner\":\"acme\"}",
        "\"StringEquals\":{\"HOST:repository_id\":\"12345\"},\"StringLike\":{\"HOST:sub\":\"repo:*\"}",
        "\"StringLike\":{\"HOST:job_workflow_ref\":\"acme/deploy/.github/workflows/*\"}"
      })
  void leavesGitHubWithAnOwner(String condition) {
    var named =
        condition
            .replace("HOST", "token.actions.githubusercontent.com")
            .replace("host", "TOKEN.actions.githubusercontent.com");
    tester.given(trusting(GITHUB + ",\"Condition\":{" + named + "}}")).isLeftAlone();
  }

  @Test
  void flagsOtherProvidersThatServeStrangers() {
    for (var host : new String[] {"gitlab.com", "app.terraform.io", "agent.buildkite.com"}) {
      var open = GITHUB.replace("token.actions.githubusercontent.com", host);
      tester
          .given(trusting(open + ",\"Condition\":{\"StringEquals\":{\"" + host + ":aud\":\"x\"}}}"))
          .isFlagged("no condition on " + host + ":sub names an owner");
      tester
          .given(
              trusting(
                  open
                      + ",\"Condition\":{\"StringLike\":{\""
                      + host
                      + ":sub\":\"organization:acme:*\"}}}"))
          .isLeftAlone();
    }
  }

  @Test
  void flagsAProviderOfTheOwnersWithoutAnyGuard() {
    tester.given(trusting(CLUSTER + "}")).isFlagged("lets in every token of " + CLUSTER_HOST);
    tester
        .given(
            trusting(
                CLUSTER + ",\"Condition\":{\"StringLike\":{\"" + CLUSTER_HOST + ":sub\":\"*\"}}}"))
        .isFlagged("no condition on " + CLUSTER_HOST + ":aud");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"StringEquals\":{\"HOST:sub\":\"system:serviceaccount:shop:orders\"}",
        "\"StringLike\":{\"HOST:sub\":\"system:serviceaccount:*:orders\"}",
        "\"StringEquals\":{\"HOST:aud\":\"sts.amazonaws.com\"}",
        "\"StringEquals\":{\"HOST:email\":\"ada@example.org\"}"
      })
  void leavesAProviderOfTheOwnersWithAGuard(String condition) {
    tester
        .given(
            trusting(CLUSTER + ",\"Condition\":{" + condition.replace("HOST", CLUSTER_HOST) + "}}"))
        .isLeftAlone();
  }

  @Test
  void flagsCognitoWithoutItsIdentityPool() {
    tester.given(trusting(COGNITO + "}")).isFlagged("every identity pool of anybody");
    tester
        .given(
            trusting(
                COGNITO
                    + ",\"Condition\":{\"ForAnyValue:StringLike\":{\"cognito-identity.amazonaws.com:amr\":\"authenticated\"}}}"))
        .isFlagged("no condition on cognito-identity.amazonaws.com:aud");
    tester
        .given(
            trusting(
                COGNITO
                    + ",\"Condition\":{\"StringEquals\":{\"cognito-identity.amazonaws.com:aud\":\"us-east-1:1\"}}}"))
        .isLeftAlone();
  }

  @Test
  void flagsSamlWithoutItsAudience() {
    tester.given(trusting(SAML + "}")).isFlagged("every response of SAML provider Staff");
    tester
        .given(trusting(SAML + ",\"Condition\":{\"StringLike\":{\"SAML:aud\":\"*\"}}}"))
        .isFlagged("no condition on SAML:aud");
    for (var claim : new String[] {"SAML:aud", "saml:AUD", "SAML:sub"}) {
      tester
          .given(
              trusting(
                  SAML
                      + ",\"Condition\":{\"StringEquals\":{\""
                      + claim
                      + "\":\"https://signin.aws.amazon.com/saml\"}}}"))
          .isLeftAlone();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        LAMBDA,
        "{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"}",
        "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":[\"sts:TagSession\",\"sts:SetSourceIdentity\"]}",
        "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:root\"},\"Action\":\"sts:AssumeRole\"}",
        "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"111122223333\",\"arn:aws:iam::123456789012:role/x\"]},\"Action\":\"sts:AssumeRole\"}",
        "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"AROAEXAMPLEDELETED001\"},\"Action\":\"sts:AssumeRole\"}",
        "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-1\"}}}",
        "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"sts:AssumeRole\",\"Condition\":{\"ArnLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/*\"}}}",
        "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"sts:AssumeRole\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalAccount\":\"111122223333\"}}}",
        "{\"Effect\":\"Allow\",\"Principal\":{\"Federated\":\"arn:aws:iam::123456789012:saml-provider/x\"},\"Action\":\"sts:TagSession\"}"
      })
  void leavesWhatNamesOrConfines(String statement) {
    tester.given(trusting(statement)).isLeftAlone();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"x"}}} | condition on sts:externalid
          {"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:PrincipalTag/team":"x"}}} | condition on aws:principaltag/team
          {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::*:root"},"Action":"sts:AssumeRole"} | principal arn:aws:iam::*:root
          {"Effect":"Allow","Principal":{"AWS":"nobody"},"Action":"sts:AssumeRole"} | principal nobody
          {"Effect":"Allow","Principal":{"CanonicalUser":"79a5"},"Action":"sts:AssumeRole"} | principal CanonicalUser
          {"Effect":"Allow","Principal":{},"Action":"sts:AssumeRole"} | no principal
          {"Effect":"Allow","Action":"sts:AssumeRole"} | no principal
          {"Effect":"Allow","Principal":{"Federated":"login.example.org"},"Action":"sts:AssumeRoleWithWebIdentity"} | identity provider login.example.org
          {"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::123456789012:oidc-provider/gitlab.com"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"gitlab.com:user_login":"ada"}}} | condition on gitlab.com:user_login
          {"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::123456789012:oidc-provider/gitlab.com"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}} | condition on aws:sourceip
          """)
  void doesNotJudgeWhatItDoesNotUnderstand(String statement, String why) {
    tester.given(trusting(statement)).isUndetermined(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"Statement", "{\"Statement\":{}} x"})
  void doesNotJudgeWhatItCannotRead(String document) {
    tester.given(trusting(document)).isUndetermined("cannot be read");
  }

  @Test
  void tellsTheWorstOfSeveralStatements() {
    var doubtful =
        ANYONE.replace("}", ",\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"x\"}}}");
    tester.given(trusting(doubtful + "," + ANYONE)).isFlagged("statement 2 lets everyone");
    tester.given(trusting(LAMBDA + "," + doubtful)).isUndetermined("statement 2: condition on");
  }

  @Test
  void putsTheLastGoodTrustPolicyBack() {
    var good = document(LAMBDA);
    tester
        .given(trusting(LAMBDA + "," + ANYONE))
        .with(goodBefore(good))
        .isInReach()
        .would("put the last good trust policy back", RESTORES)
        .wouldRun(
            "aws iam update-assume-role-policy --role-name orders --policy-document"
                + " '{\"Statement\":["
                + LAMBDA
                + "]}'")
        .otherwise()
        .isLeftToAPerson(
            "only a person knows who needs the role",
            "aws iam update-assume-role-policy --role-name orders …lambda.amazonaws.com…");
  }

  @Test
  void leavesItToAPersonWithoutALastGoodOne() {
    tester
        .given(trusting(ANYONE))
        .with(provedNew())
        .isLeftToAPerson("only a person knows who needs the role");
    assertThat(tester.given(trusting(ANYONE)).commands()).isEmpty();
    for (var useless :
        new String[] {
          ANYONE,
          ANYONE.replace("Allow", "Deny"),
          LAMBDA.replace("Service\":\"lambda.amazonaws.com", "AWS\":\"AROAEXAMPLEDELETED001")
        }) {
      tester
          .given(trusting(LAMBDA + "," + ANYONE))
          .with(goodBefore(document(useless)))
          .isLeftToAPerson("only a person knows");
    }
  }

  @Test
  void doesNotWriteWhatCouldNotBeUndone() {
    var deleted =
        LAMBDA.replace("Service\":\"lambda.amazonaws.com", "AWS\":\"AROAEXAMPLEDELETED001");
    tester
        .given(trusting(LAMBDA + "," + deleted + "," + ANYONE))
        .with(goodBefore(document(LAMBDA)))
        .isLeftToAPerson("a change could not be undone");
  }

  @Test
  void leavesNetworksToAPerson() {
    tester
        .given(
            trusting(
                LAMBDA
                    + ","
                    + ANYONE.replace(
                        "}",
                        ",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"192.0.2.0/24\"}}}")))
        .with(goodBefore(document(LAMBDA)))
        .isFlagged("statement 2 lets everyone in 192.0.2.0/24 take the role")
        .isLeftToAPerson(
            "whether those networks are the owner's own", "aws iam update-assume-role-policy …");
  }

  @Test
  void leavesUsersGroupsAndRolesOfAws() {
    var guardrail = new OpenTrustPolicy();
    assertThat(guardrail.parts(Samples.with(Samples.user("ada")))).isEmpty();
    assertThat(guardrail.parts(Samples.with(Samples.group("staff")))).isEmpty();
    var ofAws =
        new Identity(
            PrincipalKind.ROLE,
            "arn:aws:iam::123456789012:role/aws-service-role/x.amazonaws.com/X",
            "/aws-service-role/x.amazonaws.com/",
            "{}");
    assertThat(guardrail.parts(Samples.with(ofAws))).isEmpty();
  }

  private static PolicyText document(String statement) {
    return new PolicyText(Principal.TRUST_POLICY, "", "{\"Statement\":[" + statement + "]}");
  }
}
