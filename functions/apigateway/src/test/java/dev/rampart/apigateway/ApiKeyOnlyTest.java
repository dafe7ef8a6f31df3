package dev.rampart.apigateway;

import static dev.rampart.apigateway.Samples.POOL;
import static dev.rampart.apigateway.Samples.api;
import static dev.rampart.apigateway.Samples.draft;
import static dev.rampart.apigateway.Samples.fenced;
import static dev.rampart.apigateway.Samples.httpApi;
import static dev.rampart.apigateway.Samples.serving;
import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;

import dev.rampart.tester.GuardrailTester;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ApiKeyOnlyTest {
  private static final Access.Draft KEYED = keyed("GET /orders");

  private final GuardrailTester<RestApi, Access> methods = Samples.rest(new ApiKeyOnly<>());
  private final GuardrailTester<HttpApi, Access> routes = Samples.http(new ApiKeyOnly<>());

  @Test
  void reportsAMethodThatNeverAskedForMore() {
    methods
        .given(api(KEYED))
        .with(provedNew())
        .isFlagged("anyone with an API key may call GET /orders as soon as the draft is deployed")
        .isLeftToAPerson(
            "no look before saw it ask for more than an API key",
            "aws apigateway update-method …AWS_IAM…");
  }

  @Test
  void givesAMethodBackTheAuthorizerThatItLostAndKeepsTheKey() {
    var guarded =
        new Access.Draft(
            "GET /orders",
            "res123",
            new Authorization("COGNITO_USER_POOLS", POOL.id(), List.of(), true),
            POOL);
    methods
        .given(api(KEYED))
        .with(goodBefore(guarded))
        .would("require authorizer pool on GET /orders again", RESTORES)
        .wouldRun(
            "aws apigateway update-method … --patch-operations"
                + " '[{\"op\":\"replace\",\"path\":\"/authorizationType\","
                + "\"value\":\"COGNITO_USER_POOLS\"},"
                + "{\"op\":\"replace\",\"path\":\"/authorizerId\",\"value\":\"auth01\"}]'");
  }

  @Test
  void letsAStageServeTheDeploymentThatAskedForMore() {
    methods
        .given(serving(Set.of("dep1", "dep2"), live("NONE", "dep2", "GET /orders (API key)")))
        .with(goodBefore(live("CUSTOM", "dep1")))
        .isFlagged("anyone with an API key may call GET /orders on prod")
        .would("let stage prod serve deployment dep1 again", RESTORES);
  }

  @Test
  void flagsTheConnectionOfAWebSocketOnly() {
    routes
        .given(httpApi(true, true, List.of(), keyed("$connect")))
        .isFlagged("anyone with an API key may call $connect");
    routes.given(httpApi(true, true, List.of(), keyed("send"))).isLeftAlone();
  }

  @Test
  void leavesWhatAsksForMoreOrForNothing() {
    methods.given(api(draft("GET /orders", "AWS_IAM"))).isLeftAlone();
    methods.given(api(draft("GET /orders", "NONE"))).isLeftAlone();
    methods.given(api(keyed("OPTIONS /orders"))).isLeftAlone();
  }

  @Test
  void leavesWhatAPolicyKeepsStrangersFrom() {
    var policy =
        """
        {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke",
          "Resource": "*", "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}}}}
        """;
    methods.given(fenced(policy, KEYED)).isLeftAlone();
  }

  private static Access.Draft keyed(String operation) {
    return new Access.Draft(
        operation, "res123", new Authorization("NONE", "", List.of(), true), null);
  }

  private static Access.Live live(String type, String deployment, String... open) {
    return new Access.Live(
        "GET /orders",
        type,
        true,
        "prod",
        false,
        deployment,
        "c0ffee",
        false,
        String.join("\n", open),
        "");
  }
}
