package dev.rampart.lambda;

import static dev.rampart.guardrail.Effect.GRANTS;
import static dev.rampart.guardrail.Effect.NARROWS;
import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.lambda.Orders.ARN;
import static dev.rampart.lambda.Orders.allow;
import static dev.rampart.lambda.Orders.permission;
import static dev.rampart.lambda.Orders.with;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.GuardrailTester;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UnscopedServicePrincipalTest {
  private static final String INVOKE = "lambda:InvokeFunction";
  private static final String BUCKET =
      "{\"ArnLike\": {\"AWS:SourceArn\": \"arn:aws:s3:::uploads\"}}";

  private final GuardrailTester<FunctionPolicy, Permission> source =
      Orders.ofPolicies(new UnscopedServicePrincipal());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "sns.amazonaws.com|{}|for any AWS account",
        "events.amazonaws.com|{\"ArnLike\": {\"AWS:SourceArn\": \"*\"}}|for any AWS account",
        "s3.amazonaws.com|{\"ArnLike\": {\"AWS:SourceArn\": \"arn:aws:s3:::*\"}}|for any AWS"
            + " account",
        "apigateway.amazonaws.com|{\"ArnLike\": {\"AWS:SourceArn\":"
            + " \"arn:aws:execute-api:*:*:*\"}}|for any AWS account",
        "sns.amazonaws.com|{\"StringEqualsIfExists\": {\"AWS:SourceAccount\":"
            + " \"123456789012\"}}|for any AWS account",
        "sns.amazonaws.com|{\"StringNotEquals\": {\"AWS:SourceAccount\":"
            + " \"999999999999\"}}|for any AWS account",
        "alexa-appkit.amazon.com|{}|for any AWS account",
        // whoever takes the name of a bucket that was deleted is let in
        "s3.amazonaws.com|{\"ArnLike\": {\"AWS:SourceArn\": \"arn:aws:s3:::uploads\"}}"
            + "|whoever owns bucket uploads"
      })
  void flagsAServiceThatMayActForAnybody(String service, String condition, String forWhom) {
    source
        .given(with(statement(service, condition)))
        .isFlagged(service + " may lambda:invokefunction for")
        .isFlagged(forWhom);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "sns.amazonaws.com|{\"ArnLike\": {\"AWS:SourceArn\":"
            + " \"arn:aws:sns:us-east-1:123456789012:t\"}}",
        "sns.amazonaws.com|{\"StringEquals\": {\"AWS:SourceAccount\": \"123456789012\"}}",
        "s3.amazonaws.com|{\"StringEquals\": {\"AWS:SourceAccount\": \"123456789012\"}}",
        "s3.amazonaws.com|{\"StringEquals\": {\"AWS:SourceAccount\": \"123456789012\"},"
            + " \"ArnLike\": {\"AWS:SourceArn\": \"arn:aws:s3:::uploads\"}}",
        "s3.amazonaws.com|{\"StringEquals\": {\"aws:SourceOrgID\": \"o-abcdefghij\"}}",
        // the account is in the ARN; what follows the API's id is stage, method and path
        "apigateway.amazonaws.com|{\"ArnLike\": {\"AWS:SourceArn\":"
            + " \"arn:aws:execute-api:us-east-1:123456789012:abc/*/*/*\"}}",
        "alexa-appkit.amazon.com|{\"StringEquals\": {\"lambda:EventSourceToken\":"
            + " \"amzn1.ask.skill.1\"}}",
        // Lambda@Edge names neither a source nor an account
        "replicator.lambda.amazonaws.com|{}",
        // somebody else's topic may be meant: whose it is, is said
        "sns.amazonaws.com|{\"StringEquals\": {\"AWS:SourceAccount\": \"999999999999\"}}"
      })
  void leavesAServiceThatSaysForWhom(String service, String condition) {
    source.given(with(statement(service, condition))).isLeftAlone();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"*\"",
        "{\"AWS\": \"arn:aws:iam::123456789012:role/caller\"}",
        "{\"AWS\": \"arn:aws:iam::999999999999:root\"}"
      })
  void leavesWhatIsNoService(String principal) {
    source.given(with(allow("s", INVOKE, principal, ""))).isLeftAlone();
  }

  @Test
  void leavesADenial() {
    source
        .given(
            with(
                "{\"Sid\": \"s\", \"Effect\": \"Deny\", \"Principal\": {\"Service\":"
                    + " \"sns.amazonaws.com\"}, \"Action\": \"*\"}"))
        .isLeftAlone();
  }

  @Test
  void addsTheGuardedStatementBeforeItRemovesTheOldOne() {
    source
        .given(owning("uploads", with(statement("s3.amazonaws.com", BUCKET))))
        .with(provedNew())
        .would(
            "add statement s-guarded for this account only, then remove statement s",
            GRANTS,
            NARROWS)
        .wouldRun(
            "aws lambda add-permission --function-name orders --statement-id s-guarded --action"
                + " lambda:InvokeFunction --principal s3.amazonaws.com --source-arn"
                + " arn:aws:s3:::uploads --source-account 123456789012 --revision-id revision-1",
            "revision2=$(aws lambda get-policy --function-name orders --query RevisionId --output"
                + " text)",
            "aws lambda remove-permission --function-name orders --statement-id s --revision-id"
                + " \"$revision2\"");
  }

  @Test
  void asksWhoseABucketIsOnlyIfItMattersForAFix() {
    var given = source.given(with(statement("s3.amazonaws.com", BUCKET)));
    given.isFlagged("bucket uploads").isLeftToAPerson("not known to be this account's");
    given.with(provedNew()).asksFor(PolicyFact.OWN_BUCKETS);
  }

  @Test
  void leavesABucketOfSomebodyElseToAPerson() {
    source
        .given(owning("others", with(statement("s3.amazonaws.com", BUCKET))))
        .with(provedNew())
        .isLeftToAPerson(
            "bucket uploads is not known to be this account's",
            "aws lambda add-permission … --source-account 123456789012 …",
            "revision2=$(aws lambda get-policy …)",
            "aws lambda remove-permission … --statement-id s --revision-id \"$revision2\"");
  }

  @Test
  void leavesAServiceWithoutAnySourceToAPerson() {
    source
        .given(with(statement("sns.amazonaws.com", "{}")))
        .with(provedNew())
        .isLeftToAPerson(
            "only a person knows which source the service acts for",
            "aws lambda add-permission --function-name orders --statement-id s-guarded --action"
                + " lambda:InvokeFunction --principal sns.amazonaws.com --source-account"
                + " 123456789012 --revision-id revision-1",
            "revision2=$(aws lambda get-policy --function-name orders --query RevisionId --output"
                + " text)",
            "aws lambda remove-permission --function-name orders --statement-id s --revision-id"
                + " \"$revision2\"");
  }

  @Test
  void wouldRatherPutTheAccountOfABucketBackThatItNamed() {
    source
        .given(owning("uploads", with(statement("s3.amazonaws.com", BUCKET))))
        .with(goodBefore(permission(statement("s3.amazonaws.com", ofAccount("123456789012")))))
        .would("put statement s back as it was", RESTRICTS, RESTORES)
        .wouldRun(
            "aws lambda remove-permission … --revision-id revision-1",
            "aws lambda add-permission … --source-arn arn:aws:s3:::uploads --source-account"
                + " 123456789012")
        .otherwise()
        .would("add statement s-guarded for this account only", GRANTS, NARROWS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"ArnLike\": {\"AWS:SourceArn\": \"arn:aws:sns:*:*:*\"}}"})
  void takesNothingFromSourcesThatMayBeMeantSince(String condition) {
    var before =
        condition.equals("{}")
            ? "{\"ArnLike\": {\"AWS:SourceArn\": \"arn:aws:sns:us-east-1:123456789012:t\"}}"
            : "{\"ArnLike\": {\"AWS:SourceArn\": \"arn:aws:sns:*:*:*\"}, \"StringEquals\":"
                + " {\"AWS:SourceAccount\": \"123456789012\"}}";
    source
        .given(with(statement("sns.amazonaws.com", condition)))
        .with(goodBefore(permission(statement("sns.amazonaws.com", before))))
        .isFlagged("sns.amazonaws.com may lambda:invokefunction for any AWS account")
        .isLeftToAPerson(
            "only a person knows whether others are meant since",
            "aws lambda remove-permission … --revision-id revision-1",
            "aws lambda add-permission … --statement-id s … --source-a…");
  }

  @Test
  void neverPutsAnotherBucketBack() {
    var old = ofAccount("123456789012").replace("uploads", "old");
    source
        .given(owning("uploads", with(statement("s3.amazonaws.com", BUCKET))))
        .with(goodBefore(permission(statement("s3.amazonaws.com", old))))
        .would("add statement s-guarded for this account only", GRANTS, NARROWS);
  }

  @Test
  void takesNoBucketForOneThatCannotBe() {
    source
        .given(
            with(
                statement(
                    "s3.amazonaws.com",
                    "{\"ArnLike\": {\"AWS:SourceArn\": \"arn:aws:s3:::arn:x\"}}")))
        .with(provedNew())
        .isLeftToAPerson("which source");
  }

  @Test
  void neverPutsAnotherServiceOrActionBack() {
    var scoped = "{\"StringEquals\": {\"AWS:SourceAccount\": \"123456789012\"}}";
    source
        .given(with(statement("sns.amazonaws.com", "{}")))
        .with(
            goodBefore(
                permission(statement("events.amazonaws.com", scoped)),
                permission(
                    allow(
                        "s",
                        "lambda:*",
                        "{\"Service\": \"sns.amazonaws.com\"}",
                        "\"Condition\": " + scoped))))
        .isLeftToAPerson("which source");
  }

  @Test
  void leavesToAPersonWhatCouldNotBeMadeAgain() {
    source
        .given(
            with(statement("sns.amazonaws.com", "{\"Bool\": {\"aws:SecureTransport\": \"true\"}}")))
        .with(provedNew())
        .isLeftToAPerson("could not be undone", "aws lambda remove-permission …");
  }

  @Test
  void leavesToAPersonWhereTheIdOfTheGuardedStatementIsTaken() {
    var guarded = statement("sns.amazonaws.com", "{}").replace("\"s\"", "\"s-guarded\"");
    source
        .given(with(statement("sns.amazonaws.com", "{}"), guarded), "s")
        .isLeftToAPerson("an id that is not free");
  }

  @Test
  void guardsABucketInTheAccount() {
    var account = Orders.policiesOf(new UnscopedServicePrincipal());
    var lambda = Orders.client(account.person("mallory"));
    Orders.create(account.person("maria"));
    Orders.s3(account.person("maria")).createBucket(create -> create.bucket("uploads"));
    account.learns(Orders.POLICY);
    lambda.addPermission(
        add ->
            add.functionName("orders")
                .statementId("uploads")
                .action(INVOKE)
                .principal("s3.amazonaws.com")
                .sourceArn("arn:aws:s3:::uploads"));

    account
        .looksAt(Orders.POLICY)
        .isFlagged("whoever owns bucket uploads")
        .isFixed(
            auditor ->
                assertThat(
                        Orders.client(auditor).getPolicy(Calls.getPolicy(Orders.FUNCTION)).policy())
                    .contains("uploads-guarded", "123456789012")
                    .doesNotContain("\"uploads\""));
  }

  @Test
  void asksForNoBucketThatIsNotThere() {
    var account = Orders.policiesOf(new UnscopedServicePrincipal());
    var lambda = Orders.client(account.person("mallory"));
    Orders.create(account.person("maria"));
    account.learns(Orders.POLICY);
    lambda.addPermission(
        add ->
            add.functionName("orders")
                .statementId("gone")
                .action(INVOKE)
                .principal("s3.amazonaws.com")
                .sourceArn("arn:aws:s3:::gone"));

    account.looksAt(Orders.POLICY).isLeftToAPerson("bucket gone is not known to be this account's");
    account.staysWithinItsRole();
    assertThat(
            EmulatedAccount.running().callsOf(EmulatedAccount.running().function("rampart-lambda")))
        .anyMatch(each -> each.service().equals("s3"));
  }

  private static String ofAccount(String account) {
    return """
    {"ArnLike": {"AWS:SourceArn": "arn:aws:s3:::uploads"}, "StringEquals": {"AWS:SourceAccount": "%s"}}\
    """
        .formatted(account);
  }

  private static FunctionPolicy owning(String bucket, FunctionPolicy policy) {
    return policy.with(policy.learned().owning(Set.of(bucket)));
  }

  private static String statement(String service, String condition) {
    return """
    {"Sid": "s", "Effect": "Allow", "Principal": {"Service": "%s"}, "Action": "%s", "Resource": "%s",
     "Condition": %s}\
    """
        .formatted(service, INVOKE, ARN, condition);
  }
}
