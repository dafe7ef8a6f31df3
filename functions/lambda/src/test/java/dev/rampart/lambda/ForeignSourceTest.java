package dev.rampart.lambda;

import static dev.rampart.lambda.Orders.allow;
import static dev.rampart.lambda.Orders.with;
import static dev.rampart.tester.GuardrailTester.provedNew;

import dev.rampart.tester.GuardrailTester;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Services that act for somebody else.
final class ForeignSourceTest {
  private static final String OWN = "{\"StringEquals\": {\"AWS:SourceAccount\": \"123456789012\"}}";

  private final GuardrailTester<FunctionPolicy, Permission> foreign =
      Orders.ofPolicies(new CrossAccountPermission());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "s3.amazonaws.com|{\"StringEquals\": {\"AWS:SourceAccount\": \"666666666666\"}}",
        "s3.amazonaws.com|{\"StringEquals\": {\"AWS:SourceAccount\": \"666666666666\"},"
            + " \"ArnLike\": {\"AWS:SourceArn\": \"arn:aws:s3:::attackers\"}}",
        "sns.amazonaws.com|{\"ArnLike\": {\"AWS:SourceArn\":"
            + " \"arn:aws:sns:us-east-1:666666666666:t\"}}",
        "events.amazonaws.com|{\"ArnLike\": {\"AWS:SourceArn\":"
            + " \"arn:aws:events:us-east-1:666666666666:rule/*\"}}",
        // the own account beside another one
        "s3.amazonaws.com|{\"StringEquals\": {\"AWS:SourceAccount\":"
            + " [\"123456789012\", \"666666666666\"]}}",
        // some account of an organization that is not trusted
        "s3.amazonaws.com|{\"StringEquals\": {\"AWS:SourceAccount\": \"666666666666\","
            + " \"aws:SourceOrgID\": \"o-otherother1\"}}",
        // AWS's own topics are topics
        "s3.amazonaws.com|{\"StringEquals\": {\"AWS:SourceAccount\": \"806199016981\"}}"
      })
  void tellsOfAServiceThatActsForAStranger(String service, String condition) {
    foreign
        .given(trusting(statement(service, condition)))
        .with(provedNew())
        .isFlagged(service + " may lambda:invokefunction for account ")
        .isLeftToAPerson(
            "/rampart/trusted-accounts names those that are",
            "aws lambda remove-permission --function-name orders --statement-id s --revision-id"
                + " revision-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "s3.amazonaws.com|{\"StringEquals\": {\"AWS:SourceAccount\": \"111111111111\"}}",
        "s3.amazonaws.com|{\"StringEquals\": {\"AWS:SourceAccount\": \"666666666666\","
            + " \"aws:SourceOrgID\": \"o-ownownown1\"}}",
        "sns.amazonaws.com|{\"ArnLike\": {\"AWS:SourceArn\":"
            + " \"arn:aws:sns:us-east-1:111111111111:t\"}}"
      })
  void leavesAServiceThatActsForWhomTheOwnerTrusts(String service, String condition) {
    foreign.given(trusting(statement(service, condition))).isLeftAlone();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "s3.amazonaws.com|" + OWN,
        // no ARN of a bucket has an account in it
        "s3.amazonaws.com|{\"ArnLike\": {\"AWS:SourceArn\": \"arn:aws:s3:::uploads\"}}",
        "s3.amazonaws.com|{\"StringEquals\": {\"AWS:SourceAccount\": \"123456789012\"},"
            + " \"ArnLike\": {\"AWS:SourceArn\": \"arn:aws:s3:::uploads\"}}",
        "apigateway.amazonaws.com|{\"ArnLike\": {\"AWS:SourceArn\":"
            + " \"arn:aws:execute-api:us-east-1:123456789012:abc/*/*/*\"}}",
        "alexa-appkit.amazon.com|{\"StringEquals\": {\"lambda:EventSourceToken\":"
            + " \"amzn1.ask.skill.1\"}}",
        "replicator.lambda.amazonaws.com|{}",
        // for anybody: UnscopedServicePrincipal says so
        "sns.amazonaws.com|{}",
        "sns.amazonaws.com|{\"StringEquals\": {\"aws:SourceOrgID\": \"o-otherother1\"}}",
        // how AWS's own topics are read
        "sns.amazonaws.com|{\"ArnLike\": {\"AWS:SourceArn\":"
            + " \"arn:aws:sns:us-east-1:806199016981:AmazonIpSpaceChanged\"}}"
      })
  void leavesAServiceThatNamesNoStranger(String service, String condition) {
    foreign.given(with(statement(service, condition))).isLeftAlone();
  }

  @Test
  void asksWhomTheOwnerTrusts() {
    foreign
        .given(with(statement("s3.amazonaws.com", OWN.replace("123456789012", "666666666666"))))
        .asksFor(PolicyFact.TRUSTED_ACCOUNTS);
  }

  private static String statement(String service, String condition) {
    return allow(
        "s",
        "lambda:InvokeFunction",
        "{\"Service\": \"%s\"}".formatted(service),
        "\"Condition\": " + condition);
  }

  private static FunctionPolicy trusting(String statement) {
    var policy = with(statement);
    return policy.with(policy.learned().trusting(Set.of("111111111111", "o-ownownown1")));
  }
}
