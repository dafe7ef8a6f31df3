package dev.rampart.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rampart.emulator.Fault;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkException;

/// AWS does not do as it is asked.
final class FaultTest {
  private final Bot bot = new Bot();

  @BeforeEach
  void aGoodQueueIsKnown() {
    bot.queue("queue");
    bot.policy("queue", "send=111122223333");
    assertThat(bot.changed("queue")).containsExactly("CLEAN");
    bot.pass(Duration.ofMinutes(1));
    bot.policy("queue", "send=*");
  }

  @AfterEach
  void allIsWell() {
    bot.account.emulator().clearFaults();
  }

  @Test
  void aThrottledFixIsMadeLaterAndToldOnce() {
    fixes(Fault.once("sqs", "SetQueueAttributes", "Throttling").times(3));
    assertThat(bot.changed("queue")).containsExactly("DEFERRED");
    assertThat(bot.settled()).endsWith("FIXED").doesNotContain("FAILED");
    assertThat(bot.state("queue")).contains("send=111122223333");
    assertThat(bot.told()).containsExactly("FIXED");
  }

  @Test
  void aFixThatIsThrottledForHoursIsToldAsFailed() {
    fixes(Fault.once("sqs", "SetQueueAttributes", "Throttling").times(9999));
    assertThat(bot.changed("queue")).containsExactly("DEFERRED");
    assertThat(bot.settled()).endsWith("FAILED");
    assertThat(bot.told()).containsExactly("FAILED");
    assertThat(bot.ledger().recall(TestQueues.id("queue")).unfinished()).isEmpty();
  }

  @Test
  void aThrottledFixGivesWayToWhatAPersonDidMeanwhile() {
    fixes(Fault.once("sqs", "SetQueueAttributes", "Throttling"));
    assertThat(bot.changed("queue")).containsExactly("DEFERRED");
    bot.policy("queue", "send=*", "other=444455556666");
    bot.policy("queue", "send=999900001111");
    assertThat(bot.settled()).doesNotContain("FAILED");
    assertThat(bot.state("queue")).contains("send=999900001111");
  }

  @Test
  void aLostAnswerIsNotTakenForAFailure() {
    fixes(lostAnswer("SetQueueAttributes"));
    assertThat(bot.changed("queue")).containsExactly("FIXED");
    assertThat(bot.told()).containsExactly("FIXED");
  }

  @Test
  void aLostAnswerThatCannotBeCheckedAtOnceIsStillTold() {
    fixes(lostAnswer("SetQueueAttributes"));
    // The look before the fix goes through; the one after it does not.
    bot.domain = new Failing(bot.domain, 1);
    assertThat(bot.changed("queue")).containsExactly("DEFERRED");
    bot.domain = new TestQueues(bot.guarded, TestQueues.ordinary());
    assertThat(bot.settled()).containsExactly("FIXED");
    assertThat(bot.told()).containsExactly("FIXED");
  }

  @Test
  void aDeniedFixIsToldOnceHoweverOftenItIsTried() {
    fixes(Fault.once("sqs", "SetQueueAttributes", "AccessDenied").times(9999));
    assertThat(bot.changed("queue")).containsExactly("FAILED");
    bot.pass(Duration.ofMinutes(20));
    assertThat(bot.changed("queue")).containsExactly("FAILED");
    assertThat(bot.swept("queue", false)).containsExactly("FAILED");
    assertThat(bot.settled()).isEmpty();
    assertThat(bot.told()).containsExactly("FAILED");
    assertThat(bot.alerts().getFirst().path("why").asText())
        .contains("AccessDenied")
        .endsWith("; what was begun is undone.");
  }

  @Test
  void aDeniedSecondCallTakesTheFirstBack() {
    orders();
    fixes(Fault.once("sqs", "TagQueue", "AccessDenied").times(9999));
    assertThat(bot.changed("orders")).containsExactly("FAILED");
    assertThat(bot.person.listQueues().queueUrls()).noneMatch(url -> url.endsWith("orders-dead"));
    assertThat(bot.told("orders")).containsExactly("FAILED");
  }

