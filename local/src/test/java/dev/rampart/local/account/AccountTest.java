package dev.rampart.local.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rampart.emulator.Checkout;
import dev.rampart.local.aws.Clients;
import dev.rampart.local.function.Functions;
import dev.rampart.local.function.Invocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccountTest {
  private static final String TRUST =
      """
      {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
       "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}}
      """;

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private Account account;
  private Clients person;

  @BeforeAll
  void start(@TempDir Path folder) {
    account =
        Account.start(
            Options.in(Checkout.find(), folder)
                .deploying(Checkout.find().root().resolve("local/src/test/resources/echo.yaml"))
                .withFunctions(List.of(Functions.classes()), Map.of()));
    account.listen(
        new Listener() {
          @Override
          public void logged(String function, String line) {
            lines.add(line);
          }
        });
    account.warm();
  }

  @AfterAll
  void stop() {
    account.close();
  }

  @BeforeEach
  void reset() {
    account.reset();
    lines.clear();
    person = account.person("AKIAEVE", "Developer", "eve");
  }

  @Test
  void bringsAChangeOfAnyoneToTheFunction() {
    person.iam().createRole(create -> create.roleName("app").assumeRolePolicyDocument(TRUST));
    account.settle(Duration.ofSeconds(10));

    assertThat(lines)
        .anySatisfy(line -> assertThat(line).contains("CreateRole", "assumed-role/Developer/eve"));
  }

  @Test
  void leavesFailedCallsAlone() {
    assertThatThrownBy(
            () ->
                person
                    .iam()
                    .putRolePolicy(
                        put -> put.roleName("nobody").policyName("p").policyDocument(TRUST)))
        .isInstanceOf(NoSuchEntityException.class);
    account.settle(Duration.ofSeconds(10));

    assertThat(lines).isEmpty();
  }

  @Test
  void firesItsSchedule() {
    account.sweep();
    account.settle(Duration.ofSeconds(10));

    assertThat(lines).anySatisfy(line -> assertThat(line).contains("Sweep", "schedule"));
  }

  @Test
  void tellsSubscribersOfTampering() {
    person.ssm().putParameter(put -> put.name("/rampart/auto-fix").value("on").overwrite(true));

    await()
        .untilAsserted(
            () ->
                assertThat(account.inbox().alerts())
                    .extracting(AlertInbox.Alert::text)
                    .containsExactly(
                        "\"arn:aws:sts::123456789012:assumed-role/Developer/eve changed"
                            + " /rampart/auto-fix\""));
  }

  @Test
  void invokesByNameAndAlias() {
    assertThat(account.invoke("echo:live", "1")).isInstanceOf(Invocation.Returned.class);
  }

  @Test
  void isInvokedThroughLambdaToo() {
    var answer = invoke("echo:live", "{\"a\": 1}");
    assertThat(answer.functionError()).isNull();
    assertThat(answer.payload().asUtf8String()).contains("\"a\"");
    assertThatThrownBy(() -> invoke("nobody", "1")).isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void aFunctionThatFailsSaysSoThroughLambda() {
    var answer = invoke("echo", "\"throw\"");
    assertThat(answer.functionError()).isEqualTo("Unhandled");
    assertThat(answer.payload().asUtf8String()).contains("errorType", "as asked");
  }

  private InvokeResponse invoke(String function, String payload) {
    return person
        .lambda()
        .invoke(invoke -> invoke.functionName(function).payload(SdkBytes.fromUtf8String(payload)));
  }
}
