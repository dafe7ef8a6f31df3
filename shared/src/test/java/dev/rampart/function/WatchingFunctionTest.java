package dev.rampart.function;

import static dev.rampart.function.QueueFunction.body;
import static dev.rampart.function.QueueFunction.changed;
import static dev.rampart.function.QueueFunction.delay;
import static dev.rampart.function.QueueFunction.readFrom;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.emulator.Fault;
import dev.rampart.respond.Bot;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// The event function as Lambda runs it: what its watches see.
final class WatchingFunctionTest {
  private final Bot bot = new Bot();
  @AutoClose private final QueueFunction function = new QueueFunction(bot);

  @Test
  void whatAWatchSeesIsToldAndItsFigureComesThroughTheOwnQueue() {
    bot.createQueue("one");
    assertThat(function.deliver(function.purged("one"), changed("one"), function.purged("one")))
        .isEmpty();
    assertThat(function.deliver(function.purged("one"))).isEmpty();
    assertThat(bot.outcomes()).containsExactly("REPORTED");
    var sent = function.putBack();
    assertThat(sent).hasSize(1);
    assertThat(delay(sent.getFirst())).isEqualTo(300);
    var end = body(sent.getFirst());
    assertThat(function.deliver(end)).isEmpty();
    assertThat(function.deliver(end)).isEmpty();
    assertThat(bot.outcomes()).containsExactly("REPORTED", "REPORTED");
    assertThat(bot.received().getLast().path("detail").asText()).startsWith("3 in all");
    assertThat(function.putBack()).hasSize(1);
  }

  @Test
  void whatAWatchCannotTellNowComesBackForTheWatchAlone() {
    bot.createQueue("one");
    // The client itself tries again a few times.
    bot.emulator()
        .inject(Fault.once("ssm", "GetParameters", "ThrottlingException").by("ENGINE").times(99));
    assertThat(function.deliver(function.purged("one"))).isEmpty();
    bot.emulator().clearFaults();
    assertThat(bot.outcomes()).isEmpty();
    var again = body(function.putBack().getFirst());
    assertThat(again.path("detail").path("attempt").asInt()).isZero();
    bot.emulator().forgetCalls();
    assertThat(function.deliver(again)).isEmpty();
    assertThat(bot.outcomes()).containsExactly("REPORTED");
    bot.emulator().inject(Fault.once("sns", "Publish", "AuthorizationError").by("ENGINE"));
    assertThat(function.deliver(function.purged("two"), changed("one"))).containsExactly("m0");
  }

  @Test
  void whatComesInFloodsGoesBackToTheQueueThatIsItsOwn() {
    bot.createQueue("one");
    function.left = 0;
    assertThat(function.deliver(readFrom("one"), function.purged("one"))).isEmpty();
    function.left = 60_000;
    assertThat(function.putBack())
        .hasSizeGreaterThan(1)
        .allSatisfy(
            sent ->
                assertThat(sent.path("QueueUrl").asText().endsWith(QueueFunction.DATA_QUEUE))
                    .isEqualTo(body(sent).toString().contains("ReceiveMessage")));
    function.putBack().forEach(sent -> assertThat(function.deliver(body(sent))).isEmpty());
    assertThat(bot.outcomes()).containsExactly("REPORTED", "REPORTED");
  }

  @Test
  void aWatchWaitsUntilTheTagsCanBeRead() {
    bot.createQueue("one");
    bot.tag("one", "updating", "yes");
    assertThat(function.deliver(function.purged("one"))).isEmpty();
    assertThat(bot.outcomes()).isEmpty();
    bot.untag("one", "updating");
    var again =
        function.putBack().stream()
            .map(QueueFunction::body)
            .filter(each -> each.at("/detail/resource").asText().startsWith("Rampart::Watch"))
            .filter(each -> each.at("/detail/attempt").asInt() == 0)
            .toList();
    assertThat(again).hasSize(1);
    assertThat(function.deliver(again.getFirst())).isEmpty();
    assertThat(bot.outcomes()).containsExactly("REPORTED");
  }

  @Test
  void aWatchThatAnInvocationHasNoTimeForIsAskedByTheNext() {
    function.left = 0;
    assertThat(function.deliver(function.purged("one"))).isEmpty();
    function.left = 60_000;
    assertThat(function.deliver(body(function.putBack().getFirst()))).isEmpty();
    assertThat(bot.outcomes()).containsExactly("REPORTED");
  }
}
