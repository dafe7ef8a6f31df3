package dev.rampart.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rampart.tester.EmulatedAccount;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// What people and machines are told.
final class AlertsTest {
  private static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:rampart-alerts";
  private static final String ARN = "arn:aws:iam::123456789012:role/orders";

  @ParameterizedTest
  @ValueSource(strings = {"Role is open", "Röle is öpen\nreally\t!", "😀"})
  void aSubjectIsShortAsciiOnOneLine(String summary) {
    for (var length : List.of(1, 500)) {
      var subject = AlertText.subject(alert(summary.repeat(length), List.of(), List.of(), null));
      assertThat(subject).hasSizeLessThan(100).matches("[ -~]+").startsWith("[HIGH] Fixed: ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:iam::123456789012:role/orders, role/orders",
    "arn:aws:lambda:us-east-1:123456789012:layer:tools:7, tools:7",
    "arn:aws:lambda:us-east-1:123456789012:function:orders:live, orders:live",
    "arn:aws:sqs:us-east-1:123456789012:orders, orders"
  })
  void aSubjectNamesTheResourceInShort(String arn, String name) {
    assertThat(AlertText.shortName(arn)).isEqualTo(name);
  }

  @Test
  void theBodySaysWhoWhatWhenWhyAndHowToUndoIt() {
    var stack = new Alert.Stack("shop", "OrdersRole");
    var body = AlertText.body(alert("Role is open", List.of("aws x"), List.of("aws y"), stack));
    assertThat(body)
        .contains("WHAT     " + ARN)
        .contains("inline: anyone may do anything")
        .contains("WHO      arn:aws:iam::123456789012:user/ann")
        .contains("called PutRolePolicy from 203.0.113.7 with aws-cli")
        .contains("WHEN     2026-03-01T12:00:00Z (2.5s before this alert)")
        .contains("WHY      It matters.")
        .contains("DONE     Put it back.")
        .contains("CloudFormation stack shop (OrdersRole)")
        .contains("  aws lambda invoke --undo")
        .contains("What ran:\n  aws x")
        .contains("By hand:\n  aws y")
        .contains("Account 123456789012, us-east-1. Alert id-1.");
  }

  @Test
  void theBodySaysWhatIsLeftAndHowToFinish() {
    var alert =
        alert("Secret stands open", List.of(), List.of(), null)
            .withFinish(
                new Alert.Finish(
                    "the code reads it", "take it away", "aws lambda invoke --finish"));
    assertThat(AlertText.body(alert))
        .contains("LEFT     to take it away, once the code reads it.")
        .contains("FINISH, once that is so:\n  aws lambda invoke --finish")
        .contains("UNDO, if this was right:\n  aws lambda invoke --undo");
    // What is taken back cannot be finished any more.
    var undone = alert.ending("UNDONE", "Undid it.", "", "aws lambda invoke --undo", alert.at());
    assertThat(AlertText.body(undone)).doesNotContain("--finish");
    assertThat(AlertText.body(alert("Role is open", List.of(), List.of(), null)))
        .doesNotContain("LEFT", "FINISH");
  }

  @Test
  void anOrdinaryAlertArrivesWholeWithAttributesToFilterOn() {
    var message = published(alert("Role is open", List.of("aws x"), List.of(), null));
    assertThat(message.path("Subject").asText()).startsWith("[HIGH] Fixed");
    var facts = read(message.path("Message").asText());
    assertThat(facts.path("fix").path("commands").get(0).asText()).isEqualTo("aws x");
    assertThat(facts.has("shortened")).isFalse();
    for (var name : List.of("severity", "guardrail", "outcome", "account", "region")) {
      assertThat(message.path("MessageAttributes").path(name).path("Value").asText()).isNotEmpty();
    }
  }

  @Test
  void commandsThatDoNotFitAreLeftOutAndTheRestIsToldStill() {
    var policy = "aws iam put-role-policy --policy '{\"a\":\"\\\"b\\\"\"}'".repeat(300);
    var message =
        published(alert("Role is open", Collections.nCopies(20, policy), List.of(), null));
    var facts = read(message.path("Message").asText());
    assertThat(facts.path("shortened").asBoolean()).isTrue();
    assertThat(facts.path("undo").asText()).contains("--undo");
    assertThat(facts.path("fix").path("plan").asText()).isEqualTo("put it back");
  }

  @Test
  void aReportWithThousandsOfFindingsStillArrives() {
    var found = Collections.nCopies(5_000, Map.of("resource", ARN, "detail", "a\"b\"".repeat(20)));
    var message =
        send(alerts -> alerts.send("s", "text", Map.of("found", found), Map.of("outcome", "X")));
    var facts = read(message.path("Message").asText());
    assertThat(facts.path("shortened").asBoolean()).isTrue();
    assertThat(facts.path("found")).isNotEmpty();
  }

  @Test
  void aDetailWithoutEndStillArrives() {
    var alert = alert("s\"".repeat(200_000), List.of(), List.of(), null);
    assertThat(read(published(alert).path("Message").asText()).path("id").asText())
        .isEqualTo("id-1");
  }

  private static JsonNode published(Alert alert) {
    return send(alerts -> alerts.send(alert));
  }

  private interface Sending {
    void with(Alerts alerts);
  }

  private static JsonNode send(Sending sending) {
    var account = EmulatedAccount.empty();
    var person = account.person("PERSON");
    try (var sns = person.client(SnsClient.builder());
        var sqs = person.client(SqsClient.builder())) {
      sns.createTopic(create -> create.name("rampart-alerts"));
      var url = sqs.createQueue(create -> create.queueName("mail")).queueUrl();
      sns.subscribe(
          subscribe ->
              subscribe
                  .topicArn(TOPIC)
                  .protocol("sqs")
                  .endpoint("arn:aws:sqs:us-east-1:123456789012:mail"));
      sending.with(new Alerts(sns, TOPIC));
      var published =
          account.callsOf(person).stream()
              .filter(call -> call.operation().equals("Publish"))
              .findFirst()
              .orElseThrow();
      var message = published.parameters().path("Message").asText();
      assertThat(message.getBytes(StandardCharsets.UTF_8).length).isLessThan(262_144);
      return read(sqs.receiveMessage(get -> get.queueUrl(url)).messages().getFirst().body());
    }
  }

  private static JsonNode read(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static Alert alert(
      String summary, List<String> commands, List<String> byHand, Alert.@Nullable Stack stack) {
    return new Alert(
        "id-1",
        "FIXED",
        "WildcardPolicy",
        "HIGH",
        summary,
        "It matters.",
        new Alert.Where(ARN, "AWS::IAM::Role", "inline"),
        "anyone may do anything",
        new Alert.Who(
            "event-1",
            "PutRolePolicy",
            "iam.amazonaws.com",
            Instant.parse("2026-03-01T12:00:00Z"),
            "arn:aws:iam::123456789012:user/ann",
            "",
            "203.0.113.7",
            "aws-cli"),
        "Put it back.",
        "",
        new Alert.Fix("id-1", List.of("RESTORES"), "put it back", commands),
        "aws lambda invoke --undo",
        null,
        byHand,
        stack,
        "123456789012",
        "us-east-1",
        Instant.parse("2026-03-01T12:00:02.500Z"));
  }
}
