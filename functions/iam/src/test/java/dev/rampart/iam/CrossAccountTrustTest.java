package dev.rampart.iam;

import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.iam.Samples.trusting;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.tester.GuardrailTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CrossAccountTrustTest {
  private static final String LAMBDA =
      "{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}";
  private static final String PARTNER =
      "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"},\"Action\":\"sts:AssumeRole\"}";

  private final GuardrailTester<Principal, ForeignTrust> tester =
      Testers.principals(PrincipalKind.ROLE, new CrossAccountTrust());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"AWS":"111122223333"}                                              | account 111122223333 may take the role as 111122223333; no external id
          {"AWS":["arn:aws:iam::123456789012:root","arn:aws:iam::111122223333:role/x"]} | as arn:aws:iam::111122223333:role/x;
          {"aws":"arn:aws:sts::111122223333:assumed-role/x/y"}                | as arn:aws:sts::111122223333:assumed-role/x/y
          {"AWS":"111122223333","Service":"lambda.amazonaws.com"}             | account 111122223333
          """)
  void flagsAnotherAccount(String principal, String detail) {
    var statement =
        "{\"Effect\":\"Allow\",\"Principal\":" + principal + ",\"Action\":\"sts:AssumeRole\"}";
    tester.given(trusting(statement)).isFlagged(detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"StringEquals":{"sts:ExternalId":"x"}}    | ; it takes an external id
          {"StringEquals":{"aws:PrincipalOrgID":"o-1","sts:ExternalId":"x"}} | ; it takes an external id and membership in an organization
          {"StringEqualsIfExists":{"sts:ExternalId":"x"}} | ; no external id
          {"Bool":{"aws:MultiFactorAuthPresent":"true"}}  | ; no external id
          """)
  void saysWhatItTakes(String condition, String detail) {
    tester.given(trusting(conditioned(PARTNER, condition))).isFlagged(detail);
  }

  @Test
  void countsOnlyWhatEveryStatementAsksFor() {
    var guarded = conditioned(PARTNER, "{\"StringEquals\":{\"sts:ExternalId\":\"x\"}}");
    var other = PARTNER.replace(":root", ":role/x");
    tester
        .given(trusting(guarded + "," + other))
        .isFlagged("as arn:aws:iam::111122223333:role/x, arn:aws:iam::111122223333:root; no ext");
  }

  @Test
  void flagsEveryoneOfAnotherAccount() {
    var everyone =
        conditioned(
            PARTNER.replace("arn:aws:iam::111122223333:root", "*"),
            "{\"StringEquals\":{\"aws:PrincipalAccount\":\"111122223333\"}}");
    tester
        .given(trusting(LAMBDA + "," + everyone))
        .with(provedNew())
        .isFlagged("account 111122223333 may take the role as *")
        .isLeftToAPerson("only a person knows whether the account is a partner");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        LAMBDA,
        "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:root\"},\"Action\":\"sts:AssumeRole\"}",
        "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"AIDAEXAMPLEDELETED001\"},\"Action\":\"sts:AssumeRole\"}",
        "{\"Effect\":\"Deny\",\"Principal\":{\"AWS\":\"111122223333\"},\"Action\":\"sts:AssumeRole\"}",
        "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"111122223333\"},\"Action\":\"sts:TagSession\"}",
        "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"}",
        "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-1\"}}}",
        "{\"Statement\":"
      })
  void leavesWhatNamesNoOtherAccount(String statement) {
    assertThat(new CrossAccountTrust().parts(trusting(statement))).isEmpty();
  }

  @Test
  void leavesAnAccountThatTheOwnerTrusts() {
    tester.given(trusting(PARTNER, "111122223333")).isLeftAlone();
    tester.given(trusting(PARTNER, "444455556666")).isFlagged("account 111122223333");
  }

  @Test
  void judgesEachAccountByItself() {
    var both = PARTNER + "," + PARTNER.replace("111122223333", "444455556666");
    tester.given(trusting(both, "444455556666"), "account 444455556666").isLeftAlone();
    tester.given(trusting(both, "444455556666"), "account 111122223333").isFlagged("111122223333");
  }

  @Test
  void asksTheOwnerBeforeItJudges() {
    var unread = Samples.with(trusting(PARTNER).identity());
    tester.given(unread).asksFor(PrincipalFact.TRUSTED_ACCOUNTS);
  }

  @Test
  void takesANewAccountOutAndKeepsTheRest() {
    var mixed =
        PARTNER.replace(
            "\"arn:aws:iam::111122223333:root\"",
            "[\"111122223333\",\"arn:aws:iam::123456789012:role/a\",\"arn:aws:iam::111122223333:user/x\"]");
    tester
        .given(trusting(LAMBDA + "," + mixed + "," + PARTNER))
        .with(provedNew())
        .isInReach()
        .would("take account 111122223333 out of the trust policy, keep the rest", RESTRICTS)
        .wouldRun(
            "aws iam update-assume-role-policy --role-name orders --policy-document"
                + " '{\"Statement\":["
                + LAMBDA
                + ","
                + PARTNER.replace(
                    "\"arn:aws:iam::111122223333:root\"", "[\"arn:aws:iam::123456789012:role/a\"]")
                + "]}'")
        .otherwise()
        .isLeftToAPerson("only a person knows", "aws iam update-assume-role-policy …");
  }

  @Test
  void leavesAnAccountOfOldToAPerson() {
    tester
        .given(trusting(LAMBDA + "," + PARTNER))
        .isLeftToAPerson("only a person knows", "aws iam update-assume-role-policy …");
  }

  @Test
  void doesNotLeaveARoleThatNobodyCanTake() {
    tester.given(trusting(PARTNER)).with(provedNew()).isLeftToAPerson("only a person knows");
    tester
        .given(trusting(PARTNER + "," + LAMBDA.replace("Allow", "Deny")))
        .with(provedNew())
        .isLeftToAPerson("only a person knows");
  }

  @Test
  void doesNotWriteWhatCouldNotBeUndone() {
    var deleted = PARTNER.replace("arn:aws:iam::111122223333:root", "AIDAEXAMPLEDELETED001");
    tester
        .given(trusting(LAMBDA + "," + PARTNER + "," + deleted))
        .with(provedNew())
        .isLeftToAPerson("only a person knows");
  }

  private static String conditioned(String statement, String condition) {
    return statement.substring(0, statement.length() - 1) + ",\"Condition\":" + condition + "}";
  }
}
