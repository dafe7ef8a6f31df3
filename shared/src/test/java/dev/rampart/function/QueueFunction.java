package dev.rampart.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.emulator.Fault;
import dev.rampart.emulator.RecordedCall;
import dev.rampart.guardrail.Watch;
import dev.rampart.respond.Bot;
import dev.rampart.respond.Happened;
import dev.rampart.respond.Purges;
import dev.rampart.respond.Readings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The event function of the domain of queues, deployed to an account of its own.
final class QueueFunction implements AutoCloseable {
  static final String GOOD = "send=111122223333";
  static final String BAD = "send=*";

  /// What its queue of data events is called.
  static final String DATA_QUEUE = "rampart-own-queue-data";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> PROPERTIES =
      Map.of("aws.region", "us-east-1", "aws.accessKeyId", "ENGINE", "aws.secretAccessKey", "s");

  /// Milliseconds until Lambda ends an invocation.
  int left = 60_000;

  private final Bot bot;
  private final String queue;
  private final ChangeFunction function;
  private int invocations;
  private int purges;

  QueueFunction(Bot bot) {
    this.bot = bot;
    PROPERTIES.forEach(System::setProperty);
    System.setProperty("aws.endpointUrl", bot.endpoint());
    queue = bot.createQueue("rampart-own-queue");
    function = new Watching(bot, environment());
    bot.emulator().forgetCalls();
  }

  private static final class Watching extends ChangeFunction {
    Watching(Bot bot, Map<String, String> environment) {
      super(List.of(bot.domain()), bot.operations(), environment);
    }

    @Override
    public List<Watch> watches() {
      return List.of(new Purges(), new Readings());
    }
  }

  private Map<String, String> environment() {
    var environment = new TreeMap<String, String>();
    environment.put("AWS_REGION", "us-east-1");
    environment.put("RAMPART_TABLE", Bot.TABLE);
    environment.put("RAMPART_TOPIC", Bot.TOPIC);
    environment.put("RAMPART_QUEUE", queue);
    environment.put("RAMPART_DATA_QUEUE", bot.createQueue(DATA_QUEUE));
    environment.put("RAMPART_MAX_FIXES_PER_HOUR", "50");
    environment.put("RAMPART_ALLOW_RESTORE", "true");
    environment.put("RAMPART_UNDO_FUNCTION", "rampart-sqs-undo:live");
    environment.put("RAMPART_DOMAIN", "sqs");
    environment.put("RAMPART_DOMAINS", "sqs");
    return environment;
  }

  @Override
  public void close() {
    PROPERTIES.keySet().forEach(System::clearProperty);
    System.clearProperty("aws.endpointUrl");
    bot.emulator().clearFaults();
  }

  /// Creates a queue that it knows as good.
  void learned(String name) {
    bot.createQueue(name);
    bot.policy(name, GOOD);
    deliver(changed(name));
  }

  /// The event of a change of a queue.
  static ObjectNode changed(String name) {
    return Happened.call(
        "SetQueueAttributes", name, "arn:aws:iam::123456789012:user/mallory", Instant.now());
  }

  /// The event of a purge of a queue, which is watched.
  ObjectNode purged(String name) {
    var call =
        Happened.call("PurgeQueue", name, "arn:aws:iam::123456789012:user/mallory", Instant.now());
    call.withObject("/detail").put("eventID", "purge-" + ++purges);
    return call;
  }

  /// The data event of a look into a queue.
  static ObjectNode readFrom(String name) {
    var call =
        Happened.call(
            "ReceiveMessage", name, "arn:aws:iam::123456789012:user/mallory", Instant.now());
    call.withObject("/detail").put("eventCategory", "Data");
    return call;
  }

  void fault(Fault fault) {
    bot.emulator().inject(fault.by("FUNCTION-rampart-sqs"));
  }

  List<String> deliver(ObjectNode... messages) {
    var bodies = new String[messages.length];
    for (int i = 0; i < messages.length; i++) {
      bodies[i] = messages[i].toString();
    }
    return deliver(bodies);
  }

  /// The messages that failed.
  List<String> deliver(String... bodies) {
    var event = JSON.createObjectNode();
    var records = event.putArray("Records");
    for (int i = 0; i < bodies.length; i++) {
      records.addObject().put("messageId", "m" + i).put("body", bodies[i]);
    }
    var failed = new ArrayList<String>();
    invoke(event.toString())
        .path("batchItemFailures")
        .forEach(each -> failed.add(each.path("itemIdentifier").asText()));
    return failed;
  }

  JsonNode invoke(String input) {
    var output = new ByteArrayOutputStream();
    try {
      function.handleRequest(
          new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
          output,
          new Invocation("invocation-" + ++invocations, left));
      return JSON.readTree(output.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What it sent to its own queue. It may still be held back, but is in the account's own book.
  List<JsonNode> putBack() {
    return bot.emulator().calls(0).stream()
        .filter(call -> call.name().equals("sqs:SendMessage"))
        .filter(call -> call.status() == 200)
        .map(RecordedCall::parameters)
        .toList();
  }

  /// How many seconds a message that was sent is held back.
  static int delay(JsonNode sent) {
    return sent.path("DelaySeconds").asInt();
  }

  /// The body of a message that was sent.
  static ObjectNode body(JsonNode sent) {
    return read(sent.path("MessageBody").asText());
  }

  /// What lies in its own queue.
  List<ObjectNode> waiting() {
    return bot.messages(queue).stream().map(message -> read(message.body())).toList();
  }

  private static ObjectNode read(String body) {
    try {
      return (ObjectNode) JSON.readTree(body);
    } catch (IOException e) {
      throw new AssertionError(body, e);
    }
  }
}
