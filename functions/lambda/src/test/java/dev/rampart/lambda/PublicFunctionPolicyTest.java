package dev.rampart.lambda;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.lambda.Orders.ARN;
import static dev.rampart.lambda.Orders.allow;
import static dev.rampart.lambda.Orders.permission;
import static dev.rampart.lambda.Orders.with;
import static dev.rampart.lambda.Orders.withPolicyOf;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.policy.Statement;
import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.GuardrailTester;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;

final class PublicFunctionPolicyTest {
  private static final String INVOKE = "lambda:InvokeFunction";
  private static final String ANYONE = "\"*\"";

  private final GuardrailTester<FunctionPolicy, Permission> policy =
      Orders.ofPolicies(new PublicFunctionPolicy());

  @Test
  void removesJustTheStatementThatLetsAnyoneIn() {
    policy
        .given(
            with(
                allow("open", INVOKE, ANYONE, ""),
                allow("bucket", INVOKE, "{\"Service\": \"s3.amazonaws.com\"}", "")),
            "open")
        .with(provedNew())
        .isFlagged("anyone may lambda:invokefunction")
        .would("remove statement open, keep the rest of the policy", RESTRICTS)
        .wouldRun(
            "aws lambda remove-permission --function-name orders --statement-id open"
                + " --revision-id revision-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // every spelling of everyone
        "\"Principal\": \"*\"",
        "\"Principal\": {\"AWS\": \"*\"}",
        "\"Principal\": {\"AWS\": [\"*\"]}",
        // conditions that do not confine
        "\"Principal\": \"*\", \"Condition\": {\"ArnLike\": {\"AWS:SourceArn\": \"*\"}}",
        "\"Principal\": \"*\", \"Condition\": {\"StringLike\": {\"aws:PrincipalOrgID\": \"o-*\"}}",
        "\"Principal\": \"*\", \"Condition\":"
            + " {\"StringNotEquals\": {\"aws:SourceAccount\": \"999999999999\"}}",
        "\"Principal\": \"*\", \"Condition\":"
            + " {\"StringEqualsIfExists\": {\"aws:SourceAccount\": \"123456789012\"}}",
        "\"Principal\": \"*\", \"Condition\": {\"IpAddress\": {\"aws:SourceIp\": \"0.0.0.0/0\"}}",
        "\"Principal\": \"*\", \"Condition\": {\"Bool\": {\"aws:SecureTransport\": \"true\"}}",
        "\"NotPrincipal\": {\"AWS\": \"arn:aws:iam::123456789012:root\"}"
      })
  void flagsWhatLetsAnyoneIn(String who) {
    policy
        .given(
            with(
                "{\"Sid\": \"s\", \"Effect\": \"Allow\", \"Action\": \"lambda:*\", \"Resource\": \""
                    + ARN
                    + "\", "
                    + who
                    + "}"))
        .isFlagged("anyone may lambda:*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Principal\": {\"Service\": \"s3.amazonaws.com\"}",
        "\"Principal\": {\"AWS\": \"arn:aws:iam::123456789012:root\"}",
        "\"Principal\": {\"AWS\": \"arn:aws:iam::123456789012:role/caller\"}",
        // another account by name is somebody: no business of this guardrail
        "\"Principal\": {\"AWS\": \"arn:aws:iam::999999999999:root\"}",
        "\"Principal\": \"*\", \"Condition\":"
            + " {\"StringEquals\": {\"aws:PrincipalOrgID\": \"o-abcdefghij\"}}",
        "\"Principal\": \"*\", \"Condition\":"
            + " {\"StringEquals\": {\"AWS:SourceAccount\": \"123456789012\"}}",
        "\"Principal\": \"*\", \"Condition\":"
            + " {\"ArnLike\": {\"aws:SourceArn\": \"arn:aws:sns:us-east-1:123456789012:t\"}}",
        "\"Principal\": \"*\", \"Condition\":"
            + " {\"StringEquals\": {\"lambda:EventSourceToken\": \"amzn1.ask.skill.1\"}}",
        "\"Principal\": \"*\", \"Condition\": {\"StringEquals\": {\"aws:SourceVpce\": \"vpce-1\"}}"
      })
  void leavesWhatLetsSomebodyIn(String who) {
    policy
        .given(
            with(
                "{\"Sid\": \"s\", \"Effect\": \"Allow\", \"Action\": \"lambda:InvokeFunction\","
                    + " \"Resource\": \""
                    + ARN
                    + "\", "
                    + who
                    + "}"))
        .isLeftAlone();
  }

