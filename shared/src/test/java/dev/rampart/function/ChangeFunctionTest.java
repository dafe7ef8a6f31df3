package dev.rampart.function;

import static dev.rampart.function.QueueFunction.BAD;
import static dev.rampart.function.QueueFunction.GOOD;
import static dev.rampart.function.QueueFunction.body;
import static dev.rampart.function.QueueFunction.changed;
import static dev.rampart.function.QueueFunction.delay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.emulator.Fault;
import dev.rampart.respond.Bot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// The event function as Lambda runs it: batches of its queue.
final class ChangeFunctionTest {
  private final Bot bot = new Bot();
  @AutoClose private final QueueFunction function = new QueueFunction(bot);

  @Test
  void oneBadMessageNeverHoldsBackAnother() {
    function.learned("one");
    function.learned("two");
    bot.policy("one", BAD);
    bot.policy("two", BAD);
    function.fault(Fault.once("sqs", "SetQueueAttributes", "AccessDenied"));
    var failed =
        function.deliver(
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
  void aResourceThatCannotBeReadFailsAllItsHintsAndNoOther() {
    function.learned("one");
    function.learned("two");
    bot.policy("two", BAD);
    function.fault(Fault.once("sqs", "GetQueueUrl", "InternalFailure"));
    assertThat(function.deliver(changed("one"), changed("one"), changed("two")))
        .containsExactly("m0", "m1");
    assertThat(bot.state("two")).contains(GOOD);
  }

  @Test
  void whoIsAskedTooOftenIsAskedAgainSoonAndAsIfForTheFirstTime() {
    function.learned("one");
    function.learned("two");
    bot.policy("one", BAD);
    bot.policy("two", BAD);
    function.fault(Fault.once("sqs", "GetQueueUrl", "Throttling"));

    assertThat(function.deliver(changed("one"), changed("one"), changed("two"))).isEmpty();

    assertThat(bot.state("two")).contains(GOOD);
    var sent = function.putBack();
    assertThat(sent).hasSize(2);
    assertThat(sent).allSatisfy(each -> assertThat(delay(each)).isBetween(5, 15));
    var again = body(sent.getFirst());
    assertThat(again.path("detail").path("attempt").asInt()).isZero();
    assertThat(function.deliver(again)).isEmpty();
    assertThat(bot.state("one")).contains(GOOD);
    assertThat(bot.outcomes()).containsExactly("FIXED", "FIXED");
  }

  @Test
  void whatWasPutBackForHoursFails() {
    function.learned("one");
    function.fault(Fault.once("sqs", "GetQueueUrl", "Throttling"));
    var old = changed("one");
    ((ObjectNode) old.path("detail"))
        .put("eventTime", Instant.now().minus(Duration.ofHours(7)).toString());
    assertThat(function.deliver(old)).containsExactly("m0");
    assertThat(function.putBack()).isEmpty();
  }

  @Test
  void whatCannotBePutBackFails() {
    function.learned("one");
    function.fault(Fault.once("sqs", "GetQueueUrl", "Throttling"));
    bot.emulator().inject(Fault.once("sqs", "SendMessage", "AccessDenied").by("ENGINE"));
    assertThat(function.deliver(changed("one"))).containsExactly("m0");
  }

  @Test
  void whatAnInvocationHasNoTimeForIsLookedAtByTheNext() {
    function.learned("one");
    bot.policy("one", BAD);
    function.left = 0;
    assertThat(function.deliver(changed("one"))).isEmpty();
    assertThat(bot.outcomes()).isEmpty();
    function.left = 60_000;
    var sent = function.putBack();
    assertThat(sent).hasSize(1);
    assertThat(delay(sent.getFirst())).isZero();
    assertThat(function.deliver(body(sent.getFirst()))).isEmpty();
    assertThat(bot.outcomes()).containsExactly("FIXED");
  }

  @Test
  void severalHintsForOneResourceAreOneLook() {
    function.learned("one");
    bot.emulator().forgetCalls();
    assertThat(function.deliver(changed("one"), changed("one"), changed("one"))).isEmpty();
    assertThat(bot.calls()).isEqualTo(Map.of("reads", 3, "dynamodb:UpdateItem", 1));
  }

  @Test
  void whatIsTooEarlyComesBackThroughItsOwnQueue() {
    function.learned("one");
    bot.tag("one", "updating", "yes");
    assertThat(function.deliver(changed("one"))).isEmpty();
    bot.untag("one", "updating");
    var sent = function.putBack().getFirst();
    assertThat(delay(sent)).isEqualTo(20);
    var again = body(sent);
    assertThat(again.path("detail").path("attempt").asInt()).isEqualTo(1);
    bot.policy("one", BAD);
    assertThat(function.deliver(again)).isEmpty();
    assertThat(bot.outcomes()).containsExactly("FIXED");
  }

  @Test
  void anEmptyBatchAndUnknownInput() {
    assertThat(function.deliver(new ObjectNode[0])).isEmpty();
    for (var input :
        List.of("", "{}", "[]", "\"sweep\"", "{\"sweep\":false}", "{\"undo\":\"x\"}")) {
      assertThatThrownBy(() -> function.invoke(input))
          .as(input)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected SQS records");
    }
  }
}
