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
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/// The setup of the function `orders`, for tests that change one thing of it.
final class Setups {
  static final ResourceId ID = new ResourceId(FunctionSetup.TYPE, Orders.ARN);
  static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
  static final String OPEN_TO_ORDERS =
      """
      {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:role/orders"},
       "Action": "kms:Decrypt", "Resource": "*",
       "Condition": {"StringEquals": {"kms:ViaService": "secretsmanager.us-east-1.amazonaws.com"}}}\
      """;
  private static final Variables NO_VARIABLES = new Variables.Legible(Map.of());

  private Setups() {}

  static TrustedAccounts trusted(Caller caller) {
    return new TrustedAccounts(settings(caller));
  }

  static SsmClient settings(Caller caller) {
    return caller.client(SsmClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()));
  }

  static KmsClient keys(Caller caller) {
    return caller.client(KmsClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()));
  }

  /// What the function looks after, at the moment that the tests take for now.
  static FunctionSetups domain(Caller caller) {
    return new FunctionSetups(
        Orders.client(caller),
        trusted(caller),
        new SecretsKeys(settings(caller), keys(caller)),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  static <P> GuardrailTester<FunctionSetup, P> tester(Guardrail<FunctionSetup, P> guardrail) {
    return GuardrailTester.of(Setups::domain, Orders::operations, guardrail);
  }

  /// A key whose policy has this statement beside the one that leaves the rest to the account.
  static String createKey(Caller owner, String statement) {
    var account =
        """
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
         "Action": "kms:*", "Resource": "*"}\
        """;
    var statements = statement.isEmpty() ? account : account + ", " + statement;
    return keys(owner)
        .createKey(
            create ->
                create.policy("{\"Version\": \"2012-10-17\", \"Statement\": [" + statements + "]}"))
        .keyMetadata()
        .arn();
  }

  /// Names the key that moved secrets get.
  static void names(Caller owner, String key) {
    settings(owner)
        .putParameter(
            put -> put.name(SecretsKeys.PARAMETER).type("String").value(key).overwrite(true));
  }

  // All that an undo has to bring back.
  static String state(Caller auditor, FunctionSetup setup) {
    var concurrency =
        Orders.client(auditor).getFunctionConcurrency(get -> get.functionName(setup.name()));
    return String.valueOf(concurrency.reservedConcurrentExecutions());
  }

  /// A function that nobody would say anything about.
  static FunctionSetup plain() {
    return with("python3.13", List.of(), "", NO_VARIABLES, Reservation.NONE, NOW);
  }

  static FunctionSetup withLayers(String... layers) {
    return with("python3.13", List.of(layers), "", NO_VARIABLES, Reservation.NONE, NOW);
  }

  static FunctionSetup running(String runtime, Instant asOf) {
    return with(runtime, List.of(), "", NO_VARIABLES, Reservation.NONE, asOf);
  }

  static FunctionSetup withVariables(String key, Variables variables) {
    return with("python3.13", List.of(), key, variables, Reservation.NONE, NOW);
  }

  static FunctionSetup reserving(Reservation reservation) {
    return with("python3.13", List.of(), "", NO_VARIABLES, reservation, NOW);
  }

  private static FunctionSetup with(
      String runtime,
      List<String> layers,
      String key,
      Variables variables,
      Reservation reservation,
      Instant asOf) {
    return new FunctionSetup(
        ID,
        Map.of(),
        "revision-1",
        runtime,
        "arn:aws:iam::123456789012:role/orders",
        layers,
        key,
        variables,
        reservation,
        asOf,
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
}
