package dev.rampart.lambda;

import static dev.rampart.lambda.Orders.ARN;
import static dev.rampart.lambda.Orders.FUNCTION;
import static dev.rampart.lambda.Orders.allow;
import static dev.rampart.lambda.Orders.permission;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.tester.EmulatedAccount;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;

final class GrantsTest {
  private static final String INVOKE = "lambda:InvokeFunction";

  @Test
  void makesEveryKindOfStatementAgainThatAddPermissionMakes() {
    var maria = EmulatedAccount.empty().person("maria");
    var lambda = Orders.client(maria);
    Orders.create(maria);
    List<Consumer<AddPermissionRequest.Builder>> kinds =
        List.of(
            it -> it.principal("*").action("*"),
            it -> it.principal("123456789012").action("lambda:*"),
            it ->
                it.principal("arn:aws:iam::999999999999:role/caller").action("lambda:GetFunction"),
            it -> it.principal("sns.amazonaws.com").action(INVOKE),
            it ->
                it.principal("s3.amazonaws.com")
                    .action(INVOKE)
                    .sourceArn("arn:aws:s3:::uploads")
                    .sourceAccount("123456789012"),
            it -> it.principal("*").action(INVOKE).principalOrgID("o-abcdefghij"),
            it ->
                it.principal("alexa-connectedhome.amazon.com")
                    .action(INVOKE)
                    .eventSourceToken("amzn1.ask.skill.1"),
            it ->
                it.principal("*").action("lambda:InvokeFunctionUrl").functionUrlAuthType("AWS_IAM"),
            it -> it.principal("*").action("lambda:InvokeFunctionUrl").functionUrlAuthType("NONE"),
            it -> it.principal("*").action(INVOKE).invokedViaFunctionUrl(true));
    for (var kind : kinds) {
      var request = AddPermissionRequest.builder().functionName("orders").statementId("s");
      kind.accept(request);
      var made = lambda.addPermission(request.build()).statement();
      lambda.removePermission(it -> it.functionName("orders").statementId("s"));

      var again = Grants.find(FUNCTION, permission(made));

      assertThat(again).as(made).isPresent();
      assertThat(lambda.addPermission(again.orElseThrow()).statement()).isEqualTo(made);
      lambda.removePermission(it -> it.functionName("orders").statementId("s"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // a principal that AddPermission does not write
        "{\"Sid\": \"s\", \"Effect\": \"Allow\", \"Principal\": {\"AWS\":"
            + " [\"arn:aws:iam::111111111111:root\", \"arn:aws:iam::222222222222:root\"]},"
            + " \"Action\": \"lambda:*\", \"Resource\": \"ARN\"}",
        "{\"Sid\": \"s\", \"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"*\", \"Service\":"
            + " \"s3.amazonaws.com\"}, \"Action\": \"lambda:*\", \"Resource\": \"ARN\"}",
        "{\"Sid\": \"s\", \"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"AIDAEXAMPLE\"},"
            + " \"Action\": \"lambda:*\", \"Resource\": \"ARN\"}",
        "{\"Sid\": \"s\", \"Effect\": \"Allow\", \"NotPrincipal\": {\"AWS\": \"*\"}, \"Action\":"
            + " \"lambda:*\", \"Resource\": \"ARN\"}",
        "{\"Sid\": \"s\", \"Effect\": \"Allow\", \"Action\": \"lambda:*\", \"Resource\": \"ARN\"}",
        // several actions, or other resources
        "{\"Sid\": \"s\", \"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\":"
            + " [\"lambda:InvokeFunction\", \"lambda:GetFunction\"], \"Resource\": \"ARN\"}",
        "{\"Sid\": \"s\", \"Effect\": \"Allow\", \"Principal\": \"*\", \"NotAction\":"
            + " \"lambda:GetFunction\", \"Resource\": \"ARN\"}",
        "{\"Sid\": \"s\", \"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"lambda:*\","
            + " \"Resource\": \"*\"}",
        "{\"Sid\": \"s\", \"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"lambda:*\","
            + " \"Resource\": \"ARN:prod\"}",
        // no id, or one that only RemovePermission takes
        "{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"lambda:*\", \"Resource\":"
            + " \"ARN\"}",
        "{\"Sid\": \"a.b\", \"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"lambda:*\","
            + " \"Resource\": \"ARN\"}",
        "{\"Sid\": \"s\", \"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"lambda:*\","
            + " \"Resource\": \"ARN\"}"
      })
  void leavesWhatAddPermissionCannotSay(String statement) {
    var text = statement.replace("ARN", ARN);
    assertThat(Grants.find(FUNCTION, permission(text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"StringLike\": {\"AWS:SourceArn\": \"arn:aws:s3:::uploads\"}}",
        "{\"StringEquals\": {\"AWS:SourceAccount\": [\"111111111111\", \"222222222222\"]}}",
        "{\"StringEqualsIfExists\": {\"AWS:SourceAccount\": \"111111111111\"}}",
        "{\"ForAllValues:StringEquals\": {\"AWS:SourceAccount\": \"111111111111\"}}",
        "{\"StringNotEquals\": {\"aws:PrincipalOrgID\": \"o-abcdefghij\"}}",
        "{\"IpAddress\": {\"aws:SourceIp\": \"203.0.113.0/24\"}}",
        "{\"Bool\": {\"lambda:InvokedViaFunctionUrl\": \"false\"}}",
        "{\"StringEquals\": {\"AWS:SourceAccount\": \"111111111111\"}, \"ArnLike\":"
            + " {\"aws:PrincipalArn\": \"arn:aws:iam::111111111111:role/a\"}}"
      })
  void leavesConditionsThatAddPermissionCannotWrite(String condition) {
    var text = allow("s", INVOKE, "\"*\"", "\"Condition\": " + condition);
    assertThat(Grants.find(FUNCTION, permission(text))).isEmpty();
  }
}
