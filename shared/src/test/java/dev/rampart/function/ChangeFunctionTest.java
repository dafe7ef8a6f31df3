package dev.rampart.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.emulator.Fault;
import dev.rampart.emulator.RecordedCall;
import dev.rampart.guardrail.Watch;
import dev.rampart.respond.Bot;
import dev.rampart.respond.Happened;
import dev.rampart.respond.Purges;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

/// The event function as Lambda runs it: batches of its queue, and sweeps.
final class ChangeFunctionTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> PROPERTIES =
      Map.of("aws.region", "us-east-1", "aws.accessKeyId", "ENGINE", "aws.secretAccessKey", "s");
  private static final String GOOD = "send=111122223333";
  private static final String BAD = "send=*";

  private Bot bot;
  private String queue;
  private ChangeFunction function;
  private int invocations;
  private int purges;
  private int left = 60_000;

  @BeforeEach
  void deployed() {
    bot = new Bot();
    PROPERTIES.forEach(System::setProperty);
    System.setProperty("aws.endpointUrl", bot.endpoint());
    queue = bot.createQueue("rampart-own-queue");
    function = new TestFunction(bot, environment());
    bot.emulator().forgetCalls();
  }

  @AfterEach
  void alone() {
    PROPERTIES.keySet().forEach(System::clearProperty);
    System.clearProperty("aws.endpointUrl");
    bot.emulator().clearFaults();
  }

  /// The function of the domain of queues.
  private static final class TestFunction extends ChangeFunction {
    TestFunction(Bot bot, Map<String, String> environment) {
      super(List.of(bot.domain()), bot.operations(), environment);
    }

    @Override
    public List<Watch> watches() {
      return List.of(new Purges());
    }
  }

  private Map<String, String> environment() {
    var environment = new TreeMap<String, String>();
    environment.put("AWS_REGION", "us-east-1");
    environment.put("RAMPART_TABLE", Bot.TABLE);
    environment.put("RAMPART_TOPIC", Bot.TOPIC);
    environment.put("RAMPART_QUEUE", queue);
    environment.put("RAMPART_MAX_FIXES_PER_HOUR", "50");
    environment.put("RAMPART_ALLOW_RESTORE", "true");
    environment.put("RAMPART_UNDO_FUNCTION", "rampart-sqs-undo:live");
    environment.put("RAMPART_DOMAIN", "sqs");
    environment.put("RAMPART_DOMAINS", "sqs");
    return environment;
  }

  @Test
  void oneBadMessageNeverHoldsBackAnother() throws IOException {
    learned("one");
    learned("two");
    bot.policy("one", BAD);
    bot.policy("two", BAD);
    fault(Fault.once("sqs", "SetQueueAttributes", "AccessDenied"));
    var failed =
        deliver(
            "not JSON",
            changed("one").toString(),
            "{\"source\":\"other\",\"detail\":{}}",
            "{\"source\":\"rampart\",\"detail-type\":\"Look"
                + " Again\",\"detail\":{\"resource\":\"x\",\"change\":"
                + changed("one")
                + "}}",
            changed("two").toString(),
            changed("absent").toString());
    assertThat(failed).containsExactly("m0", "m3");
    assertThat(bot.state("two")).contains(GOOD);
    assertThat(bot.outcomes()).containsExactlyInAnyOrder("FAILED", "FIXED");
  }

  @Test
  void aResourceThatCannotBeReadFailsAllItsHintsAndNoOther() throws IOException {
    learned("one");
    learned("two");
    bot.policy("two", BAD);
    fault(Fault.once("sqs", "GetQueueUrl", "InternalFailure"));
    assertThat(deliver(changed("one"), changed("one"), changed("two"))).containsExactly("m0", "m1");
    assertThat(bot.state("two")).contains(GOOD);
  }

  @Test
  void whoIsAskedTooOftenIsAskedAgainSoonAndAsIfForTheFirstTime() throws IOException {
    learned("one");
    learned("two");
    bot.policy("one", BAD);
    bot.policy("two", BAD);
    fault(Fault.once("sqs", "GetQueueUrl", "Throttling"));

    assertThat(deliver(changed("one"), changed("one"), changed("two"))).isEmpty();

    assertThat(bot.state("two")).contains(GOOD);
    var sent = putBack();
    assertThat(sent).hasSize(2);
    assertThat(sent).allSatisfy(each -> assertThat(delay(each)).isBetween(5, 15));
    var again = read(sent.getFirst().path("MessageBody").asText());
    assertThat(again.path("detail").path("attempt").asInt()).isZero();
    assertThat(deliver(again)).isEmpty();
    assertThat(bot.state("one")).contains(GOOD);
    assertThat(bot.outcomes()).containsExactly("FIXED", "FIXED");
  }

  @Test
  void whatWasPutBackForHoursFails() throws IOException {
    learned("one");
    fault(Fault.once("sqs", "GetQueueUrl", "Throttling"));
    var old = changed("one");
    ((ObjectNode) old.path("detail"))
        .put("eventTime", Instant.now().minus(Duration.ofHours(7)).toString());
    assertThat(deliver(old)).containsExactly("m0");
    assertThat(putBack()).isEmpty();
  }

  @Test
  void whatCannotBePutBackFails() throws IOException {
    learned("one");
    fault(Fault.once("sqs", "GetQueueUrl", "Throttling"));
    bot.emulator().inject(Fault.once("sqs", "SendMessage", "AccessDenied").by("ENGINE"));
    assertThat(deliver(changed("one"))).containsExactly("m0");
  }

  @Test
  void whatAnInvocationHasNoTimeForIsLookedAtByTheNext() throws IOException {
    learned("one");
    bot.policy("one", BAD);
    left = 0;
    assertThat(deliver(changed("one"))).isEmpty();
    assertThat(bot.outcomes()).isEmpty();
    left = 60_000;
    var sent = putBack();
    assertThat(sent).hasSize(1);
    assertThat(delay(sent.getFirst())).isZero();
    assertThat(deliver(read(sent.getFirst().path("MessageBody").asText()))).isEmpty();
    assertThat(bot.outcomes()).containsExactly("FIXED");
  }

  @Test
  void severalHintsForOneResourceAreOneLook() throws IOException {
    learned("one");
    bot.emulator().forgetCalls();
    assertThat(deliver(changed("one"), changed("one"), changed("one"))).isEmpty();
    assertThat(bot.calls()).isEqualTo(Map.of("reads", 3, "dynamodb:UpdateItem", 1));
  }

  @Test
  void whatIsTooEarlyComesBackThroughItsOwnQueue() throws IOException {
    learned("one");
    bot.tag("one", "updating", "yes");
    assertThat(deliver(changed("one"))).isEmpty();
    bot.untag("one", "updating");
    var sent = putBack().getFirst();
    assertThat(delay(sent)).isEqualTo(20);
    var again = read(sent.path("MessageBody").asText());
    assertThat(again.path("detail").path("attempt").asInt()).isEqualTo(1);
    bot.policy("one", BAD);
    assertThat(deliver(again)).isEmpty();
    assertThat(bot.outcomes()).containsExactly("FIXED");
  }

  @Test
  void whatAWatchSeesIsToldAndItsFigureComesThroughTheOwnQueue() throws IOException {
    bot.createQueue("one");
    assertThat(deliver(purged("one"), changed("one"), purged("one"))).isEmpty();
    assertThat(deliver(purged("one"))).isEmpty();
    assertThat(bot.outcomes()).containsExactly("REPORTED");
    var sent = putBack();
    assertThat(sent).hasSize(1);
    assertThat(delay(sent.getFirst())).isEqualTo(300);
    var end = read(sent.getFirst().path("MessageBody").asText());
    assertThat(deliver(end)).isEmpty();
    assertThat(deliver(end)).isEmpty();
    assertThat(bot.outcomes()).containsExactly("REPORTED", "REPORTED");
    assertThat(bot.received().getLast().path("detail").asText()).startsWith("3 in all");
    assertThat(putBack()).hasSize(1);
  }

  @Test
  void whatAWatchCannotTellNowComesBackForTheWatchAlone() throws IOException {
    bot.createQueue("one");
    // The client itself tries again a few times.
    bot.emulator()
        .inject(Fault.once("ssm", "GetParameters", "ThrottlingException").by("ENGINE").times(99));
    assertThat(deliver(purged("one"))).isEmpty();
    bot.emulator().clearFaults();
    assertThat(bot.outcomes()).isEmpty();
    var again = read(putBack().getFirst().path("MessageBody").asText());
    assertThat(again.path("detail").path("attempt").asInt()).isZero();
    bot.emulator().forgetCalls();
    assertThat(deliver(again)).isEmpty();
    assertThat(bot.outcomes()).containsExactly("REPORTED");
    bot.emulator().inject(Fault.once("sns", "Publish", "AuthorizationError").by("ENGINE"));
    assertThat(deliver(purged("two"), changed("one"))).containsExactly("m0");
  }

  @Test
  void aWatchWaitsUntilTheTagsCanBeRead() throws IOException {
    bot.createQueue("one");
    bot.tag("one", "updating", "yes");
    assertThat(deliver(purged("one"))).isEmpty();
    assertThat(bot.outcomes()).isEmpty();
    bot.untag("one", "updating");
    var again =
        putBack().stream()
            .map(each -> read(each.path("MessageBody").asText()))
            .filter(each -> each.at("/detail/resource").asText().startsWith("Rampart::Watch"))
            .filter(each -> each.at("/detail/attempt").asInt() == 0)
            .toList();
    assertThat(again).hasSize(1);
    assertThat(deliver(again.getFirst())).isEmpty();
    assertThat(bot.outcomes()).containsExactly("REPORTED");
  }

  @Test
  void aWatchThatAnInvocationHasNoTimeForIsAskedByTheNext() throws IOException {
    left = 0;
    assertThat(deliver(purged("one"))).isEmpty();
    left = 60_000;
    assertThat(deliver(read(putBack().getFirst().path("MessageBody").asText()))).isEmpty();
    assertThat(bot.outcomes()).containsExactly("REPORTED");
  }

  @Test
  void anEmptyBatchAndUnknownInput() throws IOException {
    assertThat(deliver(new ObjectNode[0])).isEmpty();
    for (var input :
        List.of("", "{}", "[]", "\"sweep\"", "{\"sweep\":false}", "{\"undo\":\"x\"}")) {
      assertThatThrownBy(() -> invoke(input))
          .as(input)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected SQS records");
    }
  }

  @Test
  void aSweepLooksAtEverythingInChunksAndReportsOnce() throws IOException {
    for (int i = 0; i < 12; i++) {
      bot.createQueue("q" + i);
    }
    bot.policy("q3", BAD);
    var answer = invoke("{\"sweep\":true}");
    // 12 queues, the mailbox, its own.
    assertThat(answer.path("chunks").asInt()).isEqualTo(2);
    var chunks = bodies(received());
    assertThat(chunks).hasSize(2);
    assertThat(deliver(chunks.getFirst())).isEmpty();
    assertThat(deliver(chunks.getFirst())).isEmpty();
    assertThat(bot.outcomes()).isEmpty();
    assertThat(deliver(chunks.getLast())).isEmpty();
    assertThat(deliver(chunks.getLast())).isEmpty();
    var reports = bot.received();
    assertThat(reports).hasSize(1);
    assertThat(reports.getFirst().path("domains").path("sqs").asInt()).isEqualTo(14);
    assertThat(reports.getFirst().path("found")).hasSize(1);
  }

  @Test
  void aChunkThatAnInvocationHasNoTimeForIsPutOff() throws IOException {
    invoke("{\"sweep\":true}");
    var chunk = bodies(received()).getFirst();
    bot.emulator().forgetCalls();
    left = 0;
    assertThat(deliver(chunk)).isEmpty();
    left = 60_000;
    assertThat(bot.received()).isEmpty();
    var again =
        bot.emulator().calls(0).stream()
            .filter(call -> call.name().equals("sqs:SendMessageBatch"))
            .map(call -> call.parameters().path("Entries").path(0))
            .toList();
    assertThat(again).hasSize(1);
    assertThat(delay(again.getFirst())).isEqualTo(15);
    assertThat(deliver(read(again.getFirst().path("MessageBody").asText()))).isEmpty();
    assertThat(bot.received()).hasSize(1);
  }

  @Test
  void aResourceThatCannotBeReadIsAGapInTheReport() throws IOException {
    bot.createQueue("q1");
    invoke("{\"sweep\":true}");
    fault(Fault.once("sqs", "ListQueueTags", "AccessDenied"));
    assertThat(deliver(bodies(received()).getFirst())).isEmpty();
    assertThat(bot.received().getFirst().path("unread")).hasSize(1);
    assertThat(bot.received().getFirst().path("unread").get(0).asText()).contains("AccessDenied");
  }

  @Test
  void aReportThatCouldNotBeSentIsSentWithTheNextDelivery() throws IOException {
    invoke("{\"sweep\":true}");
    var chunk = bodies(received()).getFirst();
    bot.emulator().inject(Fault.once("sns", "Publish", "AuthorizationError").by("ENGINE"));
    assertThat(deliver(chunk)).containsExactly("m0");
    assertThat(bot.received()).isEmpty();
    assertThat(deliver(chunk)).isEmpty();
    assertThat(bot.received()).hasSize(1);
  }

  @Test
  void aPersonMayAskToFixWhatIsOpen() throws IOException {
    learned("one");
    bot.parameter("/rampart/auto-fix", "off");
    bot.policy("one", BAD);
    deliver(changed("one"));
    bot.parameter("/rampart/auto-fix", "on");
    invoke("{\"fix-open\":true}");
    bodies(received())
        .forEach(
            chunk -> {
              assertThat(chunk.path("detail").path("fixOpen").asBoolean()).isTrue();
              deliverSafely(chunk);
            });
    assertThat(bot.state("one")).contains(GOOD);
  }

  private void learned(String name) throws IOException {
    bot.createQueue(name);
    bot.policy(name, GOOD);
    deliver(changed(name));
  }

  private static ObjectNode changed(String name) {
    return Happened.call(
        "SetQueueAttributes", name, "arn:aws:iam::123456789012:user/mallory", Instant.now());
  }

  private ObjectNode purged(String name) {
    var call =
        Happened.call("PurgeQueue", name, "arn:aws:iam::123456789012:user/mallory", Instant.now());
    call.withObject("/detail").put("eventID", "purge-" + ++purges);
    return call;
  }

  private void fault(Fault fault) {
    bot.emulator().inject(fault.by("FUNCTION-rampart-sqs"));
  }

  private void deliverSafely(ObjectNode message) {
    try {
      assertThat(deliver(message)).isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> deliver(ObjectNode... messages) throws IOException {
    var bodies = new String[messages.length];
    for (int i = 0; i < messages.length; i++) {
      bodies[i] = messages[i].toString();
    }
    return deliver(bodies);
  }

  /// The messages that failed.
  private List<String> deliver(String... bodies) throws IOException {
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

  private JsonNode invoke(String input) throws IOException {
    var output = new ByteArrayOutputStream();
    function.handleRequest(
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        output,
        new Invocation("invocation-" + ++invocations, left));
    return JSON.readTree(output.toByteArray());
  }

  /// What the function sent to its own queue. It may still be held back, but is in the account's
  /// own book.
  private List<JsonNode> putBack() {
    return bot.emulator().calls(0).stream()
        .filter(call -> call.name().equals("sqs:SendMessage"))
        .filter(call -> call.status() == 200)
        .map(RecordedCall::parameters)
        .toList();
  }

  private static int delay(JsonNode sent) {
    return sent.path("DelaySeconds").asInt();
  }

  private List<Message> received() {
    return bot.messages(queue);
  }

  private static List<ObjectNode> bodies(List<Message> messages) {
    return messages.stream().map(message -> read(message.body())).toList();
  }

  private static ObjectNode read(String body) {
    try {
      return (ObjectNode) JSON.readTree(body);
    } catch (IOException e) {
      throw new AssertionError(body, e);
    }
  }
}
