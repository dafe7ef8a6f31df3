package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rampart.emulator.Fault;
import dev.rampart.emulator.RecordedCall;
import dev.rampart.local.account.AlertInbox.Alert;
import dev.rampart.local.aws.Clients;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/// Watches tell, count, and write nothing.
@ExtendWith(WithBot.class)
final class WatchIT {
  private static final String FUNCTION = "rampart-lambda";
  private static final int FLOOD = 60;

  private final Bot bot;

  WatchIT(Bot bot) {
    this.bot = bot;
  }

  @Test
  void tellsOfCodeThatSomebodyElseThanTheDeployersUploads() throws Exception {
    var function = new Function(bot);
    Story story = function.story();
    uploads(function, "nobody has said who deploys");
    bot.settle();
    assertThat(story.outcomes()).isEmpty();

    try (var _ = bot.with("/rampart/deploy-roles", "pipeline, Auditor")) {
      uploads(function, "and now somebody has");
      Alert alert = story.awaitAlert("REPORTED");
      assertThat(alert.guardrail()).isEqualTo("CodeChangedOutOfBand");
      assertThat(alert.facts().at("/change/principal").asText()).contains("eve@example.org");
      assertThat(alert.facts().path("detail").asText()).contains("SHA-256");
      bot.auditor
          .lambda()
          .updateFunctionCode(
              update ->
                  update
                      .functionName(function.name)
                      .zipFile(SdkBytes.fromUtf8String("a deployment")));
      held();
      bot.settle();
      assertThat(story.alerts()).hasSize(1);
    }
  }

  @Test
  void tellsOfAFloodOfRefusedInvocationsOnceAndHowManyTheyWere() throws Exception {
    var function = new Function(bot);
    Story story = function.story();
    var last = bot.lastCall();
    refused(bot.eve, function.name, FLOOD);

    Alert alert = story.awaitAlert("REPORTED");
    assertThat(alert.guardrail()).isEqualTo("UnauthorizedInvoke");
    story.awaitOutcome("DEBT", FLOOD - 10);
    var end = held();
    bot.settle();
    assertThat(story.alerts()).hasSize(1);

    bot.send(FUNCTION, end);
    story.awaitOutcome("REPORTED", 2);
    bot.settle();
    assertThat(story.alerts())
        .extracting(each -> each.facts().path("detail").asText())
        .containsExactly(
            "an invocation was refused",
            FLOOD
                + " in all within 5 minutes, of which this was the first: an invocation was"
                + " refused");
    assertThat(bot.calls(FUNCTION, last))
        .filteredOn(call -> call.service().equals("lambda"))
        .allMatch(RecordedCall::readOnly);
  }

  @Test
  void tellsWhoTriesToUndoAndDoesNotChaseItself() throws Exception {
    Story story = bot.story("arn:aws:lambda:us-east-1:123456789012:function:rampart-lambda-undo");
    refused(bot.eve, "rampart-lambda-undo", 1);
    assertThat(story.awaitAlert("REPORTED").guardrail()).isEqualTo("UnauthorizedInvoke");
    held();
    bot.settle();
    assertThat(story.alerts()).hasSize(1);
  }

  @Test
  void tellsOfAnInvocationByAnotherAccount() throws Exception {
    var function = new Function(bot);
    Story story = function.story();
    bot.emulator()
        .identify(
            Map.of(
                "AKIASTRANGER",
                Bot.json(
                    """
                    {"type": "AWSAccount", "principalId": "AIDASTRANGER",
                     "accountId": "999999999999"}
                    """)));
    try (var stranger = new Clients(bot.account.endpoint(), "us-east-1", "AKIASTRANGER")) {
      invokes(stranger, function.name);
      invokes(bot.eve, function.name);
    }
    Alert alert = story.awaitAlert("REPORTED");
    assertThat(alert.facts().at("/resource/part").asText()).isEqualTo("from account 999999999999");
    held();
    bot.settle();
    assertThat(story.alerts()).hasSize(1);
  }

  private void uploads(Function function, String code) {
    bot.eve
        .lambda()
        .updateFunctionCode(
            update -> update.functionName(function.name).zipFile(SdkBytes.fromUtf8String(code)));
  }

  private void refused(Clients caller, String function, int times) {
    bot.emulator()
        .inject(
            new Fault(
                "lambda",
                "Invoke",
                caller.accessKeyId(),
                "AccessDeniedException",
                403,
                times,
                false,
                0));
    for (int i = 0; i < times; i++) {
      assertThatThrownBy(() -> invokes(caller, function)).isInstanceOf(LambdaException.class);
    }
  }

  private static void invokes(Clients caller, String function) {
    caller
        .lambda()
        .invoke(invoke -> invoke.functionName(function).invocationType(InvocationType.DRY_RUN));
  }

  /// What ends a window is held back for minutes: it is taken out of the queue, so that nobody has
  /// to wait for it.
  private String held() {
    List<RecordedCall> sent =
        bot.calls(FUNCTION, 0).stream()
            .filter(call -> call.name().equals("sqs:SendMessage"))
            .toList();
    bot.purge(FUNCTION);
    return sent.getLast().parameters().path("MessageBody").asText();
  }
}
