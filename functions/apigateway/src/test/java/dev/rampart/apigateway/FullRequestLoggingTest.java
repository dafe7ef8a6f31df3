package dev.rampart.apigateway;

import static dev.rampart.apigateway.StagedApis.rest;
import static dev.rampart.apigateway.StagedApis.silent;
import static dev.rampart.apigateway.StagedApis.stage;
import static dev.rampart.apigateway.StagedApis.throttling;
import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.tester.GuardrailTester;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FullRequestLoggingTest {
  private final GuardrailTester<RestApi, Stage.Tracing> rests =
      Samples.rest(new FullRequestLogging<>());

  @Test
  void switchesItOffWhereverItIsOn() {
    rests
        .given(traced("*/*", "~1orders/GET"))
        .with(provedNew())
        .isFlagged("stage prod logs whole requests and answers of every method, /orders/GET")
        .would("log no whole requests on stage prod", RESTRICTS)
        .wouldRun(
            "aws apigateway update-stage --rest-api-id a1b2c3d4e5 --stage-name prod"
                + " --patch-operations"
                + " '[{\"op\":\"replace\",\"path\":\"/*/*/logging/dataTrace\",\"value\":\"false\"},"
                + "{\"op\":\"replace\",\"path\":\"/~1orders/GET/logging/dataTrace\","
                + "\"value\":\"false\"}]'");
  }

  @Test
  void leavesAStageThatLogsNoWholeRequests() {
    rests.given(traced()).isLeftAlone();
  }

  @Test
  void switchesItOffInTheAccount() {
    var account = new StagedAccount();
    var rampart = account.rest(new FullRequestLogging<>());
    rampart.learns(account.restId).looksAt(account.restId).isLeftAlone();
    account.sets("/*/*/logging/dataTrace", "true", "/~1/GET/logging/dataTrace", "true");
    rampart.looksAt(account.restId).isFixed();
  }

  @Test
  void switchesItOffForSingleRoutesOfAWebSocketToo() {
    var account = new StagedAccount();
    var rampart = account.socket(new FullRequestLogging<>());
    rampart.learns(account.socketId).looksAt(account.socketId).isLeftAlone();
    account.changes(
        update ->
            update
                .defaultRouteSettings(all -> all.dataTraceEnabled(true).throttlingRateLimit(7.0))
                .routeSettings(Map.of("send", route(true), "leave", route(false))));
    rampart
        .looksAt(account.socketId)
        .isFlagged("of every method, send")
        .isFixed(
            auditor ->
                assertThat(
                        Samples.http(auditor)
                            .getStage(get -> get.apiId(account.socketApi).stageName("prod"))
                            .defaultRouteSettings()
                            .throttlingRateLimit())
                    .isEqualTo(7.0));
  }

  private static software.amazon.awssdk.services.apigatewayv2.model.RouteSettings route(
      boolean traced) {
    return software.amazon.awssdk.services.apigatewayv2.model.RouteSettings.builder()
        .dataTraceEnabled(traced)
        .throttlingRateLimit(3.0)
        .build();
  }

  private static RestApi traced(String... methods) {
    return rest(stage(false, throttling(null, null), List.of(methods), silent(), Map.of()));
  }
}
