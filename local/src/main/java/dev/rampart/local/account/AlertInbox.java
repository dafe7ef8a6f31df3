package dev.rampart.local.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rampart.local.aws.Clients;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// A subscriber of the alert topic: what it has, people have received.
public final class AlertInbox {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Clients clients;
  private final String queueUrl;
  private final List<Alert> received = new ArrayList<>();

  private AlertInbox(Clients clients, String queueUrl) {
    this.clients = clients;
    this.queueUrl = queueUrl;
  }

  /// Subscribes a queue of its own.
  public static AlertInbox subscribe(Clients clients, String topicArn, String name) {
    String url = clients.sqs().createQueue(create -> create.queueName(name)).queueUrl();
    String arn =
        clients
            .sqs()
            .getQueueAttributes(
                get -> get.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    clients
        .sns()
        .subscribe(subscribe -> subscribe.topicArn(topicArn).protocol("sqs").endpoint(arn));
    return new AlertInbox(clients, url);
  }

  /// Takes in what has arrived and answers everything received so far, oldest first.
  public synchronized List<Alert> alerts() {
    List<Message> messages = receive();
    while (!messages.isEmpty()) {
      for (Message message : messages) {
        received.add(Alert.of(message.body()));
        clients
            .sqs()
            .deleteMessage(
                delete -> delete.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
      }
      messages = receive();
    }
    return List.copyOf(received);
  }

  private List<Message> receive() {
    return clients
        .sqs()
        .receiveMessage(receive -> receive.queueUrl(queueUrl).maxNumberOfMessages(10))
        .messages();
  }

  /// Waits for an alert among those that come after the first `seen`.
  public Optional<Alert> await(int seen, Predicate<Alert> wanted, Duration limit)
      throws InterruptedException {
    Instant end = Instant.now().plus(limit);
    while (true) {
      List<Alert> all = alerts();
      Optional<Alert> found =
          all.subList(Math.min(seen, all.size()), all.size()).stream().filter(wanted).findFirst();
      if (found.isPresent() || Instant.now().isAfter(end)) {
        return found;
      }
      Thread.sleep(30);
    }
  }

  /// One alert as a subscriber got it.
  ///
  /// @param facts the JSON document; missing if the alert is plain text
  /// @param text the message as it came
  public record Alert(String subject, String text, JsonNode facts) {
    static Alert of(String body) {
      try {
        JsonNode envelope = JSON.readTree(body);
        String message = envelope.path("Message").asText();
        return new Alert(envelope.path("Subject").asText(""), message, facts(message));
      } catch (JsonProcessingException e) {
        return new Alert("", body, JSON.missingNode());
      }
    }

    private static JsonNode facts(String message) {
      try {
        JsonNode facts = JSON.readTree(message);
        return facts.isObject() ? facts : JSON.missingNode();
      } catch (JsonProcessingException e) {
        return JSON.missingNode();
      }
    }

    public String outcome() {
      return facts.path("outcome").asText("");
    }

    public String guardrail() {
      return facts.path("guardrail").asText("");
    }
  }
}
