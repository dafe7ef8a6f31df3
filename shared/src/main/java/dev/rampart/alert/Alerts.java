package dev.rampart.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/// Publishes to the alert topic: text to mailboxes, JSON to queues, functions and web hooks.
public final class Alerts {
  // SNS takes 256 KiB for all renderings together; the rest is for attributes.
  private static final int LIMIT = 250_000;
  private static final String CUT = "\n[the rest did not fit]";
  private static final List<String> MACHINES = List.of("sqs", "lambda", "http", "https");

  static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private final SnsClient client;
  private final String topic;

  public Alerts(SnsClient client, String topic) {
    this.client = client;
    this.topic = topic;
  }

  /// Publishes an alert.
  ///
  /// @throws software.amazon.awssdk.core.exception.SdkException if SNS cannot be reached
  public void send(Alert alert) {
    send(
        AlertText.subject(alert),
        AlertText.body(alert),
        alert,
        Map.of(
            "severity", alert.severity(),
            "guardrail", alert.guardrail(),
            "outcome", alert.outcome(),
            "account", alert.account(),
            "region", alert.region()));
  }

  /// Publishes a report that is not about one violation.
  ///
  /// @param facts a record of the same facts
  /// @param attributes what subscribers may filter on
  public void send(String subject, String text, Object facts, Map<String, String> attributes) {
    var message = message(text, JSON.valueToTree(facts));
    client.publish(
        publish ->
            publish
                .topicArn(topic)
                .subject(AlertText.ascii(subject))
                .messageStructure("json")
                .message(message)
                .messageAttributes(typed(attributes)));
  }

  /// Whether anybody gets the alerts, as a sentence.
  ///
  /// @throws software.amazon.awssdk.core.exception.SdkException if SNS cannot be reached
  public String subscriptions() {
    var attributes = client.getTopicAttributes(get -> get.topicArn(topic)).attributes();
    var confirmed = attributes.getOrDefault("SubscriptionsConfirmed", "0");
    var pending = attributes.getOrDefault("SubscriptionsPending", "0");
    var waiting =
        pending.equals("0")
            ? ""
            : " " + pending + " still have to be confirmed (look into the mailbox).";
    return confirmed.equals("0")
        ? "NOBODY gets the alerts yet: no subscription is confirmed." + waiting
        : "Confirmed subscriptions to the alerts: " + confirmed + "." + waiting;
  }

  private static Map<String, MessageAttributeValue> typed(Map<String, String> attributes) {
    var typed = new LinkedHashMap<String, MessageAttributeValue>();
    attributes.forEach(
        (name, value) -> {
          // SNS refuses empty values.
          if (!value.isEmpty()) {
            typed.put(
                name,
                MessageAttributeValue.builder().dataType("String").stringValue(value).build());
          }
        });
    return typed;
  }

  /// All renderings, shortened until SNS takes them: commands first, then long lists, then the
  /// text.
  private static String message(String text, ObjectNode facts) {
    var shown = text;
    var message = renderings(text, facts);
    if (isTooLong(message)) {
      facts.put("shortened", true).remove("byHand");
      if (facts.get("fix") instanceof ObjectNode fix) {
        fix.remove("commands");
      }
      message = renderings(shown, facts);
    }
    for (int length = 4_000; isTooLong(message) && length > 0; length /= 2) {
      shown = cut(text, 4 * length);
      shorten(facts, length);
      message = renderings(shown, facts);
    }
    return message;
  }

  private static boolean isTooLong(String message) {
    return message.getBytes(StandardCharsets.UTF_8).length > LIMIT;
  }

  private static String renderings(String text, ObjectNode facts) {
    var renderings = new LinkedHashMap<String, String>();
    renderings.put("default", text);
    renderings.put("email", text);
    var json = json(facts);
    MACHINES.forEach(protocol -> renderings.put(protocol, json));
    return json(renderings);
  }

  private static void shorten(JsonNode node, int length) {
    switch (node) {
      case ObjectNode object ->
          object
              .properties()
              .forEach(
                  each -> {
                    if (each.getValue().isTextual()) {
                      each.setValue(TextNode.valueOf(cut(each.getValue().asText(), length)));
                    }
                    shorten(each.getValue(), length);
                  });
      case ArrayNode array -> {
        while (array.size() > length / 40) {
          array.remove(array.size() - 1);
        }
        array.forEach(each -> shorten(each, length));
      }
      default -> {}
    }
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + CUT;
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
