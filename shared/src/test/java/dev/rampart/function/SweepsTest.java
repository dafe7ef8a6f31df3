package dev.rampart.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.emulator.Fault;
import dev.rampart.respond.Bot;
import dev.rampart.respond.TestQueue;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// Chunks of a sweep that turn out to be large.
final class SweepsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> PROPERTIES =
      Map.of("aws.region", "us-east-1", "aws.accessKeyId", "ENGINE", "aws.secretAccessKey", "s");
  // Beside its own queue and the mailbox.
  private static final int QUEUES = 10;

  private final Map<String, String> environment = new TreeMap<>();
  private Bot bot;
  private Shelves<TestQueue> shelves;
  private ChangeFunction function;
  private int invocations;
  private int looks;
  private int refusedAt;
  private Duration eachLook = Duration.ZERO;
  private Duration left = Duration.ofMinutes(1);

  @BeforeEach
  void deployed() {
    bot = new Bot();
    PROPERTIES.forEach(System::setProperty);
    System.setProperty("aws.endpointUrl", bot.endpoint());
    environment.put("AWS_REGION", "us-east-1");
    environment.put("RAMPART_TABLE", Bot.TABLE);
    environment.put("RAMPART_TOPIC", Bot.TOPIC);
    environment.put("RAMPART_QUEUE", bot.createQueue("rampart-own-queue"));
    environment.put("RAMPART_MAX_FIXES_PER_HOUR", "50");
    environment.put("RAMPART_ALLOW_RESTORE", "true");
    environment.put("RAMPART_UNDO_FUNCTION", "rampart-sqs-undo:live");
    environment.put("RAMPART_DOMAIN", "sqs");
    environment.put("RAMPART_DOMAINS", "sqs");
    shelves = new Shelves<>(bot.domain(), this::atEachLook);
    function = new ChangeFunction(List.of(shelves), bot.operations(), environment) {};
    for (int i = 0; i < QUEUES; i++) {
      bot.createQueue("q" + i);
    }
    bot.policy("q3", "send=*");
    bot.policy("q7", "send=*");
    bot.emulator().forgetCalls();
  }

  @AfterEach
  void alone() {
    PROPERTIES.keySet().forEach(System::clearProperty);
    System.clearProperty("aws.endpointUrl");
    bot.emulator().clearFaults();
  }

  private void atEachLook() {
    looks++;
    if (looks == refusedAt) {
      bot.emulator()
          .inject(Fault.once("sqs", "ListQueueTags", "Throttling").by("FUNCTION-rampart-sqs"));
    }
    try {
      Thread.sleep(eachLook);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatAVisitHasNoTimeForIsAChunkOfItsOwn() throws IOException {
    start();
    left = Duration.ofSeconds(2);
    eachLook = Duration.ofMillis(300);

    var visits = deliverUntilNothingIsLeft();

    assertThat(visits).isBetween(3, 12);
    assertThat(looks).isEqualTo(QUEUES + 2);
    isReportedOnce();
  }

  @Test
  void whatTakesMoreCallsThanThePaceAllowsIsSpreadOverTime() throws IOException {
    shelves.callsPerSecond = 1;
    start();
    var whole = chunks().getFirst();
    forget();

    deliver(whole);

    // Fifteen calls, three each.
    assertThat(looks).isEqualTo(5);
    assertThat(chunks()).hasSize(1);
    assertThat(chunks().getFirst().at("/detail/listed")).hasSize(QUEUES + 2 - 5);
    assertThat(delays().getFirst()).isBetween(15, 25);
    deliver(chunks().removeFirst());
    assertThat(delays().getLast()).isGreaterThan(delays().getFirst());
    deliverUntilNothingIsLeft();
    isReportedOnce();
  }

  @Test
  void aChunkDeliveredTwiceCountsOnceThoughItIsCutDifferently() throws IOException {
    start();
    var whole = chunks().getFirst();
    left = Duration.ofSeconds(2);
    eachLook = Duration.ofMillis(300);
    deliver(whole);
    eachLook = Duration.ofMillis(90);
    deliver(whole);
    assertThat(bot.received()).isEmpty();

    deliverUntilNothingIsLeft();

    isReportedOnce();
  }

  @Test
  void whatDiesBeforeItIsCountedIsDoneAgainAndReportedOnce() throws IOException {
    start();
    left = Duration.ofSeconds(2);
    eachLook = Duration.ofMillis(300);
    bot.emulator()
        .inject(Fault.once("sqs", "SendMessageBatch", "AccessDenied").by("ENGINE").times(1));
    assertThat(deliver(chunks().getFirst())).containsExactly("m0");

    deliverUntilNothingIsLeft();

    isReportedOnce();
  }

  @Test
  void whoIsRefusedInTheMiddleGoesOnThereLater() throws IOException {
    start();
    var chunk = chunks().getFirst();
    forget();
    refusedAt = 4;

    assertThat(deliver(chunk)).isEmpty();

    assertThat(looks).isEqualTo(4);
    assertThat(delays().getLast()).isGreaterThanOrEqualTo(14);
    deliverUntilNothingIsLeft();
    isReportedOnce();
  }

  @Test
  void aChunkThatIsNotDueYetWaits() throws IOException {
    start();
    var early = chunks().getFirst();
    var due = Instant.now().plus(Duration.ofHours(1)).getEpochSecond();
    early.withObject("/detail").put("due", due);
    forget();

    deliver(early);

    assertThat(looks).isZero();
    assertThat(delays()).containsExactly(900);
    assertThat(chunks().getFirst().at("/detail/due").asLong()).isEqualTo(due);
  }

  @Test
  void whatNobodyLooksAfterAnyMoreHoldsNoReportBack() throws IOException {
    start();
    var chunk = chunks().getFirst();
    function = new ChangeFunction(List.of(), bot.operations(), environment) {};
    assertThat(deliver(chunk)).isEmpty();
    assertThat(bot.received()).hasSize(1);
  }

  @Test
  void aStartThatEndsHalfWayLosesNothingWhenItIsDeliveredAgain() throws IOException {
    var others = others();
    others.beforeTheList =
        () -> {
          throw SdkClientException.create("no connection");
        };
    shelves.shelves = queues(0, QUEUES);
    assertThat(deliver(startMessage())).containsExactly("m0");
    assertThat(chunks()).as("queued before the other kind was listed").hasSize(1);

    // In between, one was deleted and one came: the same number of chunks, cut differently.
    others.beforeTheList = () -> {};
    bot.createQueue("q" + QUEUES);
    shelves.shelves = queues(1, QUEUES + 1);
    assertThat(deliver(startMessage())).isEmpty();
    assertThat(chunks()).hasSize(3);
    deliver(chunks().get(0));
    deliver(chunks().get(2));
    assertThat(bot.received()).as("with a chunk that nobody waits for").isEmpty();
    deliver(chunks().get(1));

    assertThat(bot.received()).hasSize(1);
    var report = bot.received().getFirst();
    assertThat(report.path("domains").path("sqs").asInt()).isEqualTo(QUEUES + 1);
    assertThat(report.path("found")).hasSize(2);
  }

  @Test
  void aKindThatMayNotBeListedIsNotedAndHoldsNoOtherBack() throws IOException {
    others().beforeTheList =
        () -> {
          throw SqsException.builder().statusCode(403).message("no").build();
        };
    start();
    deliverUntilNothingIsLeft();
    isReportedOnce();
    assertThat(bot.received().getFirst().path("notes").toString())
        .contains("AWS::SQS::Other cannot be listed");
  }

  /// Another kind, of a single queue.
  private Shelves<TestQueue> others() {
    var others = new Shelves<>(bot.domain(), "AWS::SQS::Other", () -> {});
    others.shelves = queues(0, 1);
    function = new ChangeFunction(List.of(shelves, others), bot.operations(), environment) {};
    return others;
  }

  private static List<String> queues(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "arn:aws:sqs:us-east-1:123456789012:q" + i)
        .toList();
  }

  /// What EventBridge sends to start a sweep.
  private static ObjectNode startMessage() {
    var message = JSON.createObjectNode().put("id", "e").put("account", "123456789012");
    message.put("source", "rampart").put("detail-type", "Sweep");
    message.putObject("detail");
    return message;
  }

  private void isReportedOnce() {
    assertThat(bot.received()).hasSize(1);
    var report = bot.received().getFirst();
    assertThat(report.path("domains").path("sqs").asInt()).isEqualTo(QUEUES + 2);
    assertThat(report.path("found")).hasSize(2);
    assertThat(report.path("unread")).isEmpty();
  }

  private void start() throws IOException {
    invoke("{\"sweep\":true}");
  }

  /// What the function put into its own queue. It may still be held back, but is in the account's
  /// own book.
  private List<JsonNode> entries() {
    var entries = new ArrayList<JsonNode>();
    bot.emulator().calls(0).stream()
        .filter(call -> call.name().equals("sqs:SendMessageBatch") && call.status() == 200)
        .forEach(call -> call.parameters().path("Entries").forEach(entries::add));
    return entries;
  }

  private List<ObjectNode> chunks() throws IOException {
    var chunks = new ArrayList<ObjectNode>();
    for (var entry : entries()) {
      chunks.add((ObjectNode) JSON.readTree(entry.path("MessageBody").asText()));
    }
    return chunks;
  }

  private List<Integer> delays() {
    return entries().stream().map(each -> each.path("DelaySeconds").asInt()).toList();
  }

  private void forget() {
    bot.emulator().forgetCalls();
  }

  /// Delivers every chunk once, when it is due.
  private int deliverUntilNothingIsLeft() throws IOException {
    var visits = 0;
    for (; visits < chunks().size(); visits++) {
      assertThat(deliver(chunks().get(visits))).isEmpty();
    }
    return visits;
  }

  /// The messages that failed.
  private List<String> deliver(ObjectNode chunk) throws IOException {
    var event = JSON.createObjectNode();
    event.putArray("Records").addObject().put("messageId", "m0").put("body", chunk.toString());
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
        new Invocation("invocation-" + ++invocations, (int) left.toMillis()));
    return JSON.readTree(output.toByteArray());
  }
}
