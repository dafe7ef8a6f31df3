package dev.rampart.function;

import static dev.rampart.function.QueueFunction.BAD;
import static dev.rampart.function.QueueFunction.GOOD;
import static dev.rampart.function.QueueFunction.body;
import static dev.rampart.function.QueueFunction.changed;
import static dev.rampart.function.QueueFunction.delay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.emulator.Fault;
import dev.rampart.respond.Bot;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// The event function as Lambda runs it: rounds through the account.
final class SweepingFunctionTest {
  private final Bot bot = new Bot();
  @AutoClose private final QueueFunction function = new QueueFunction(bot);

  @Test
  void aSweepLooksAtEverythingInChunksAndReportsOnce() {
    for (int i = 0; i < 12; i++) {
      bot.createQueue("q" + i);
    }
    bot.policy("q3", BAD);
    var answer = function.invoke("{\"sweep\":true}");
    // 12 queues, the mailbox, its own two.
    assertThat(answer.path("chunks").asInt()).isEqualTo(2);
    var chunks = function.waiting();
    assertThat(chunks).hasSize(2);
    assertThat(function.deliver(chunks.getFirst())).isEmpty();
    assertThat(function.deliver(chunks.getFirst())).isEmpty();
    assertThat(bot.outcomes()).isEmpty();
    assertThat(function.deliver(chunks.getLast())).isEmpty();
    assertThat(function.deliver(chunks.getLast())).isEmpty();
    var reports = bot.received();
    assertThat(reports).hasSize(1);
    assertThat(reports.getFirst().path("domains").path("sqs").asInt()).isEqualTo(15);
    assertThat(reports.getFirst().path("found")).hasSize(1);
  }

  @Test
  void aChunkThatAnInvocationHasNoTimeForIsPutOff() {
    function.invoke("{\"sweep\":true}");
    var chunk = function.waiting().getFirst();
    bot.emulator().forgetCalls();
    function.left = 0;
    assertThat(function.deliver(chunk)).isEmpty();
    function.left = 60_000;
    assertThat(bot.received()).isEmpty();
    var again =
        bot.emulator().calls(0).stream()
            .filter(call -> call.name().equals("sqs:SendMessageBatch"))
            .map(call -> call.parameters().path("Entries").path(0))
            .toList();
    assertThat(again).hasSize(1);
    assertThat(delay(again.getFirst())).isEqualTo(15);
    assertThat(function.deliver(body(again.getFirst()))).isEmpty();
    assertThat(bot.received()).hasSize(1);
  }

  @Test
  void aResourceThatCannotBeReadIsAGapInTheReport() {
    bot.createQueue("q1");
    function.invoke("{\"sweep\":true}");
    function.fault(Fault.once("sqs", "ListQueueTags", "AccessDenied"));
    assertThat(function.deliver(function.waiting().getFirst())).isEmpty();
    assertThat(bot.received().getFirst().path("unread")).hasSize(1);
    assertThat(bot.received().getFirst().path("unread").get(0).asText()).contains("AccessDenied");
  }

  @Test
  void aReportThatCouldNotBeSentIsSentWithTheNextDelivery() {
    function.invoke("{\"sweep\":true}");
    var chunk = function.waiting().getFirst();
    bot.emulator().inject(Fault.once("sns", "Publish", "AuthorizationError").by("ENGINE"));
    assertThat(function.deliver(chunk)).containsExactly("m0");
    assertThat(bot.received()).isEmpty();
    assertThat(function.deliver(chunk)).isEmpty();
    assertThat(bot.received()).hasSize(1);
  }

  @Test
  void aPersonMayAskToFixWhatIsOpen() {
    function.learned("one");
    bot.parameter("/rampart/auto-fix", "off");
    bot.policy("one", BAD);
    function.deliver(changed("one"));
    bot.parameter("/rampart/auto-fix", "on");
    function.invoke("{\"fix-open\":true}");
    function
        .waiting()
        .forEach(
            chunk -> {
              assertThat(chunk.path("detail").path("fixOpen").asBoolean()).isTrue();
              assertThat(function.deliver(chunk)).isEmpty();
            });
    assertThat(bot.state("one")).contains(GOOD);
  }
}
