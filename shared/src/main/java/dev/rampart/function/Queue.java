package dev.rampart.function;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.change.Change;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.respond.Requeue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

  /// One chunk of a sweep.
  record Chunk(
      String sweep, String number, List<String> resources, boolean fixOpen, int delaySeconds) {}

  /// Sends chunks in batches, as they come.
  void send(Stream<Chunk> chunks) {
    var batch = new ArrayList<SendMessageBatchRequestEntry>();
    chunks.forEach(
        chunk -> {
          batch.add(entry(chunk));
          if (batch.size() == PER_BATCH) {
            send(batch);
            batch.clear();
          }
        });
    if (!batch.isEmpty()) {
      send(batch);
    }
  }

  private void send(List<SendMessageBatchRequestEntry> batch) {
    var failed =
        client.sendMessageBatch(send -> send.queueUrl(url).entries(List.copyOf(batch))).failed();
    if (!failed.isEmpty()) {
      // The whole start is delivered again; chunks that arrived twice are counted once.
      throw new IllegalStateException(
          "SQS refused " + failed.size() + " chunks: " + failed.getFirst().code());
    }
  }

  private static SendMessageBatchRequestEntry entry(Chunk chunk) {
    var message = envelope("Sweep");
    var detail =
        message.putObject("detail").put("sweep", chunk.sweep()).put("chunk", chunk.number());
    detail.put("fixOpen", chunk.fixOpen());
    var resources = detail.putArray("resources");
    chunk.resources().forEach(resources::add);
    return SendMessageBatchRequestEntry.builder()
        .id("c" + chunk.number())
        .messageBody(message.toString())
        .delaySeconds(Math.clamp(chunk.delaySeconds(), 0, LONGEST))
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
