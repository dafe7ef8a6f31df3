package dev.rampart.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.emulator.Fault;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A fix of two calls, of which the second does not go through.
final class RollBackTest {
  private final Bot bot = new Bot();

  @BeforeEach
  void theDeadLettersOfOrdersAreLost() {
    bot.queue("orders");
    assertThat(bot.changed("orders")).containsExactly("CLEAN");
    bot.pass(Duration.ofMinutes(1));
    bot.untag("orders", LostDeadLetters.TAG);
  }

  @AfterEach
  void allIsWell() {
    bot.account.emulator().clearFaults();
  }

  @Test
  void aDeniedSecondCallTakesTheFirstBack() {
    fixes(Fault.once("sqs", "TagQueue", "AccessDenied").times(9999));
    assertThat(bot.changed("orders")).containsExactly("FAILED");
    assertThat(bot.person.listQueues().queueUrls()).noneMatch(url -> url.endsWith("orders-dead"));
    assertThat(bot.told("orders")).containsExactly("FAILED");
  }

  @Test
  void whatCannotBeUndoneEitherIsToldWithTheCommands() {
    fixes(Fault.once("sqs", "TagQueue", "AccessDenied").times(9999));
    fixes(Fault.once("sqs", "DeleteQueue", "AccessDenied").times(9999));
    assertThat(bot.changed("orders")).containsExactly("FAILED");
    var alert = bot.alertsOf("orders").getFirst();
    assertThat(alert.path("why").asText()).contains("look at it by hand");
    assertThat(alert.path("byHand").toString())
        .contains("aws sqs delete-queue --queue-url http")
        .doesNotContain("{{");
  }

  @ParameterizedTest
  @CsvSource({"Throttling, 400", "ResourceConflictException, 409"})
  void whatCannotBeTakenBackRightNowIsTakenBackLater(String error, int status) {
    fixes(Fault.once("sqs", "TagQueue", "AccessDenied").times(9999));
    fixes(new Fault("sqs", "DeleteQueue", null, error, status, 1, false, 0));
    assertThat(bot.changed("orders")).containsExactly("DEFERRED");
    assertThat(bot.settled()).containsOnly("FAILED");
    assertThat(bot.person.listQueues().queueUrls()).noneMatch(url -> url.endsWith("orders-dead"));
    assertThat(bot.told("orders")).containsExactly("FAILED");
  }

  @Test
  void nothingIsTakenBackThatALaterCallMayStandOn() {
    // It was made, and nobody knows; then it is refused, and cannot be taken back at once.
    fixes(lostAnswer("TagQueue"));
    bot.domain = new Failing(bot.domain, 1);
    assertThat(bot.changed("orders")).containsExactly("DEFERRED");
    bot.domain = new TestQueues(bot.guarded, TestQueues.ordinary());
    bot.untag("orders", LostDeadLetters.TAG);
    fixes(Fault.once("sqs", "TagQueue", "AccessDenied").times(9999));
    fixes(Fault.once("sqs", "UntagQueue", "Throttling"));
    bot.account.emulator().forgetCalls();
    assertThat(bot.settled()).startsWith("DEFERRED", "FAILED");
    assertThat(bot.account.emulator().calls(0))
        .filteredOn(call -> Set.of("UntagQueue", "DeleteQueue").contains(call.operation()))
        .extracting(call -> call.operation() + " " + call.errorCode())
        .startsWith("UntagQueue Throttling", "UntagQueue ", "DeleteQueue ");
  }

  @Test
  void whatASecondCallWasToChangeMayBeAsItShouldAlready() {
    fixes(new Fault("sqs", "TagQueue", null, "ResourceNotFoundException", 404, 1, true, 0));
    assertThat(bot.changed("orders")).containsExactly("FIXED");
    assertThat(bot.told("orders")).containsExactly("FIXED");
  }

  @Test
  void aCreationWhoseAnswerIsLostIsNotMadeTwice() {
    fixes(lostAnswer("CreateQueue"));
    assertThat(bot.changed("orders")).containsExactly("DEFERRED");
    assertThat(bot.settled()).containsExactly("FIXED");
    assertThat(bot.told("orders")).containsExactly("FIXED");
  }

  private static Fault lostAnswer(String operation) {
    return new Fault("sqs", operation, null, "InternalError", 500, 1, true, 0);
  }

  private void fixes(Fault fault) {
    bot.account.emulator().inject(fault.by("FUNCTION-rampart-sqs"));
  }
}
