package dev.rampart.local.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.local.function.FunctionHost;
import dev.rampart.local.function.Invocation;
import dev.rampart.local.template.FunctionSpec.EventSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// Lambda's event source mapping: takes batches from a queue, invokes the function, and deletes
/// what it handled. What it did not handle comes back when its visibility timeout is over.
public final class QueuePump implements AutoCloseable {
  /// How soon a message is seen that arrived on another way than the router's: delayed,
  /// redelivered.
  private static final Duration LOOK_AGAIN = Duration.ofMillis(400);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SqsClient sqs;
  private final EventSource source;
  private final String queueUrl;
  private final FunctionHost function;
  private final Consumer<Batch> listener;
  private final Semaphore arrivals = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean busy;

  public QueuePump(
      SqsClient sqs,
      EventSource source,
      String queueUrl,
      FunctionHost function,
      Consumer<Batch> listener) {
    this.sqs = sqs;
    this.source = source;
    this.queueUrl = queueUrl;
    this.function = function;
    this.listener = listener;
    this.thread = Thread.ofVirtual().name("pump-" + function.spec().name()).start(this::run);
  }

  public String queueArn() {
    return source.queueArn();
  }

  /// Says that a message was just sent, so that nobody waits for the next look.
  public void wake() {
    arrivals.release();
  }

  /// Whether a batch is under way.
  public boolean isBusy() {
    return busy;
  }

  private void run() {
    try {
      while (!closed) {
        arrivals.tryAcquire(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        arrivals.drainPermits();
        pumpUntilEmpty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pumpUntilEmpty() throws InterruptedException {
    try {
      List<Message> batch = receive();
      while (!closed && !batch.isEmpty()) {
        // Not while it only looks: of many queues there is always one that is being looked at.
        busy = true;
        handle(batch);
        busy = false;
        batch = receive();
      }
    } catch (SdkException e) {
      // The account is being reset or ends; a real mapping would also try again.
      Thread.sleep(LOOK_AGAIN);
    } finally {
      busy = false;
    }
  }

  private List<Message> receive() {
    return sqs.receiveMessage(
            receive ->
                receive
                    .queueUrl(queueUrl)
                    .maxNumberOfMessages(Math.min(10, source.batchSize()))
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
        .messages();
  }

  private void handle(List<Message> batch) {
    Invocation end = function.invoke(event(batch, source.queueArn()).toString());
    Set<String> failed = failed(batch, end);
    listener.accept(new Batch(function.spec().name(), batch.size(), failed.size(), end));
    List<DeleteMessageBatchRequestEntry> done = new ArrayList<>();
    for (Message message : batch) {
      if (!failed.contains(message.messageId())) {
        done.add(
            DeleteMessageBatchRequestEntry.builder()
                .id(String.valueOf(done.size()))
                .receiptHandle(message.receiptHandle())
                .build());
      }
    }
    if (!done.isEmpty()) {
      sqs.deleteMessageBatch(delete -> delete.queueUrl(queueUrl).entries(done));
    }
  }

  /// As Lambda reads an answer: one that it does not understand fails the whole batch.
  private Set<String> failed(List<Message> batch, Invocation end) {
    Set<String> all = new HashSet<>();
    batch.forEach(message -> all.add(message.messageId()));
    if (!(end instanceof Invocation.Returned(String payload, List<String> _))) {
      return all;
    }
    if (!source.reportsFailures()) {
      return Set.of();
    }
    Set<String> failed = new HashSet<>();
    try {
      JsonNode failures = JSON.readTree(payload).path("batchItemFailures");
      for (JsonNode failure : failures) {
        failed.add(failure.path("itemIdentifier").asText());
      }
    } catch (JsonProcessingException e) {
      return all;
    }
    return all.containsAll(failed) ? failed : all;
  }

  /// The event that Lambda makes of messages.
  public static ObjectNode event(List<Message> messages, String queueArn) {
    ObjectNode event = JSON.createObjectNode();
    var records = event.putArray("Records");
    for (Message message : messages) {
      ObjectNode record = records.addObject();
      record.put("messageId", message.messageId());
      record.put("receiptHandle", message.receiptHandle());
      record.put("body", message.body());
      ObjectNode attributes = record.putObject("attributes");
      message.attributesAsStrings().forEach(attributes::put);
      record.putObject("messageAttributes");
      record.put("md5OfBody", message.md5OfBody());
      record.put("eventSource", "aws:sqs");
      record.put("eventSourceARN", queueArn);
      record.put("awsRegion", queueArn.split(":", 6)[3]);
    }
    return event;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  /// One batch that a function was given.
  public record Batch(String function, int messages, int failed, Invocation end) {}
}
