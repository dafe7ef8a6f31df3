package dev.rampart.local.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rampart.emulator.Checkout;
import dev.rampart.emulator.Emulator;
import dev.rampart.local.aws.Clients;
import dev.rampart.local.function.FunctionHost;
import dev.rampart.local.function.Functions;
import dev.rampart.local.template.Deployment;
import dev.rampart.local.template.FunctionSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QueuePumpTest {
  private final List<QueuePump.Batch> batches = new ArrayList<>();
  private Emulator emulator;
  private Clients clients;
  private FunctionHost function;
  private QueuePump pump;
  private String queue;
  private String deadLetters;

  @BeforeAll
  void start(@TempDir Path folder) {
    emulator = Emulator.start(Checkout.find(), 0, folder.resolve("emulator.log"), _ -> {});
    clients = new Clients(emulator.endpoint(), Deployment.REGION, "AKIATEST");
    var source = new FunctionSpec.EventSource("arn:aws:sqs:us-east-1:123456789012:work", 10, true);
    function = Functions.echo(folder, Duration.ofSeconds(5), source);
  }

  @AfterAll
  void stop() {
    function.close();
    clients.close();
    emulator.close();
  }

  @BeforeEach
  void pump() {
    emulator.reset();
    deadLetters = clients.sqs().createQueue(create -> create.queueName("dead")).queueUrl();
    queue =
        clients
            .sqs()
            .createQueue(
                create ->
                    create
                        .queueName("work")
                        .attributes(
                            Map.of(
                                QueueAttributeName.VISIBILITY_TIMEOUT,
                                "1",
                                QueueAttributeName.REDRIVE_POLICY,
                                """
                                {"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead",\
                                "maxReceiveCount":2}\
                                """)))
            .queueUrl();
    pump =
        new QueuePump(
            clients.sqs(), function.spec().sources().getFirst(), queue, function, this::remember);
  }

  @AfterEach
  void end() {
    pump.close();
    synchronized (batches) {
      batches.clear();
    }
  }

  @Test
  void deletesWhatWasHandledAndLeavesTheRestToTheDeadLetterQueue() {
    for (String body : List.of("good one", "bad one", "good two")) {
      clients.sqs().sendMessage(send -> send.queueUrl(queue).messageBody(body));
    }
    pump.wake();

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(bodies(deadLetters)).containsExactly("bad one"));
    assertThat(waiting(queue)).isZero();
    synchronized (batches) {
      assertThat(batches.stream().mapToInt(QueuePump.Batch::failed).sum()).isEqualTo(2);
    }
  }

  @Test
  void redeliversWhatAKilledFunctionHeld() {
    function.warm();
    clients.sqs().sendMessage(send -> send.queueUrl(queue).messageBody("good"));
    function.kill();
    pump.wake();

    await().atMost(Duration.ofSeconds(20)).until(() -> waiting(queue) == 0);
    assertThat(bodies(deadLetters)).isEmpty();
  }

  private void remember(QueuePump.Batch batch) {
    synchronized (batches) {
      batches.add(batch);
    }
  }

  private List<String> bodies(String url) {
    return clients
        .sqs()
        .receiveMessage(
            receive -> receive.queueUrl(url).maxNumberOfMessages(10).visibilityTimeout(0))
        .messages()
        .stream()
        .map(Message::body)
        .toList();
  }

  private int waiting(String url) {
    return clients
        .sqs()
        .getQueueAttributes(
            get ->
                get.queueUrl(url)
                    .attributeNames(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
        .attributes()
        .values()
        .stream()
        .mapToInt(Integer::parseInt)
        .sum();
  }
}
