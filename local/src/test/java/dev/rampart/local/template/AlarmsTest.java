package dev.rampart.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rampart.emulator.Checkout;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Nothing that is deployed stops working without a sign.
final class AlarmsTest {
  private static final String DEAD_LETTERS = "DeadLetters";
  private static JsonNode resources = new YAMLMapper().missingNode();

  @BeforeAll
  static void read() throws IOException {
    resources = new YAMLMapper().readTree(Checkout.find().template().toFile()).path("Resources");
  }

  @Test
  void everyDeadLetterIsToldOf() {
    assertThat(measuredBy("ApproximateNumberOfMessagesVisible"))
        .isEqualTo(queues().filter(AlarmsTest::holdsDeadLetters).collect(Collectors.toSet()));
    assertThat(named("deadLetterTargetArn", "DeadLetterConfig"))
        .isNotEmpty()
        .allMatch(AlarmsTest::holdsDeadLetters);
  }

  @Test
  void everyQueueThatIsNotWorkedOffIsToldOfBeforeItForgets() {
    assertThat(measuredBy("ApproximateAgeOfOldestMessage"))
        .isEqualTo(queues().filter(queue -> !holdsDeadLetters(queue)).collect(Collectors.toSet()));
    alarms("ApproximateAgeOfOldestMessage")
        .forEach(
            (alarm, properties) ->
                assertThat(properties.path("Threshold").asInt())
                    .as(alarm)
                    .isPositive()
                    .isLessThan(
                        properties(measured(properties)).path("MessageRetentionPeriod").asInt()));
  }

  @Test
  void everyFunctionThatEventsStartIsToldOfWhenItFailsOrFallsSilent() {
    Set<String> started =
        ofType("AWS::Serverless::Function")
            .filter(function -> properties(function).has("Events"))
            .collect(Collectors.toSet());

    assertThat(measuredBy("Errors")).isEqualTo(started);
    assertThat(measuredBy("SweepReport"))
        .isEqualTo(
            started.stream()
                .map(function -> properties(function).path("FunctionName").asText())
                .collect(Collectors.toSet()));
  }

  @Test
  void everySilenceIsToldOfDaily() {
    Set<String> silences =
        ofType("AWS::CloudWatch::Alarm")
            .filter(
                alarm -> properties(alarm).path("TreatMissingData").asText().equals("breaching"))
            .collect(Collectors.toSet());
    String schedules =
        ofType("AWS::Scheduler::Schedule")
            .map(schedule -> properties(schedule).at("/Target/Input").asText())
            .collect(Collectors.joining());

    assertThat(silences)
        .hasSizeGreaterThan(1)
        .allSatisfy(alarm -> assertThat(schedules).contains("\"${" + alarm + "}\""));
  }

  @Test
  void everyAlarmTellsPeople() {
    assertThat(ofType("AWS::CloudWatch::Alarm"))
        .isNotEmpty()
        .allSatisfy(
            alarm ->
                assertThat(properties(alarm).at("/AlarmActions/0").asText())
                    .isEqualTo("AlertTopic"));
  }

  private static boolean holdsDeadLetters(String queue) {
    return queue.endsWith(DEAD_LETTERS);
  }

  private static Set<String> measuredBy(String metric) {
    return alarms(metric).values().stream()
        .map(AlarmsTest::measured)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, JsonNode> alarms(String metric) {
    var alarms = new TreeMap<String, JsonNode>();
    ofType("AWS::CloudWatch::Alarm")
        .filter(alarm -> properties(alarm).path("MetricName").asText().equals(metric))
        .forEach(alarm -> alarms.put(alarm, properties(alarm)));
    return alarms;
  }

  /// The logical id of a queue or function, or the name of a service.
  private static String measured(JsonNode alarm) {
    return alarm.at("/Dimensions/0/Value").asText().replace(".QueueName", "");
  }

  /// The logical ids of what is named under these keys, anywhere.
  private static List<String> named(String... keys) {
    return Stream.of(keys)
        .flatMap(key -> resources.findValues(key).stream())
        .map(value -> value.path("Arn").asText(value.asText()).replace(".Arn", ""))
        .toList();
  }

  private static Stream<String> queues() {
    return ofType("AWS::SQS::Queue");
  }

  private static Stream<String> ofType(String type) {
    return resources.properties().stream()
        .filter(resource -> resource.getValue().path("Type").asText().equals(type))
        .map(Map.Entry::getKey);
  }

  private static JsonNode properties(String logicalId) {
    return resources.path(logicalId).path("Properties");
  }
}
