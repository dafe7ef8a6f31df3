package dev.rampart.lambda;

import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.lambda.Orders.allow;
import static dev.rampart.lambda.Orders.with;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.tester.GuardrailTester;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

final class CrossAccountPermissionTest {
  private static final String INVOKE = "lambda:InvokeFunction";
  private static final String STRANGER = "{\"AWS\": \"arn:aws:iam::999999999999:root\"}";

  private final GuardrailTester<FunctionPolicy, Permission> foreign =
      Orders.ofPolicies(new CrossAccountPermission());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lambda:UpdateFunctionCode",
        "lambda:GetFunction",
        "lambda:*",
        "*",
        "lambda:Invoke*"
      })
  void removesWhatLetsAStrangerDoMoreThanInvoke(String action) {
    var given = foreign.given(trusting("111111111111", allow("s", action, STRANGER, "")));
    if (action.equals("lambda:Invoke*")) {
      given.isLeftToAPerson("partner"); // nothing but calls
      return;
    }
    given
        .with(provedNew())
        .isFlagged("account 999999999999 may " + action.toLowerCase(Locale.ROOT))
        .would("remove statement s, keep the rest of the policy", RESTRICTS)
        .wouldRun(
            "aws lambda remove-permission --function-name orders --statement-id s --revision-id"
                + " revision-1");
  }

  @Test
  void takesNothingFromAnyoneWhereNobodyWasEverNamed() {
    var policy = with(allow("s", "lambda:UpdateFunctionCode", STRANGER, ""));
    foreign
        .given(policy.with(policy.learned().trusting(Set.of())))
        .with(provedNew())
        .isFlagged("account 999999999999 may")
        .isLeftToAPerson("/rampart/trusted-accounts names", "aws lambda remove-permission …");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"lambda:InvokeFunction", "lambda:InvokeFunctionUrl", "lambda:InvokeAsync"})
  void tellsOfAStrangerWhoMayInvoke(String action) {
    foreign
        .given(trusting("111111111111", allow("s", action, STRANGER, "")))
        .with(provedNew())
        .isFlagged("account 999999999999 may")
        .isLeftToAPerson(
            "/rampart/trusted-accounts names those that are", "aws lambda remove-permission …");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"AWS\": \"999999999999\"}",
        "{\"AWS\": \"arn:aws:iam::999999999999:role/caller\"}",
        "{\"AWS\": [\"arn:aws:iam::123456789012:root\", \"arn:aws:iam::999999999999:root\"]}"
      })
  void flagsEverySpellingOfAnAccount(String principal) {
    foreign
        .given(trusting("111111111111", allow("s", INVOKE, principal, "")))
        .isFlagged("account 999999999999 may lambda:invokefunction");
  }

  @Test
  void flagsEveryoneUnderTheConditionOfAnAccount() {
    foreign
        .given(
            trusting(
                "111111111111",
                allow(
                    "s",
                    INVOKE,
                    "\"*\"",
                    "\"Condition\": {\"StringEquals\": {\"AWS:SourceAccount\":"
                        + " \"999999999999\"}}")))
        .isFlagged("account 999999999999");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"AWS\": \"arn:aws:iam::123456789012:role/caller\"}",
        "{\"Service\": \"s3.amazonaws.com\"}",
        // PublicFunctionPolicy's
        "\"*\"",
        "{\"AWS\": \"AIDAEXAMPLE\"}"
      })
  void leavesWhatIsNoOtherAccount(String principal) {
    foreign.given(with(allow("s", "lambda:*", principal, ""))).isLeftAlone();
  }

  @Test
  void leavesAnAccountThatIsTrusted() {
    foreign.given(trusting("999999999999", allow("s", "lambda:*", STRANGER, ""))).isLeftAlone();
  }

  @Test
  void leavesOrganizationsThatAreTrusted() {
    foreign
        .given(trusting("o-ownownown1", ofOrganization("lambda:*", "o-ownownown1")))
        .isLeftAlone();
    foreign
        .given(trusting("o-ownownown1", ofOrganization("lambda:*", "o-ownownown1/r-ab12/*")))
        .isLeftAlone();
  }

  @Test
  void leavesOrganizationsIfTheOwnerNamesNone() {
    foreign
        .given(trusting("111111111111", ofOrganization("lambda:*", "o-otherother1")))
        .isLeftAlone();
  }

  @Test
  void removesWhatLetsAnotherOrganizationDoMoreThanInvoke() {
    foreign
        .given(trusting("o-ownownown1", ofOrganization("lambda:*", "o-otherother1")))
        .isFlagged("every account of organization o-otherother1 may lambda:*")
        .would("remove statement s", RESTRICTS);
    foreign
        .given(trusting("o-ownownown1", ofOrganization(INVOKE, "o-otherother1")))
        .isFlagged("organization o-otherother1 may lambda:invokefunction")
        .isLeftToAPerson("partner", "aws lambda remove-permission …");
  }

  @Test
  void takesNothingFromAStrangerWhoMayBeInTheOwnOrganization() {
    var statement =
        ofOrganization("lambda:*", "o-ownownown1")
            .replace("\"Principal\": \"*\"", "\"Principal\": " + STRANGER);
    foreign.given(trusting("o-ownownown1", statement)).isLeftAlone();
    foreign
        .given(trusting("111111111111", statement))
        .isFlagged("account 999999999999")
        .isLeftToAPerson("partner");
    foreign.given(trusting("o-otherother1", statement)).would("remove statement s", RESTRICTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"o-ownownown1", "o-ownownown1,111111111111"})
  void takesNothingFromAStrangerWhoMayBelongToATrustedOrganization(String trusted) {
    foreign
        .given(trusting(trusted, allow("s", "lambda:GetFunction", STRANGER, "")))
        .with(provedNew())
        .isFlagged("account 999999999999 may lambda:getfunction")
        .isLeftToAPerson(
            "may belong to an organization that is trusted",
            "aws lambda remove-permission --function-name orders --statement-id s --revision-id"
                + " revision-1");
  }

  @Test
  void asksWhomTheOwnerTrusts() {
    foreign.given(with(allow("s", INVOKE, STRANGER, ""))).asksFor(PolicyFact.TRUSTED_ACCOUNTS);
  }

  @Test
  void leavesToAPersonWhatCouldNotBeMadeAgain() {
    foreign
        .given(
            trusting(
                "111111111111",
                allow(
                    "s",
                    "lambda:*",
                    "{\"AWS\": [\"arn:aws:iam::888888888888:root\","
                        + " \"arn:aws:iam::999999999999:root\"]}",
                    "")))
        .isFlagged("accounts 888888888888, 999999999999 may lambda:*")
        .isLeftToAPerson("could not be undone", "aws lambda remove-permission …");
  }

  @Test
  void removesAStrangersRightInTheAccount() {
    var account = Orders.policiesOf(new CrossAccountPermission());
    var lambda = Orders.client(account.person("mallory"));
    Orders.create(account.person("maria"));
    account
        .person("maria")
        .client(SsmClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()))
        .putParameter(
            put ->
                put.name("/rampart/trusted-accounts")
                    .value("111111111111")
                    .type(ParameterType.STRING));
    lambda.addPermission(
        add ->
            add.functionName("orders")
                .statementId("partner")
                .action("lambda:UpdateFunctionCode")
                .principal("111111111111"));
    account.learns(Orders.POLICY);
    lambda.addPermission(
        add ->
            add.functionName("orders")
                .statementId("backdoor")
                .action("lambda:UpdateFunctionCode")
                .principal("arn:aws:iam::999999999999:root"));

    account
        .looksAt(Orders.POLICY)
        .isFlagged("account 999999999999 may lambda:updatefunctioncode")
        .isFixed(
            auditor ->
                assertThat(
                        Orders.client(auditor).getPolicy(Calls.getPolicy(Orders.FUNCTION)).policy())
                    .contains("partner")
                    .doesNotContain("backdoor"));
  }

  private static String ofOrganization(String action, String organization) {
    var key = organization.contains("/") ? "aws:PrincipalOrgPaths" : "aws:PrincipalOrgID";
    var operator = organization.contains("/") ? "ForAnyValue:StringLike" : "StringEquals";
    return allow(
        "s",
        action,
        "\"*\"",
        "\"Condition\": {\"%s\": {\"%s\": \"%s\"}}".formatted(operator, key, organization));
  }

  private static FunctionPolicy trusting(String ids, String statement) {
    var policy = with(statement);
    return policy.with(policy.learned().trusting(Set.of(ids.split(",", -1))));
  }
}
