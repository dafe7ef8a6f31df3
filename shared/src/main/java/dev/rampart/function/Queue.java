package dev.rampart.function;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.change.Change;
import dev.rampart.change.Sweep;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.respond.Requeue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// The function's own queue: where hints come from, and where those that are too early go back to.
final class Queue implements Requeue {
  // SQS: DelaySeconds "Valid values: 0 to 900".
  private static final int LONGEST = 900;
  private static final int PER_BATCH = 10;
  // A message takes 256 KiB; an envelope near that loses what only attribution needs.
  private static final int LARGE = 200_000;

  private final SqsClient client;
  private final String url;

  Queue(SqsClient client, String url) {
    this.client = client;
    this.url = url;
  }

  @Override
  public void later(Change change, ResourceId resource, Duration delay) {
    put(change, change.attempt() + 1, resource, delay);
  }

  /// Puts a hint back that nobody came to look at.
  void again(Change change, ResourceId resource, Duration delay) {
    put(change, change.attempt(), resource, delay);
  }

  private void put(Change change, int attempt, ResourceId resource, Duration delay) {
    var again = envelope("Look Again");
    again
        .putObject("detail")
        .put("attempt", attempt)
        .put("resource", resource.key())
        .set("change", fitting(change));
    var seconds = (int) Math.clamp(delay.toSeconds(), 0, LONGEST);
    client.sendMessage(
        send -> send.queueUrl(url).messageBody(again.toString()).delaySeconds(seconds));
  }

  /// Sends chunks of a sweep in batches, as they come. One that is due later than SQS can hold a
  /// message back says so, for whoever gets it too early.
  void send(Stream<Sweep> chunks) {
    var batch = new ArrayList<SendMessageBatchRequestEntry>();
    var size = 0;
    var place = 0;
    for (var chunk : (Iterable<Sweep>) chunks::iterator) {
      var entry = entry(chunk, place++);
      if (batch.size() == PER_BATCH || size + entry.messageBody().length() > LARGE) {
        send(batch);
        batch.clear();
        size = 0;
      }
      batch.add(entry);
      size += entry.messageBody().length();
    }
    send(batch);
  }

  private void send(List<SendMessageBatchRequestEntry> batch) {
    if (batch.isEmpty()) {
      return;
    }
    var failed =
        client.sendMessageBatch(send -> send.queueUrl(url).entries(List.copyOf(batch))).failed();
    if (!failed.isEmpty()) {
      // What led here is delivered again; chunks that arrive twice are counted once.
      throw new IllegalStateException(
          "SQS refused " + failed.size() + " chunks: " + failed.getFirst().code());
    }
  }

  private static SendMessageBatchRequestEntry entry(Sweep chunk, int place) {
    var message = envelope("Sweep");
    var detail =
        message.putObject("detail").put("sweep", chunk.sweep()).put("chunk", chunk.chunk());
    detail.put("fixOpen", chunk.fixOpen());
    chunk.listed().forEach(detail.putArray("listed")::add);
    chunk.resources().forEach(detail.putArray("resources")::add);
    var early = Duration.between(Instant.now(), chunk.due()).plusMillis(500);
    var delay = Math.max(0, early.toSeconds());
    if (delay > LONGEST) {
      detail.put("due", chunk.due().getEpochSecond());
    }
    return SendMessageBatchRequestEntry.builder()
        .id("c" + place)
        .messageBody(message.toString())
        .delaySeconds((int) Math.min(delay, LONGEST))
        .build();
  }

  private static ObjectNode envelope(String type) {
    return JsonNodeFactory.instance.objectNode().put("source", "rampart").put("detail-type", type);
  }

  private static ObjectNode fitting(Change change) {
    var envelope = (ObjectNode) change.envelope().deepCopy();
    for (var member : List.of("responseElements", "requestParameters")) {
      if (envelope.toString().getBytes(StandardCharsets.UTF_8).length > LARGE
          && envelope.get("detail") instanceof ObjectNode detail) {
        detail.remove(member);
      }
    }
    return envelope;
  }
}
