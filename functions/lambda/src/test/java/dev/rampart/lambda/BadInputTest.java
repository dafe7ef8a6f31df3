package dev.rampart.lambda;

import static dev.rampart.lambda.Orders.ARN;
import static dev.rampart.lambda.Orders.allow;
import static dev.rampart.lambda.Orders.permission;
import static dev.rampart.lambda.Orders.with;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Verdict;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.PolicyLengthExceededException;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/// Policies that are large, odd, or change while they are looked at.
final class BadInputTest {
  private static final String INVOKE = "lambda:InvokeFunction";

  @Test
  void findsOneOfAHundredStatementsOnOneOfTwentyAliasesInTwoCalls() {
    var account = Orders.policiesOf(new PublicFunctionPolicy());
    var maria = account.person("maria");
    var lambda = Orders.client(maria);
    Orders.create(maria);
    lambda.publishVersion(publish -> publish.functionName("orders"));
    for (int i = 0; i < 20; i++) {
      var alias = "alias-" + i;
      lambda.createAlias(create -> create.functionName("orders").name(alias).functionVersion("1"));
    }
    // The 20 KB of a policy hold about this many.
    for (int i = 0; i < 99; i++) {
      var sid = "s" + i;
      lambda.addPermission(
          add ->
              add.functionName("orders:alias-7")
                  .statementId(sid)
                  .action(INVOKE)
                  .principal("123456789012"));
    }
    var seventh = Orders.FUNCTION.at("alias-7").id(FunctionPolicy.TYPE);
    account.learns(seventh);
    lambda.addPermission(
        add ->
            add.functionName("orders:alias-7").statementId("open").action(INVOKE).principal("*"));
    var bot = EmulatedAccount.running().function("rampart-lambda");
    var callsBefore = EmulatedAccount.running().callsOf(bot).size();

    var judged = account.looksAt(seventh);

    assertThat(EmulatedAccount.running().callsOf(bot)).hasSize(callsBefore + 2);
    assertThat(judged.resource().permissions()).hasSize(100);
    judged.isFlagged("anyone may").isFixed();
    assertThat(account.domain().within(Orders.POLICY)).hasSize(22);
  }

  @Test
  void judgesAPolicyOfMoreThanTwentyKilobytes() {
    var statements =
        IntStream.range(0, 1000)
            .mapToObj(i -> allow("s" + i, INVOKE, "{\"AWS\": \"123456789012\"}", ""))
            .toArray(String[]::new);
    statements[500] = allow("open", INVOKE, "\"*\"", "");
    var policy = with(statements);
    assertThat(String.join(",", statements).length()).isGreaterThan(100_000);

    assertThat(wrong(new PublicFunctionPolicy(), policy)).containsExactly("open");
    assertThat(wrong(new UnscopedServicePrincipal(), policy)).isEmpty();
    assertThat(wrong(new CrossAccountPermission(), policy)).isEmpty();
  }

  @Test
  void breaksNothingWhereThereIsNoRoomForTheGuardedStatement() {
    var account = Orders.policiesOf(new UnscopedServicePrincipal());
    var lambda = letsABucketInvoke(account.person("maria"));
    fill(lambda);
    var before = policy(lambda);

    var first = account.looksAt(Orders.POLICY).with(provedNew()).calls().getFirst();

    assertThatThrownBy(() -> send(first)).isInstanceOf(PolicyLengthExceededException.class);
    assertThat(policy(lambda)).isEqualTo(before);
  }