  @Test
  void whatCannotBeUndoneEitherIsToldWithTheCommands() {
    orders();
    fixes(Fault.once("sqs", "TagQueue", "AccessDenied").times(9999));
    fixes(Fault.once("sqs", "DeleteQueue", "AccessDenied").times(9999));
    assertThat(bot.changed("orders")).containsExactly("FAILED");
    var alert = bot.alertsOf("orders").getFirst();
    assertThat(alert.path("why").asText()).contains("look at it by hand");
    assertThat(alert.path("byHand").toString())
        .contains("aws sqs delete-queue --queue-url http")
        .doesNotContain("{{");
  }

  @Test
  void aCreationWhoseAnswerIsLostIsNotMadeTwice() {
    orders();
    fixes(lostAnswer("CreateQueue"));
    assertThat(bot.changed("orders")).containsExactly("DEFERRED");
    assertThat(bot.settled()).containsExactly("FIXED");
    assertThat(bot.told("orders")).containsExactly("FIXED");
  }

  @Test
  void whatIsDeletedBetweenTheLookAndTheLeaseIsGone() {
    bot.policy("queue", "send=111122223333");
    assertThat(bot.changed("queue")).containsExactly("CLEAN");
    bot.policy("queue", "send=*");
    bot.domain =
        new Meanwhile(
            bot.domain, () -> bot.person.deleteQueue(delete -> delete.queueUrl(bot.url("queue"))));
    assertThat(bot.changed("queue")).containsExactly("GONE");
    assertThat(bot.told()).isEmpty();
  }

  @Test
  void aConflictIsJudgedAfresh() {
    fixes(new Fault("sqs", "SetQueueAttributes", null, "Conflict", 409, 1, false, 0));
    assertThat(bot.changed("queue")).containsExactly("DEFERRED");
    assertThat(bot.settled()).containsExactly("FIXED");
    assertThat(bot.told()).containsExactly("FIXED");
  }

  @Test
  void aConflictWithoutEndIsTold() {
    fixes(new Fault("sqs", "SetQueueAttributes", null, "Conflict", 409, 9999, false, 0));
    assertThat(bot.changed("queue")).containsExactly("DEFERRED");
    assertThat(bot.settled()).endsWith("FAILED");
    assertThat(bot.told()).containsExactly("FAILED");
  }

  @Test
  void aFixThatDoesNothingIsToldAsNotHeldAndCanBeUndone() {
    watch(new Mistakes.UselessFix());
    bot.set("queue", Mistakes.DELAY, "200");
    assertThat(bot.changed("queue")).contains("DEFERRED");
    assertThat(bot.settled()).endsWith("NOT_HELD");
    assertThat(bot.told()).containsExactly("NOT_HELD");
    var fix = bot.alerts().getFirst();
    assertThat(fix.path("undo").asText()).contains(fix.path("id").asText());
    assertThat(bot.undo(fix.path("id").asText())).isInstanceOf(Undo.Result.Undone.class);
  }

  @Test
  void aFixThatBreaksSomethingElseIsTakenBack() {
    watch(new Mistakes.HarmfulFix());
    bot.set("queue", Mistakes.TIMEOUT, "2000");
    assertThat(bot.changed("queue")).contains("FAILED");
    assertThat(bot.state("queue")).endsWith("345600");
    assertThat(bot.alerts().getLast().path("why").asText()).contains("ShortRetention retention");
  }

  @Test
  void whatIsOnlyWrongBesideTheFixedPartDoesNotTakeTheFixBack() {
    watch(new Mistakes.Dependent());
    bot.policy("queue", "send=111122223333");
    assertThat(bot.changed("queue")).containsExactly("CLEAN");
    // Whoever opens it could keep it open by this.
    bot.policy("queue", "send=*");
    bot.set("queue", Mistakes.DELAY, "200");
    assertThat(bot.changed("queue")).containsExactly("FIXED", "FIXED");
    assertThat(bot.state("queue")).contains("send=111122223333");
    assertThat(bot.told()).containsExactly("FIXED", "FIXED");
  }

