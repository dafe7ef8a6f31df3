package dev.rampart.lambda;

import dev.rampart.function.TrustedAccounts;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.Caller;
import dev.rampart.tester.GuardrailTester;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/// The setup of the function `orders`, for tests that change one thing of it.
final class Setups {
  static final ResourceId ID = new ResourceId(FunctionSetup.TYPE, Orders.ARN);
  static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

  private Setups() {}

  static TrustedAccounts trusted(Caller caller) {
    return new TrustedAccounts(
        caller.client(SsmClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder())));
  }

  static <P> GuardrailTester<FunctionSetup, P> tester(Guardrail<FunctionSetup, P> guardrail) {
    return GuardrailTester.of(
        caller ->
            new FunctionSetups(
                Orders.client(caller), trusted(caller), Clock.fixed(NOW, ZoneOffset.UTC)),
        Orders::operations,
        guardrail);
  }

  // All that an undo has to bring back.
  static String state(Caller auditor, FunctionSetup setup) {
    var concurrency =
        Orders.client(auditor).getFunctionConcurrency(get -> get.functionName(setup.name()));
    return String.valueOf(concurrency.reservedConcurrentExecutions());
  }

  /// A function that nobody would say anything about.
  static FunctionSetup plain() {
    return new FunctionSetup(
        ID,
        Map.of(),
        "revision-1",
        "python3.13",
        "arn:aws:iam::123456789012:role/orders",
        List.of(),
        "",
        new Variables.Legible(Map.of()),
        Reservation.NONE,
        NOW,
        LearnedSetup.nothing());
  }

  static FunctionSetup tagged(FunctionSetup setup, Map<String, String> tags) {
    return new FunctionSetup(
        setup.id(),
        tags,
        setup.revision(),
        setup.runtime(),
        setup.role(),
        setup.layers(),
        setup.key(),
        setup.variables(),
        setup.reservation(),
        setup.asOf(),
        setup.learned());
  }

  static FunctionSetup withLayers(String... layers) {
    var setup = plain();
    return new FunctionSetup(
        setup.id(),
        setup.tags(),
        setup.revision(),
        setup.runtime(),
        setup.role(),
        List.of(layers),
        setup.key(),
        setup.variables(),
        setup.reservation(),
        setup.asOf(),
        setup.learned());
  }

  static FunctionSetup running(String runtime, Instant asOf) {
    var setup = plain();
    return new FunctionSetup(
        setup.id(),
        setup.tags(),
        setup.revision(),
        runtime,
        setup.role(),
        setup.layers(),
        setup.key(),
        setup.variables(),
        setup.reservation(),
        asOf,
        setup.learned());
  }

  static FunctionSetup withVariables(String key, Variables variables) {
    var setup = plain();
    return new FunctionSetup(
        setup.id(),
        setup.tags(),
        setup.revision(),
        setup.runtime(),
        setup.role(),
        setup.layers(),
        key,
        variables,
        setup.reservation(),
        setup.asOf(),
        setup.learned());
  }

  static FunctionSetup reserving(Reservation reservation) {
    var setup = plain();
    return new FunctionSetup(
        setup.id(),
        setup.tags(),
        setup.revision(),
        setup.runtime(),
        setup.role(),
        setup.layers(),
        setup.key(),
        setup.variables(),
        reservation,
        setup.asOf(),
        setup.learned());
  }
}
