package dev.rampart.lambda;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.lambda.Orders.URL;
import static dev.rampart.lambda.Orders.allow;
import static dev.rampart.lambda.Orders.with;
import static dev.rampart.lambda.Orders.withUrl;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.tester.Caller;
import dev.rampart.tester.GuardrailTester;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;

final class PublicFunctionUrlTest {
  private static final String ANYONE = "\"*\"";
  private static final String NONE_URL =
      allow(
          "url",
          "lambda:InvokeFunctionUrl",
          ANYONE,
          "\"Condition\": {\"StringEquals\": {\"lambda:FunctionUrlAuthType\": \"NONE\"}}");
  private static final String VIA_URL =
      allow(
          "via",
          "lambda:InvokeFunction",
          ANYONE,
          "\"Condition\": {\"Bool\": {\"lambda:InvokedViaFunctionUrl\": \"true\"}}");

  private final GuardrailTester<FunctionUrl, UrlAccess> url =
      Orders.ofUrls(new PublicFunctionUrl());

  @Test
  void requiresSignaturesAndLeavesThePolicy() {
    url.given(withUrl(with(NONE_URL, VIA_URL), "NONE"))
        .with(provedNew())
        .isFlagged("anyone may call " + URL)
        .would(
            "require AWS signatures on the URL and leave its policy, which lets nobody in without"
                + " them",
            RESTRICTS)
        .wouldRun(
            "aws lambda update-function-url-config --function-name orders --auth-type AWS_IAM");
  }

  @Test
  void saysThatItRestoresWhereCallersHadToSignBefore() {
    url.given(withUrl(with(NONE_URL), "NONE"))
        .with(goodBefore(withUrl(with(), "AWS_IAM").access()))
        .would("require AWS signatures", RESTORES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lambda:InvokeFunctionUrl", "lambda:*", "*"})
  void flagsAUrlThatAWiderStatementOpens(String action) {
    url.given(withUrl(with(allow("open", action, ANYONE, "")), "NONE"))
        .isFlagged("anyone may call")
        // the statement itself is for PublicFunctionPolicy
        .would("require AWS signatures on the URL", RESTRICTS)
        .wouldRun("aws lambda update-function-url-config …");
  }

  @Test
  void leavesAUrlThatAsksForSignatures() {
    url.given(withUrl(with(NONE_URL, VIA_URL), "AWS_IAM")).isLeftAlone();
  }

  @Test
  void leavesAUrlThatNobodyIsLetInto() {
    url.given(withUrl(with(), "NONE")).isLeftAlone();
    // one half of the two permissions opens nothing
    url.given(withUrl(with(VIA_URL), "NONE")).isLeftAlone();
    url.given(withUrl(with(allow("direct", "lambda:InvokeFunction", ANYONE, "")), "NONE"))
        .isLeftAlone();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"StringEquals\": {\"lambda:FunctionUrlAuthType\": \"AWS_IAM\"}}",
        "{\"StringEquals\": {\"lambda:FunctionUrlAuthType\": \"NONE\", \"aws:PrincipalOrgID\":"
            + " \"o-abcdefghij\"}}",
        "{\"StringEquals\": {\"lambda:FunctionUrlAuthType\": \"NONE\", \"aws:SourceVpce\":"
            + " \"vpce-1\"}}",
        "{\"Bool\": {\"lambda:InvokedViaFunctionUrl\": \"false\"}}"
      })
  void leavesAUrlThatOnlyKnownCallersReach(String condition) {
    var statement = allow("url", "lambda:InvokeFunctionUrl", ANYONE, "\"Condition\": " + condition);
    url.given(withUrl(with(statement), "NONE")).isLeftAlone();
  }

  @Test
  void leavesAUrlToNamedPrincipals() {
    var named =
        allow(
            "url",
            "lambda:InvokeFunctionUrl",
            "{\"AWS\": \"arn:aws:iam::123456789012:role/caller\"}",
            "");
    url.given(withUrl(with(named), "NONE")).isLeftAlone();
  }

  @Test
  void leavesNetworksToAPerson() {
    var office =
        allow(
            "url",
            "lambda:InvokeFunctionUrl",
            ANYONE,
            "\"Condition\": {\"IpAddress\": {\"aws:SourceIp\": \"203.0.113.0/24\"}}");
    url.given(withUrl(with(office), "NONE"))
        .isFlagged("anyone in certain networks may call")
        .isLeftToAPerson(
            "networks are the owner's own", "aws lambda update-function-url-config … AWS_IAM");
  }

  @Test
  void leavesUnjudgedWhatItDoesNotUnderstand() {
    var odd =
        allow(
            "url",
            "lambda:InvokeFunctionUrl",
            ANYONE,
            "\"Condition\": {\"StringEquals\": {\"aws:PrincipalTag/team\": \"shop\"}}");
    url.given(withUrl(with(odd), "NONE")).isUndetermined("aws:principaltag/team");
    url.given(withUrl(with(NONE_URL), "OAUTH")).isUndetermined("authenticates by OAUTH");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "prod"})
  void closesAUrlInTheAccount(String qualifier) {
    var account = Orders.urlsOf(new PublicFunctionUrl());
    var lambda = Orders.client(account.person("mallory"));
    Orders.create(account.person("maria"));
    lambda.publishVersion(request -> request.functionName("orders"));
    lambda.createAlias(request -> request.functionName("orders").name("prod").functionVersion("1"));
    open(lambda, qualifier);

    account
        .looksAt(Orders.FUNCTION.at(qualifier).id(FunctionUrl.TYPE))
        .isFlagged("anyone may call https://")
        .isFixed(auditor -> asksForSignatures(auditor, qualifier));
  }

  private static void open(LambdaClient lambda, String qualifier) {
    var alias = Orders.FUNCTION.at(qualifier).requested();
    lambda.createFunctionUrlConfig(
        request ->
            request
                .functionName("orders")
                .qualifier(alias)
                .authType(FunctionUrlAuthType.NONE)
                .cors(cors -> cors.allowOrigins(List.of("https://shop.example"))));
    lambda.addPermission(
        request ->
            request
                .functionName("orders")
                .qualifier(alias)
                .statementId("FunctionURLAllowPublicAccess")
                .action("lambda:InvokeFunctionUrl")
                .principal("*")
                .functionUrlAuthType(FunctionUrlAuthType.NONE));
    lambda.addPermission(
        request ->
            request
                .functionName("orders")
                .qualifier(alias)
                .statementId("FunctionURLInvokeAllowPublicAccess")
                .action("lambda:InvokeFunction")
                .principal("*")
                .invokedViaFunctionUrl(true));
  }

  private static void asksForSignatures(Caller auditor, String qualifier) {
    var config =
        Orders.client(auditor)
            .getFunctionUrlConfig(
                request ->
                    request
                        .functionName("orders")
                        .qualifier(Orders.FUNCTION.at(qualifier).requested()));
    assertThat(config.authType()).isEqualTo(FunctionUrlAuthType.AWS_IAM);
    assertThat(config.cors().allowOrigins()).containsExactly("https://shop.example");
  }
}
