package dev.rampart.lambda;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.GuardrailTester;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RemovedConcurrencyLimitTest {
  private static final Reservation STOPPED = new Reservation(0);
  private static final Reservation TWENTY = new Reservation(20);
  private static final Reservation FIFTY = new Reservation(50);

  private final GuardrailTester<FunctionSetup, Reservation> tester =
      Setups.tester(new RemovedConcurrencyLimit());

  @Test
  void putsTheLimitBack() {
    tester
        .given(unlimited(1000))
        .with(goodBefore(TWENTY, FIFTY))
        .isFlagged("its limit of 20 concurrent executions is gone")
        .would("limit it to 20 concurrent executions again", RESTORES)
        .wouldRun(
            "aws lambda put-function-concurrency --function-name orders"
                + " --reserved-concurrent-executions 20");
  }

  @Test
  void takesARaiseBackToTheHighestThereEverWas() {
    tester
        .given(Setups.reserving(new Reservation(51)))
        .with(goodBefore(TWENTY, FIFTY))
        .isFlagged("it may run 51 times at once, and never more than 50 before")
        .wouldRun("aws lambda put-function-concurrency … 50");
  }

  @Test
  void leavesToAPersonWhatAwsWouldRefuse() {
    tester
        .given(unlimited(119))
        .with(goodBefore(TWENTY))
        .isLeftToAPerson(
            "AWS would refuse: of the 119 executions that no function has set aside, 100 must"
                + " remain",
            "aws lambda put-function-concurrency … 20");
    tester.given(unlimited(120)).with(goodBefore(TWENTY)).wouldRun("aws lambda put-… 20");
  }

  @Test
  void asksForTheAccountsExecutionsOnlyIfALimitIsGone() {
    tester
        .given(Setups.reserving(Reservation.NONE))
        .with(goodBefore(TWENTY))
        .asksFor(SetupFact.UNRESERVED);
  }

  @Test
  void leavesAFunctionThatNeverHadALimit() {
    tester.given(Setups.plain()).isLeftAlone();
    tester.given(Setups.plain()).with(provedNew()).isLeftAlone();
    tester.given(Setups.plain()).with(goodBefore(Reservation.NONE)).isLeftAlone();
    tester.given(Setups.reserving(TWENTY)).with(goodBefore(Reservation.NONE)).isLeftAlone();
  }

  @Test
  void leavesALowerLimitAndOneThatWasThereBefore() {
    tester.given(Setups.reserving(TWENTY)).with(goodBefore(FIFTY)).isLeftAlone();
    tester.given(Setups.reserving(FIFTY)).with(goodBefore(TWENTY, FIFTY)).isLeftAlone();
  }

  @Test
  void leavesAFunctionThatSomebodyStoppedAndStartedAgain() {
    tester.given(Setups.reserving(STOPPED)).with(goodBefore(TWENTY)).isLeftAlone();
    tester.given(Setups.plain()).with(goodBefore(STOPPED)).isLeftAlone();
    tester.given(unlimited(1000)).with(goodBefore(STOPPED, TWENTY)).wouldRun("aws lambda put-… 20");
  }

  @Test
  void worksInTheAccount() {
    var account = tester.in(EmulatedAccount.empty(), "rampart-lambda", Setups::state);
    var mallory = account.person("mallory");
    var lambda = Orders.client(mallory);
    Orders.create(mallory);
    lambda.putFunctionConcurrency(
        put -> put.functionName("orders").reservedConcurrentExecutions(20));
    account.learns(Setups.ID);

    lambda.deleteFunctionConcurrency(delete -> delete.functionName("orders"));
    account.looksAt(Setups.ID).isFlagged("is gone").isFixed();

    lambda.putFunctionConcurrency(
        put -> put.functionName("orders").reservedConcurrentExecutions(200));
    account.looksAt(Setups.ID).isFlagged("it may run 200 times at once").isFixed();
    account.staysWithinItsRole();
  }

  @Test
  void canTakeBackWhatItBegan() {
    var emulated = EmulatedAccount.empty();
    var account = tester.in(emulated, "rampart-lambda", Setups::state);
    Orders.create(account.person("maria"));
    var operations = Orders.operations(emulated.function("rampart-lambda"));
    var setup = account.load(Setups.ID);

    for (var limit : List.of(TWENTY, Reservation.NONE)) {
      var request = SetupCalls.reserve(setup, limit).request();
      var _ = operations.of(request).send().apply(request);
    }

    assertThat(account.load(Setups.ID).reservation()).isEqualTo(Reservation.NONE);
    account.staysWithinItsRole();
  }

  private static FunctionSetup unlimited(int unreserved) {
    return Setups.plain().knowing(LearnedSetup.nothing().withUnreserved(unreserved));
  }
}