  @Test
  void addsNothingToAPolicyThatChangedSinceItWasJudged() {
    var account = Orders.policiesOf(new UnscopedServicePrincipal());
    var lambda = letsABucketInvoke(account.person("maria"));
    var first = account.looksAt(Orders.POLICY).with(provedNew()).calls().getFirst();
    lambda.removePermission(remove -> remove.functionName("orders").statementId("bucket"));
    lambda.addPermission(
        add ->
            add.functionName("orders")
                .statementId("bucket")
                .action(INVOKE)
                .principal("123456789012"));
    var before = policy(lambda);

    assertThatThrownBy(() -> send(first))
        .isInstanceOfSatisfying(
            PreconditionFailedException.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    assertThat(policy(lambda)).isEqualTo(before);
  }

  @Test
  void changesNothingOfAFunctionDeletedSinceItWasJudged() {
    var account = Orders.policiesOf(new PublicFunctionPolicy());
    var lambda = Orders.client(account.person("maria"));
    Orders.create(account.person("maria"));
    lambda.addPermission(
        add -> add.functionName("orders").statementId("open").action(INVOKE).principal("*"));
    var removal = account.looksAt(Orders.POLICY).with(provedNew()).calls().getFirst();
    lambda.deleteFunction(delete -> delete.functionName("orders"));

    assertThatThrownBy(() -> send(removal)).isInstanceOf(ResourceNotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"größe", "日本", "\uD83D\uDE80", "a\u0000b"})
  void judgesUnicodeAndProposesWhatAddPermissionDoesNotTake(String sid) {
    var statement = allow(sid.replace("\u0000", "\\u0000"), INVOKE, "\"*\"", "");
    Orders.ofPolicies(new PublicFunctionPolicy())
        .given(with(statement))
        .with(provedNew())
        .isFlagged("anyone may")
        .isLeftToAPerson("could not be undone");
    assertThat(Grants.find(Orders.FUNCTION, permission(statement))).isEmpty();
  }

  @Test
  void judgesUnicodeInConditions() {
    Orders.ofPolicies(new PublicFunctionPolicy())
        .given(
            with(
                allow(
                    "s",
                    INVOKE,
                    "\"*\"",
                    "\"Condition\": {\"StringEquals\": {\"aws:SourceAccount\": \"１２３\"}}")))
        .isFlagged("anyone may");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Sid\": \"s\", \"Effect\": \"Allow\", \"Principal\": %s, \"Action\":"
            + " [\"lambda:InvokeFunction\", \"lambda:GetFunction\"], \"Resource\": \"ARN\"}",
        "{\"Sid\": \"s\", \"Effect\": \"Allow\", \"Principal\": %s, \"Action\": \"lambda:*\","
            + " \"Resource\": [\"ARN\", \"ARN:*\"]}"
      })
  void proposesAndNeverRemovesWhatCouldNotBeWrittenAgain(String form) {
    var text = form.replace("ARN", ARN);
    Orders.ofPolicies(new PublicFunctionPolicy())
        .given(with(text.formatted("\"*\"")))
        .with(provedNew())
        .isLeftToAPerson("could not be undone", "aws lambda remove-permission …");
    Orders.ofPolicies(new UnscopedServicePrincipal())
        .given(with(text.formatted("{\"Service\": \"sns.amazonaws.com\"}")))
        .with(provedNew())
        .isLeftToAPerson("could not be undone", "aws lambda remove-permission …");
    var foreign = with(text.formatted("{\"AWS\": \"999999999999\"}"));
    Orders.ofPolicies(new CrossAccountPermission())
        .given(foreign.with(foreign.learned().trusting(Set.of("111111111111"))))
        .with(provedNew())
        .isLeftToAPerson("could not be undone", "aws lambda remove-permission …");
  }

  @Test
  void judgesALargePolicyQuickly() {
    var statements =
        IntStream.range(0, 1000)
            .mapToObj(i -> allow("s" + i, INVOKE, "{\"Service\": \"sns.amazonaws.com\"}", ""))
            .toArray(String[]::new);
    var policy = with(statements);
    var began = System.nanoTime();
    assertThat(wrong(new UnscopedServicePrincipal(), policy)).hasSize(1000);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
  }

  // Without its account, so that whoever takes the name of a deleted bucket may invoke.
  private static LambdaClient letsABucketInvoke(Caller owner) {
    Orders.create(owner);
    Orders.s3(owner).createBucket(create -> create.bucket("uploads"));
    var lambda = Orders.client(owner);
    lambda.addPermission(
        add ->
            add.functionName("orders")
                .statementId("bucket")
                .action(INVOKE)
                .principal("s3.amazonaws.com")
                .sourceArn("arn:aws:s3:::uploads"));
    return lambda;
  }

  private static List<String> wrong(
      Guardrail<FunctionPolicy, Permission> guardrail, FunctionPolicy policy) {
    return guardrail.parts(policy).entrySet().stream()
        .filter(
            each ->
                !(guardrail.check(each.getValue(), policy, Past.unread())
                    instanceof Verdict.Compliant))
        .map(each -> each.getKey())
        .toList();
  }

  // Up to less than one statement below Lambda's limit of 20 KB.
  private static void fill(LambdaClient lambda) {
    try {
      for (int i = 0; i < 200; i++) {
        var sid = "fill-" + i;
        lambda.addPermission(
            add ->
                add.functionName("orders")
                    .statementId(sid)
                    .action(INVOKE)
                    .principal("123456789012"));
      }
      throw new AssertionError("a policy without limit");
    } catch (PolicyLengthExceededException _) {
      // full
    }
  }

  private static String policy(LambdaClient lambda) {
    return lambda.getPolicy(Calls.getPolicy(Orders.FUNCTION)).policy();
  }

  private static void send(Call call) {
    var bot = EmulatedAccount.running().function("rampart-lambda");
    var _ = Orders.operations(bot).of(call.request()).send().apply(call.request());
  }
}
