package dev.rampart.lambda;

import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.lambda.Orders.URL;
import static dev.rampart.lambda.Orders.allow;
import static dev.rampart.lambda.Orders.with;
import static dev.rampart.lambda.Orders.withUrl;
import static dev.rampart.tester.GuardrailTester.provedNew;

import dev.rampart.tester.GuardrailTester;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Policies that only PutResourcePolicy writes, with all that IAM's grammar has.
/// [Source](https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html)
final class WholePolicyTest {
  private static final String INVOKE = "lambda:InvokeFunction";
  private static final String ANYONE = "\"*\"";
  private static final String STRANGER = "{\"AWS\": \"arn:aws:iam::999999999999:root\"}";
  private static final String BOTH =
      "{\"AWS\": \"arn:aws:iam::999999999999:root\", \"Service\": \"s3.amazonaws.com\"}";
  private static final String BUCKET =
      "\"Condition\": {\"ArnLike\": {\"AWS:SourceArn\": \"arn:aws:s3:::uploads\"}}";
  private static final String FENCE =
      "{\"Sid\": \"fence\", \"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"lambda:*\","
          + " \"Resource\": \"*\", \"Condition\":"
          + " {\"StringNotEquals\": {\"aws:PrincipalOrgID\": \"o-ownownown1\"}}}";
  private static final String DENIES = "another statement of the policy denies";

  private final GuardrailTester<FunctionPolicy, Permission> open =
      Orders.ofPolicies(new PublicFunctionPolicy());
  private final GuardrailTester<FunctionPolicy, Permission> foreign =
      Orders.ofPolicies(new CrossAccountPermission());
  private final GuardrailTester<FunctionPolicy, Permission> source =
      Orders.ofPolicies(new UnscopedServicePrincipal());
  private final GuardrailTester<FunctionUrl, UrlAccess> url =
      Orders.ofUrls(new PublicFunctionUrl());

  @Test
  void takesNothingFromAPolicyThatDenies() {
    open.given(with(allow("s", INVOKE, ANYONE, ""), FENCE), "s")
        .with(provedNew())
        .isFlagged("anyone may lambda:invokefunction")
        .isLeftToAPerson(DENIES, "aws lambda remove-permission … --statement-id s …");
    foreign
        .given(trusting(with(allow("s", "lambda:*", STRANGER, ""), FENCE)), "s")
        .with(provedNew())
        .isFlagged("account 999999999999 may lambda:*")
        .isLeftToAPerson(DENIES, "aws lambda remove-permission … --statement-id s …");
    var service = allow("s", INVOKE, "{\"Service\": \"s3.amazonaws.com\"}", BUCKET);
    source
        .given(owning(with(service, FENCE)), "s")
        .with(provedNew())
        .isFlagged("whoever owns bucket uploads")
        .isLeftToAPerson(DENIES, "aws lambda remove-permission … --statement-id s …");
  }

  @Test
  void leavesAUrlOpenThatADenialMayClose() {
    var statement = urlFor("lambda:InvokeFunctionUrl", "StringEquals", "NONE");
    url.given(withUrl(with(statement), "NONE")).with(provedNew()).would("require", RESTRICTS);
    url.given(withUrl(with(statement, FENCE), "NONE"))
        .with(provedNew())
        .isFlagged("anyone may call " + URL)
        .isLeftToAPerson(
            "may keep strangers away after all", "aws lambda update-function-url-config …");
  }

  @Test
  void judgesAnAccountAndAServiceOfOneStatementEach() {
    var policy = trusting(with(allow("s", INVOKE, BOTH, "")));
    open.given(policy).isLeftAlone();
    foreign.given(policy).isFlagged("account 999999999999 may").isLeftToAPerson("partner");
    source
        .given(policy)
        .isFlagged("s3.amazonaws.com may lambda:invokefunction for any AWS account")
        .isLeftToAPerson("could not be undone");
  }