  @Test
  void leavesADenial() {
    policy
        .given(
            with("{\"Sid\": \"s\", \"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"*\"}"))
        .isLeftAlone();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lambda:InvokeFunctionUrl|{\"StringEquals\": {\"lambda:FunctionUrlAuthType\": \"NONE\"}}",
        "lambda:InvokeFunction|{\"Bool\": {\"lambda:InvokedViaFunctionUrl\": \"true\"}}"
      })
  void leavesWhatIsOnlyAboutUrlsToTheGuardrailOfUrls(String actionAndCondition) {
    var parts = actionAndCondition.split("\\|", -1);
    policy.given(with(allow("url", parts[0], ANYONE, "\"Condition\": " + parts[1]))).isLeftAlone();
  }

  @Test
  void flagsAWiderActionUnderTheConditionOfAUrl() {
    policy
        .given(
            with(
                allow(
                    "url",
                    "lambda:*",
                    ANYONE,
                    "\"Condition\": {\"StringEquals\": {\"lambda:FunctionUrlAuthType\":"
                        + " \"NONE\"}}")))
        .isFlagged("anyone may lambda:*");
  }

  @Test
  void flagsAUrlThatEveryAccountMayCallWithASignature() {
    policy
        .given(
            with(
                allow(
                    "url",
                    "lambda:InvokeFunctionUrl",
                    ANYONE,
                    "\"Condition\": {\"Bool\": {\"lambda:InvokedViaFunctionUrl\": \"true\"}}")))
        .isFlagged("anyone may lambda:invokefunctionurl");
  }

  @Test
  void flagsASignedUrlThatEveryAccountMayCall() {
    var signed =
        allow(
            "url",
            "lambda:InvokeFunctionUrl",
            ANYONE,
            "\"Condition\": {\"StringEquals\": {\"lambda:FunctionUrlAuthType\": \"AWS_IAM\"}}");
    policy
        .given(with(signed))
        .isFlagged("any AWS account may lambda:invokefunctionurl")
        .wouldRun("aws lambda remove-permission …");
  }

  @Test
  void leavesASignedUrlOfAnOrganization() {
    policy
        .given(
            with(
                allow(
                    "url",
                    "lambda:InvokeFunctionUrl",
                    ANYONE,
                    "\"Condition\": {\"StringEquals\": {\"lambda:FunctionUrlAuthType\":"
                        + " \"AWS_IAM\", \"aws:PrincipalOrgID\": \"o-abcdefghij\"}}")))
        .isLeftAlone();
  }

  @Test
  void namesTheQualifierWhosePolicyItIs() {
    policy
        .given(
            withPolicyOf(
                "prod",
                "{\"Sid\": \"open\", \"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\":"
                    + " \"lambda:InvokeFunction\", \"Resource\": \""
                    + ARN
                    + ":prod\"}"),
            "open")
        .wouldRun(
            "aws lambda remove-permission --function-name orders --statement-id open"
                + " --qualifier prod --revision-id revision-1");
  }

  @Test
  void wouldRatherPutAStatementBackThatNamedItsCallerBefore() {
    var before =
        permission(
            allow(
                "bucket",
                INVOKE,
                "{\"Service\": \"s3.amazonaws.com\"}",
                "\"Condition\": {\"StringEquals\": {\"AWS:SourceAccount\": \"123456789012\"}}"));
    policy
        .given(with(allow("bucket", INVOKE, ANYONE, "")))
        .with(goodBefore(before))
        .would("put statement bucket back as it was", RESTRICTS, RESTORES)
        .wouldRun(
            "aws lambda remove-permission …",
            "aws lambda add-permission --function-name orders --statement-id bucket --action"
                + " lambda:InvokeFunction --principal s3.amazonaws.com --source-account"
                + " 123456789012")
        .otherwise()
        .would("remove statement bucket", RESTRICTS);
  }

  @Test
  void neverPutsAStatementBackThatIsOpenItself() {
    policy
        .given(with(allow("open", "lambda:*", ANYONE, "")))
        .with(goodBefore(permission(allow("open", INVOKE, ANYONE, ""))))
        .would("remove statement open", RESTRICTS);
  }

  @Test
  void leavesToAPersonWhatCouldNotBeMadeAgain() {
    policy
        .given(
            with(
                allow(
                    "odd",
                    INVOKE,
                    ANYONE,
                    "\"Condition\": {\"Bool\": {\"aws:SecureTransport\": true}}")))
        .isFlagged("anyone may")
        .isLeftToAPerson(
            "could not be undone",
            "aws lambda remove-permission --function-name orders --statement-id odd --revision-id"
                + " revision-1");
  }

