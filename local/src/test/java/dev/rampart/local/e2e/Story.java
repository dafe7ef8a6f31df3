package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.emulator.RecordedCall;
import dev.rampart.local.account.AlertInbox.Alert;
import dev.rampart.local.account.LoggedOutcome;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What happens to one resource from a moment on: what the function says, what people are told.
final class Story {
  private final Bot bot;
  private final String arn;
  private final int outcomesBefore;
  private final int alertsBefore;
  private final long callsBefore;

  Story(Bot bot, String arn) {
    this.bot = bot;
    this.arn = arn;
    this.outcomesBefore = bot.outcomes().size();
    this.alertsBefore = bot.account.inbox().alerts().size();
    this.callsBefore = bot.lastCall();
  }

  String arn() {
    return arn;
  }

  /// Waits until a look ended like this.
  LoggedOutcome awaitOutcome(String word) {
    return awaitOutcome(word, 1);
  }

  /// Waits until that many looks ended like this.
  LoggedOutcome awaitOutcome(String word, int count) {
    await()
        .alias(word + " of " + arn)
        .atMost(Bot.SOON)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> outcomes().stream().filter(each -> each.outcome().equals(word)).count() >= count);
    return outcomes().stream()
        .filter(each -> each.outcome().equals(word))
        .skip(count - 1)
        .findFirst()
        .orElseThrow();
  }

  /// Waits until a function has made that call since, as it is named in calls: `iam:GetRole`.
  void awaitCall(String function, String call) {
    await()
        .alias(call + " of " + function)
        .atMost(Bot.SOON)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> calls(function).stream().anyMatch(each -> each.name().equals(call)));
  }

  List<LoggedOutcome> outcomes() {
    return bot.outcomes().stream()
        .skip(outcomesBefore)
        .filter(each -> each.resource().equals(arn))
        .toList();
  }

  List<String> words() {
    return outcomes().stream().map(LoggedOutcome::outcome).toList();
  }

  /// What people were told about the resource so far.
  List<Alert> alerts() {
    return bot.account.inbox().alerts().stream()
        .skip(alertsBefore)
        .filter(each -> each.facts().at("/resource/arn").asText().equals(arn))
        .toList();
  }

  /// What they were told once nothing more is to come.
  List<Alert> allAlerts() {
    bot.settle();
    return alerts();
  }

  /// Waits for the alert with that outcome.
  Alert awaitAlert(String outcome) {
    await()
        .alias("alert " + outcome + " about " + arn)
        .atMost(Bot.SOON)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> alerts().stream().anyMatch(each -> each.outcome().equals(outcome)));
    return alerts().stream()
        .filter(each -> each.outcome().equals(outcome))
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  /// All calls of a function since.
  List<RecordedCall> calls(String function) {
    return bot.calls(function, callsBefore);
  }

  /// The calls since with which a function changed the resources it looks after.
  List<String> writes(String function) {
    return calls(function).stream()
        .filter(
            call ->
                !call.readOnly()
                    && List.of(
                            "iam",
                            "lambda",
                            "apigateway",
                            "apigatewayv2",
                            "kms",
                            "secretsmanager",
                            "wafv2")
                        .contains(call.service()))
        .map(RecordedCall::name)
        .toList();
  }

  /// Breaks something and holds the bot to all that it promises: put back exactly, told once and in
  /// full, undone on request, spared then, and the undo undone.
  ///
  /// @param call the API call that CloudTrail names
  /// @param state what must come back, read with other credentials
  /// @param broken what the state is like when it is broken
  <T> Alert isFixedUndoneAndRedone(
      String guardrail, String call, Runnable breakage, Supplier<T> state, Consumer<T> broken) {
    T before = state.get();
    breakage.run();

    Alert fixed = isTold("FIXED", guardrail, call);
    assertThat(state.get()).as("state after the fix").isEqualTo(before);
    assertThat(fixed.facts().path("fix").path("commands"))
        .isNotEmpty()
        .allSatisfy(command -> assertThat(command.asText()).matches("(?s)(\\w+=\\$\\()?aws .*"));
    assertThat(fixed.facts().path("done").asText()).isNotEmpty();
    assertThat(allAlerts()).extracting(Alert::outcome).containsExactly("FIXED");
    assertThat(state.get()).as("state at rest").isEqualTo(before);

    lookLater();
    JsonNode undone = bot.run(fixed.facts().path("undo").asText());
    assertThat(undone.path("result").asText()).as(undone.toString()).isEqualTo("undone");
    broken.accept(state.get());
    awaitOutcome("EXEMPT");
    assertThat(allAlerts()).extracting(Alert::outcome).containsExactly("FIXED", "UNDONE");
    broken.accept(state.get());

    lookLater();
    JsonNode redone = bot.run(undone.path("toUndoThis").asText());
    assertThat(redone.path("result").asText()).as(redone.toString()).isEqualTo("undone");
    assertThat(allAlerts()).extracting(Alert::outcome).containsExactly("FIXED", "UNDONE", "UNDONE");
    assertThat(state.get()).as("state after the undo of the undo").isEqualTo(before);
    return fixed;
  }

  /// Types what the alerts about fixes offer, the latest first.
  void isUndone() {
    for (Alert fixed : allAlerts().reversed()) {
      lookLater();
      JsonNode undone = bot.run(fixed.facts().path("undo").asText());
      assertThat(undone.path("result").asText()).as(undone.toString()).isEqualTo("undone");
    }
    bot.settle();
  }

  /// The undo's own change brings the event function here, which would find it still at work and
  /// come back seconds later.
  private void lookLater() {
    bot.emulator().inject(bot.slow("rampart-" + domain(), "*", "*", 1, 1.5));
  }

  private String domain() {
    String service = arn.split(":", -1)[2];
    return switch (service) {
      case "kms", "secretsmanager", "ssm" -> "secrets";
      default -> service;
    };
  }

  /// Waits for an alert and checks that it names the culprit.
  Alert isTold(String outcome, String guardrail, String call) {
    Alert alert = awaitAlert(outcome);
    JsonNode facts = alert.facts();
    assertThat(facts.path("guardrail").asText()).isEqualTo(guardrail);
    JsonNode change = facts.path("change");
    JsonNode event =
        bot.emulator().events(0, Duration.ZERO).stream()
            .map(each -> each.event().path("detail"))
            .filter(
                detail -> detail.path("eventID").asText().equals(change.path("eventId").asText()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no event " + change));
    assertThat(event.path("eventName").asText()).startsWith(call);
    assertThat(change.path("eventName").asText()).isEqualTo(call);
    assertThat(change.path("principal").asText())
        .isEqualTo("arn:aws:sts::123456789012:assumed-role/Developer/eve@example.org");
    assertThat(change.path("session").asText()).isEqualTo("eve@example.org");
    assertThat(change.path("sourceIp").asText())
        .isNotEmpty()
        .isEqualTo(event.path("sourceIPAddress").asText());
    assertThat(alert.subject()).isNotEmpty().hasSizeLessThan(100).matches("\\p{ASCII}+");
    assertThat(facts.path("undo").asText().isEmpty()).isEqualTo(!outcome.equals("FIXED"));
    return alert;
  }
}