  @Test
  void judgesAServiceBesideEveryone() {
    var principal = "{\"AWS\": \"*\", \"Service\": \"s3.amazonaws.com\"}";
    open.given(with(allow("s", INVOKE, principal, ""))).isFlagged("anyone may");
    var policy = with(allow("s", INVOKE, principal, BUCKET));
    open.given(policy).isLeftAlone();
    source.given(policy).isFlagged("whoever owns bucket uploads");
  }

  @Test
  void leavesUnjudgedAPrincipalThatItDoesNotKnow() {
    var principal =
        "{\"AWS\": \"arn:aws:iam::111111111111:root\", \"Federated\": \"accounts.google.com\"}";
    var policy = trusting(with(allow("s", INVOKE, principal, "")));
    open.given(policy).isUndetermined("principal Federated");
    foreign.given(policy).isLeftAlone();
  }

  @Test
  void leavesSeveralActionsToAPerson() {
    var actions = "[\"lambda:InvokeFunction\", \"lambda:GetFunction\"]";
    var statement = allow("s", "ACTIONS", ANYONE, "").replace("\"ACTIONS\"", actions);
    open.given(with(statement))
        .isFlagged("anyone may lambda:invokefunction, lambda:getfunction")
        .isLeftToAPerson("could not be undone");
    foreign
        .given(trusting(with(statement.replace(ANYONE, STRANGER))))
        .isFlagged("account 999999999999 may lambda:invokefunction, lambda:getfunction")
        .isLeftToAPerson("could not be undone");
  }

  @ParameterizedTest
  @CsvSource({
    "lambda:InvokeFunctionUrl, StringLike, NONE",
    "lambda:InvokeFunctionUrl, StringLike, N*",
    "lambda:InvokeFunctionUrl, ForAnyValue:StringEquals, NONE",
    "lambda:InvokeFunctionUr?, StringEquals, NONE",
    "l*FunctionUrl, StringEquals, NONE"
  })
  void closesAUrlHoweverItWasOpened(String action, String operator, String type) {
    url.given(withUrl(with(urlFor(action, operator, type)), "NONE"))
        .isFlagged("anyone may call " + URL)
        .would("require AWS signatures", RESTRICTS);
  }

  @ParameterizedTest
  @CsvSource({
    "lambda:InvokeFunctionUrl, StringLike, AWS_*",
    "lambda:InvokeFunctionUrl, StringNotLike, NONE",
    "lambda:InvokeFunctionUr, StringEquals, NONE",
    "lambda:Invoke*Version, StringEquals, NONE"
  })
  void leavesAUrlThatIsNotOpened(String action, String operator, String type) {
    url.given(withUrl(with(urlFor(action, operator, type)), "NONE")).isLeftAlone();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Null", "StringEqual"})
  void leavesUnjudgedAUrlUnderAConditionThatItDoesNotKnow(String operator) {
    url.given(withUrl(with(urlFor("lambda:InvokeFunctionUrl", operator, "true")), "NONE"))
        .isUndetermined("condition on lambda:functionurlauthtype");
  }

  @Test
  void readsWhatIsExceptedFromAllActions() {
    var statement = allow("s", "lambda:GetFunction", ANYONE, "").replace("Action", "NotAction");
    url.given(withUrl(with(statement), "NONE")).isFlagged("anyone may call");
    url.given(withUrl(with(statement.replace("GetFunction", "Invoke*")), "NONE")).isLeftAlone();
  }

  private static String urlFor(String action, String operator, String type) {
    return allow(
        "url",
        action,
        ANYONE,
        "\"Condition\": {\"%s\": {\"lambda:FunctionUrlAuthType\": \"%s\"}}"
            .formatted(operator, type));
  }

  private static FunctionPolicy trusting(FunctionPolicy policy) {
    return policy.with(policy.learned().trusting(Set.of("111111111111")));
  }

  private static FunctionPolicy owning(FunctionPolicy policy) {
    return policy.with(policy.learned().owning(Set.of("uploads")));
  }
}