  @Test
  void whatSomebodyAddsWhileAFixIsProvedIsNotBlamedOnIt() {
    bot.domain =
        new Meanwhile(bot.domain, () -> bot.policy("queue", "send=111122223333", "other=*"));
    assertThat(bot.changed("queue")).containsExactly("FIXED", "FIXED");
    assertThat(bot.state("queue")).containsExactly("send=111122223333", "345600");
    assertThat(bot.told()).containsExactly("FIXED", "FIXED");
  }

  @Test
  void whatSomebodyBreaksWhileAFixIsProvedKeepsNothingOpen() {
    bot.domain = new Meanwhile(bot.domain, () -> bot.retention("queue", 60));
    // It looks as if the fix had done it, until taking the fix back does not help.
    assertThat(bot.changed("queue")).contains("DEFERRED");
    assertThat(bot.settled()).contains("FIXED").doesNotContain("FAILED");
    assertThat(bot.state("queue")).containsExactly("send=111122223333", "345600");
    assertThat(bot.told()).containsOnly("FIXED");
  }

  @Test
  void aGuardrailThatCrashesOnTheFixedStateProvesNothing() {
    watch(new Mistakes.Crashing());
    bot.set("queue", Mistakes.TIMEOUT, "2000");
    bot.changed("queue");
    bot.settled();
    assertThat(bot.told()).contains("NOT_HELD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"77", "88", "89"})
  void aCrashingGuardrailDoesNotBlindTheOthers(String timeout) {
    watch(new Mistakes.Crashing());
    bot.set("queue", Mistakes.TIMEOUT, timeout);
    bot.policy("queue", "send=*");
    assertThat(bot.changed("queue")).contains("FIXED", "REPORTED");
  }

  @Test
  void aWriteThatShowsLateIsWaitedFor() {
    bot.domain = new Lagging(bot.domain, 3);
    assertThat(bot.changed("queue")).containsExactly("DEFERRED");
    assertThat(bot.settled()).endsWith("FIXED");
    assertThat(bot.told()).containsExactly("FIXED");
  }

  @Test
  void withoutALedgerNothingIsWritten() {
    own(Fault.once("dynamodb", "TransactWriteItems", "InternalServerError").times(9999));
    assertThatThrownBy(() -> bot.changed("queue")).isInstanceOf(RuntimeException.class);
    assertThat(bot.calls()).doesNotContainKey("writes");
    bot.account.emulator().clearFaults();
    own(Fault.once("dynamodb", "UpdateItem", "InternalServerError").times(9999));
    assertThatThrownBy(() -> bot.changed("queue")).isInstanceOf(SdkException.class);
    assertThat(bot.calls()).doesNotContainKey("writes");
    assertThat(bot.told()).isEmpty();
    bot.account.emulator().clearFaults();
    bot.pass(Duration.ofMinutes(6));
    assertThat(bot.changed("queue")).containsExactly("FIXED");
  }

  @Test
  void withoutParametersNothingIsWrittenAndTheAlertSaysSo() {
    own(Fault.once("ssm", "GetParameters", "InternalServerError"));
    assertThat(bot.changed("queue")).containsExactly("REPORTED");
    assertThat(bot.calls()).doesNotContainKey("writes");
    assertThat(bot.alerts().getFirst().path("why").asText())
        .contains("cannot be read")
        .contains("writes nothing");
    // It passes: the look that was put back finds them readable.
    bot.account.emulator().clearFaults();
    assertThat(bot.settled()).containsExactly("FIXED");
    assertThat(bot.told()).containsExactly("REPORTED", "FIXED");
  }

  @Test
  void withoutATopicTheFixHoldsAndTheAlertComesLaterOnce() {
    own(Fault.once("sns", "Publish", "InternalError"));
    assertThatThrownBy(() -> bot.changed("queue")).isInstanceOf(SdkException.class);
    assertThat(bot.state("queue")).contains("send=111122223333");
    bot.pass(Duration.ofMinutes(6));
    assertThat(bot.changed("queue")).containsExactly("FIXED");
    assertThat(bot.changed("queue")).containsExactly("CLEAN");
    assertThat(bot.told()).containsExactly("FIXED");
  }

  @Test
  void aResourceThatIsDeletedDuringItsFixIsTold() {
    fixes(Fault.once("sqs", "SetQueueAttributes", "Throttling"));
    assertThat(bot.changed("queue")).containsExactly("DEFERRED");
    bot.person.deleteQueue(delete -> delete.queueUrl(bot.url("queue")));
    bot.settled();
    assertThat(bot.ledger().recall(TestQueues.id("queue")).unfinished()).isEmpty();
    assertThat(bot.changed("queue")).containsExactly("GONE");
    assertThat(bot.told()).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void aResourceThatChangesForHoursIsHandedToPeople() {
    bot.tag("queue", "updating", "yes");
    assertThat(bot.changed("queue")).containsExactly("DEFERRED");
    var began = bot.now;
    assertThatThrownBy(bot::settled).hasMessageContaining("given up after 20 looks");
    assertThat(Duration.between(began, bot.now)).isGreaterThan(Duration.ofHours(1));
  }

  @Test
  void whatBecomesUnsettledAfterAFixIsLookedAtAgain() {
    bot.domain = new Unsettling(bot.domain);
    assertThat(bot.changed("queue")).contains("DEFERRED");
    bot.domain = new TestQueues(bot.guarded, TestQueues.ordinary());
    assertThat(bot.settled()).endsWith("FIXED");
    assertThat(bot.told()).containsExactly("FIXED");
  }

  private static Fault lostAnswer(String operation) {
    return new Fault("sqs", operation, null, "InternalError", 500, 1, true, 0);
  }

  private void fixes(Fault fault) {
    bot.account.emulator().inject(fault.by("FUNCTION-rampart-sqs"));
  }

  private void own(Fault fault) {
    bot.account.emulator().inject(fault.by(bot.own.accessKeyId()));
  }

  private void watch(Guardrail<TestQueue, ?> another) {
    bot.policy("queue", "send=111122223333");
    bot.domain = new TestQueues(bot.guarded, Mistakes.with(another));
    assertThat(bot.changed("queue")).containsExactly("CLEAN");
    bot.pass(Duration.ofMinutes(1));
  }

  private void orders() {
    bot.queue("orders");
    assertThat(bot.changed("orders")).containsExactly("CLEAN");
    bot.pass(Duration.ofMinutes(1));
    bot.untag("orders", LostDeadLetters.TAG);
  }

  /// Its reads fail from the n-th on.
  private static final class Failing extends Odd {
    private int left;

    Failing(Domain<TestQueue> real, int left) {
      super(real);
      this.left = left;
    }

    @Override
    public Loaded<TestQueue> load(ResourceId id) {
      if (left-- <= 0) {
        throw SdkException.create("no answer", null);
      }
      return real.load(id);
    }
  }

  /// Somebody does something between a fix and the look that proves it.
  private static final class Meanwhile extends Odd {
    private final Runnable deed;
    private int reads;

    Meanwhile(Domain<TestQueue> real, Runnable deed) {
      super(real);
      this.deed = deed;
    }

    @Override
    public Loaded<TestQueue> load(ResourceId id) {
      if (++reads == 2) {
        deed.run();
      }
      return real.load(id);
    }
  }

  /// Shows what the first read showed for so many more reads.
  private static final class Lagging extends Odd {
    private int left;
    private Loaded<TestQueue> old = new Loaded.Gone<>();

    Lagging(Domain<TestQueue> real, int left) {
      super(real);
      this.left = left;
    }

    @Override
    public Loaded<TestQueue> load(ResourceId id) {
      if (old instanceof Loaded.Gone) {
        old = real.load(id);
        return old;
      }
      return left-- > 0 ? old : real.load(id);
    }
  }

  /// An update begins as soon as it is written to.
  private static final class Unsettling extends Odd {
    private int reads;

    Unsettling(Domain<TestQueue> real) {
      super(real);
    }

    @Override
    public Loaded<TestQueue> load(ResourceId id) {
      return reads++ == 0
          ? real.load(id)
          : new Loaded.Unsettled<>("an update is under way", Duration.ofSeconds(20));
    }
  }
}