  @Test
  void leavesToAPersonWhatHasNoId() {
    var kase =
        policy
            .given(
                with(
                    "{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"lambda:*\","
                        + " \"Resource\": \""
                        + ARN
                        + "\"}"))
            .isLeftToAPerson("could not be undone");
    assertThat(kase.commands()).isEmpty();
  }

  @Test
  void leavesNetworksToAPerson() {
    policy
        .given(
            with(
                allow(
                    "office",
                    INVOKE,
                    ANYONE,
                    "\"Condition\": {\"IpAddress\": {\"aws:SourceIp\": \"203.0.113.0/24\"}}")))
        .isFlagged("anyone in certain networks may lambda:invokefunction")
        .isLeftToAPerson("networks are the owner's own", "aws lambda remove-permission …");
  }

  @Test
  void leavesUnjudgedWhatItDoesNotUnderstand() {
    policy
        .given(
            with(
                allow(
                    "odd",
                    INVOKE,
                    ANYONE,
                    "\"Condition\": {\"StringEquals\": {\"aws:PrincipalTag/team\": \"shop\"}}")))
        .isUndetermined("statement odd: condition on aws:principaltag/team");
  }

  @Test
  void leavesUnjudgedAPolicyThatIsNotReadable() {
    var broken = List.of(new Statement(TextNode.valueOf("{oops")));
    policy
        .given(new FunctionPolicy(Orders.POLICY, Map.of(), "", broken))
        .isUndetermined("not readable");
  }

  @Test
  void keepsItsHandsOffRampartItself() {
    var own = new ResourceId(FunctionPolicy.TYPE, ARN.replace("orders", "rampart-iam"));
    var function = with(allow("open", INVOKE, ANYONE, ""));
    policy
        .given(new FunctionPolicy(own, Map.of(), "", function.statements()))
        .isOffLimits("Rampart's own");
    policy.given(function).isInReach();
  }

  @Test
  void closesAnAliasInTheAccountAndNothingElse() {
    var account = Orders.policiesOf(new PublicFunctionPolicy());
    var lambda = Orders.client(account.person("mallory"));
    Orders.create(account.person("maria"));
    lambda.publishVersion(request -> request.functionName("orders"));
    lambda.createAlias(request -> request.functionName("orders").name("prod").functionVersion("1"));
    for (var qualifier : List.of("", "prod", "1")) {
      lambda.addPermission(
          request ->
              request
                  .functionName("orders")
                  .qualifier(Orders.FUNCTION.at(qualifier).requested())
                  .statementId("bucket")
                  .action(INVOKE)
                  .principal("s3.amazonaws.com")
                  .sourceArn("arn:aws:s3:::uploads")
                  .sourceAccount("123456789012"));
    }
    var prod = Orders.FUNCTION.at("prod");
    account.learns(prod.id(FunctionPolicy.TYPE));
    lambda.addPermission(
        request ->
            request
                .functionName("orders:prod")
                .statementId("open")
                .action("lambda:*")
                .principal("*"));

    account
        .looksAt(prod.id(FunctionPolicy.TYPE))
        .isFlagged("anyone may lambda:*")
        .wouldRun("aws lambda remove-permission … --qualifier prod --revision-id …")
        .isFixed(
            auditor ->
                assertThat(Orders.client(auditor).getPolicy(Calls.getPolicy(prod)).policy())
                    .contains("bucket")
                    .doesNotContain("open"));
  }

  @Test
  void doesNotRemoveFromAPolicyThatChangedSinceItWasJudged() {
    var account = Orders.policiesOf(new PublicFunctionPolicy());
    var lambda = Orders.client(account.person("mallory"));
    Orders.create(account.person("maria"));
    lambda.addPermission(
        request ->
            request.functionName("orders").statementId("open").action(INVOKE).principal("*"));
    var judged = account.looksAt(Orders.POLICY);
    lambda.addPermission(
        request ->
            request
                .functionName("orders")
                .statementId("later")
                .action(INVOKE)
                .principal("sns.amazonaws.com"));

    var function = EmulatedAccount.running().function("rampart-lambda");
    var operations = Orders.operations(function);
    var removal = judged.calls().getFirst().request();

    assertThatThrownBy(() -> operations.of(removal).send().apply(removal))
        .isInstanceOfSatisfying(
            PreconditionFailedException.class,
            // the code by which Rampart knows that the state moved on
            e -> assertThat(e.statusCode()).isEqualTo(412));
  }
}
