package dev.rampart.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.LambdaClient;

final class FunctionSetupsTest {
  private static final String KEY = "arn:aws:kms:us-east-1:123456789012:key/k";

  private final EmulatedAccount account = EmulatedAccount.empty();
  private final Caller maria = account.person("maria");
  private final LambdaClient lambda = Orders.client(maria);
  private final FunctionSetups setups =
      new FunctionSetups(
          Orders.client(account.function("rampart-lambda")),
          Setups.trusted(account.function("rampart-lambda")),
          Clock.fixed(Setups.NOW, ZoneOffset.UTC));

  @Test
  void readsAllOfAFunctionInThreeCalls() {
    Orders.create(maria);
    lambda.updateFunctionConfiguration(
        update ->
            update
                .functionName("orders")
                .kmsKeyArn(KEY)
                .environment(environment -> environment.variables(Map.of("TABLE", "orders"))));
    lambda.putFunctionConcurrency(
        put -> put.functionName("orders").reservedConcurrentExecutions(20));

    var setup = present(setups.load(Setups.ID));

    assertThat(setup.runtime()).isEqualTo("python3.13");
    assertThat(setup.role()).isEqualTo("arn:aws:iam::123456789012:role/orders");
    assertThat(setup.key()).isEqualTo(KEY);
    assertThat(setup.variables()).isEqualTo(new Variables.Legible(Map.of("TABLE", "orders")));
    assertThat(setup.reservation()).isEqualTo(new Reservation(20));
    assertThat(setup.revision()).isNotEmpty();
    assertThat(setup.tags()).containsEntry("team", "shop");
    assertThat(setup.account()).isEqualTo(EmulatedAccount.ID);
    assertThat(setup.asOf()).isEqualTo(Setups.NOW);
    assertThat(account.callsOf(account.function("rampart-lambda"))).hasSize(3);
  }

  @Test
  void readsAFunctionThatHasNothing() {
    Orders.create(maria);

    var setup = present(setups.load(Setups.ID));

    assertThat(setup.layers()).isEmpty();
    assertThat(setup.key()).isEmpty();
    assertThat(setup.variables()).isEqualTo(new Variables.Legible(Map.of()));
    assertThat(setup.reservation()).isEqualTo(Reservation.NONE);
  }

  @Test
  void tellsAStoppedFunctionFromOneWithoutALimit() {
    Orders.create(maria);
    lambda.putFunctionConcurrency(
        put -> put.functionName("orders").reservedConcurrentExecutions(0));

    var reservation = present(setups.load(Setups.ID)).reservation();

    assertThat(reservation.stops()).isTrue();
    assertThat(reservation.limits()).isFalse();
    assertThat(Reservation.NONE.stops()).isFalse();
  }

  @Test
  void readsFourKilobytesOfVariables() {
    Orders.create(maria);
    var values = Map.of("LETTERS", "ö".repeat(2_000));
    lambda.updateFunctionConfiguration(
        update ->
            update
                .functionName("orders")
                .environment(environment -> environment.variables(values)));

    assertThat(present(setups.load(Setups.ID)).variables())
        .isEqualTo(new Variables.Legible(values));
  }

  @Test
  void waitsForAnUpdateInProgress() {
    Orders.create(maria);
    account.emulator().delayUpdates(1);
    lambda.updateFunctionConfiguration(update -> update.functionName("orders").timeout(9));

    assertThat(setups.load(Setups.ID))
        .isEqualTo(
            new Loaded.Unsettled<FunctionSetup>(
                "an update of the function is in progress", Duration.ofSeconds(30)));
    assertThat(setups.load(Setups.ID)).isInstanceOf(Loaded.Present.class);
  }

  @Test
  void readsTheTagsWhileAnUpdateIsInProgress() {
    Orders.create(maria);
    account.emulator().delayUpdates(9);
    lambda.updateFunctionConfiguration(update -> update.functionName("orders").timeout(9));

    assertThat(setups.loadTags(Setups.ID))
        .hasValueSatisfying(tags -> assertThat(tags).containsEntry("team", "shop"));
    assertThat(setups.loadTags(new ResourceId(FunctionSetup.TYPE, Setups.ID.arn() + "-gone")))
        .contains(Map.of());
  }

  @Test
  void knowsThatVariablesCannotBeDecrypted() {
    Orders.create(maria);
    account.emulator().hideVariables("orders");

    assertThat(present(setups.load(Setups.ID)).variables())
        .isEqualTo(
            new Variables.Illegible(
                "the environment variables cannot be decrypted (AccessDeniedException)"));
  }

  @Test
  void findsAFunctionGone() {
    assertThat(setups.load(Setups.ID)).isInstanceOf(Loaded.Gone.class);
  }

  @Test
  void listsEveryFunction() {
    Orders.create(maria);
    assertThat(setups.all()).containsExactly(Setups.ID);
  }

  @Test
  void neverWritesToRampartItself() {
    var bounds = new Bounds(false, Set.of(), Set.of());
    var setup = Setups.plain();
    assertThat(setup.offLimits(bounds)).isEmpty();
    var own =
        new FunctionSetup(
            new ResourceId(FunctionSetup.TYPE, Orders.ARN.replace("orders", "rampart-iam")),
            Map.of(),
            "",
            "java25",
            setup.role(),
            setup.layers(),
            "",
            setup.variables(),
            setup.reservation(),
            Setups.NOW,
            setup.learned());
    assertThat(own.offLimits(bounds)).contains("Rampart's own");
  }

  private static FunctionSetup present(Loaded<FunctionSetup> loaded) {
    assertThat(loaded).isInstanceOf(Loaded.Present.class);
    return ((Loaded.Present<FunctionSetup>) loaded).resource();
  }
}
