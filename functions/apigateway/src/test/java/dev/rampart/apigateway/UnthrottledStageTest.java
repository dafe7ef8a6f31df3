package dev.rampart.apigateway;

import static dev.rampart.apigateway.StagedApis.http;
import static dev.rampart.apigateway.StagedApis.rest;
import static dev.rampart.apigateway.StagedApis.settings;
import static dev.rampart.apigateway.StagedApis.silent;
import static dev.rampart.apigateway.StagedApis.stage;
import static dev.rampart.apigateway.StagedApis.throttling;
import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rampart.tester.GuardrailTester;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UnthrottledStageTest {
  private final GuardrailTester<RestApi, Stage.Throttling> rests =
      Samples.rest(new UnthrottledStage<>());
  private final GuardrailTester<HttpApi, Stage.Throttling> https =
      Samples.http(new UnthrottledStage<>());

  @Test
  void givesAStageBackTheLimitThatItHad() {
    rests
        .given(rest(stage(null, null)))
        .with(goodBefore(throttling(100.0, 200)))
        .isFlagged("stage prod takes as many calls as the account may get")
        .would("limit stage prod to 100 calls a second and 200 at once again", RESTORES)
        .wouldRun(
            "aws apigateway update-stage --rest-api-id a1b2c3d4e5 --stage-name prod"
                + " --patch-operations"
                + " '[{\"op\":\"replace\",\"path\":\"/*/*/throttling/rateLimit\",\"value\":\"100\"},"
                + "{\"op\":\"replace\",\"path\":\"/*/*/throttling/burstLimit\",\"value\":\"200\"}]'");
  }

  @Test
  void sendsTheOtherSettingsOfAnHttpStageAlong() {
    var settings = JsonNodeFactory.instance.objectNode().put("DetailedMetricsEnabled", true);
    https
        .given(
            http(
                stage(
                    false,
                    throttling(null, null),
                    List.of(),
                    silent(),
                    Map.of(Stage.ALL, settings))))
        .with(goodBefore(throttling(0.5, 2)))
        .would("limit stage prod to 0.5 calls a second and 2 at once again", RESTORES)
        .wouldRun(
            "aws apigatewayv2 update-stage --api-id h1t2t3p4 --default-route-settings"
                + " '{\"DetailedMetricsEnabled\":true,\"ThrottlingBurstLimit\":2,"
                + "\"ThrottlingRateLimit\":0.5}' --stage-name prod");
  }

  @ParameterizedTest
  @CsvSource({",", "-1, -1", "10000, 5000", "20000, 40000"})
  void flagsWhatLimitsNothing(Double rate, Integer burst) {
    rests.given(rest(stage(rate, burst))).isFlagged("as many calls as the account may get");
    https.given(http(stage(rate, burst))).isFlagged("as many calls as the account may get");
  }

  @ParameterizedTest
  @CsvSource({"100, 200", "0, 0", "9999, 5000", "5,"})
  void leavesAStageWithALimit(Double rate, Integer burst) {
    rests.given(rest(stage(rate, burst))).isLeftAlone();
    https.given(http(stage(rate, burst))).isLeftAlone();
  }

  @Test
  void leavesAStageThatNeverHadOneToAPerson() {
    rests
        .given(rest(stage(null, null)))
        .with(provedNew())
        .isLeftToAPerson("no look before saw a limit", "aws apigateway update-stage …\"100\"…");
  }

  @Test
  void waitsForTheRestOfTheSetUpOfANewStage() {
    rests.given(rest(stage(true, null, null))).isNotYetJudged("created a moment ago");
  }

  @Test
  void takesTheLimitOfASingleMethodForNoneOfTheStage() {
    var stage =
        stage(
            false,
            throttling(null, null),
            List.of(),
            silent(),
            Map.of("~1orders/GET", settings(5, 5)));
    rests.given(rest(stage)).isFlagged("as many calls as the account may get");
  }

  @Test
  void restoresARestStageInTheAccount() {
    var account = new StagedAccount();
    var rampart = account.rest(new UnthrottledStage<>());
    account.sets("/*/*/throttling/rateLimit", "100", "/*/*/throttling/burstLimit", "200");
    rampart.learns(account.restId);
    account.sets("/*/*/throttling/rateLimit", "-1", "/*/*/throttling/burstLimit", "-1");
    rampart.looksAt(account.restId).isFixed();
    account.removes("/*/*");
    rampart.looksAt(account.restId).isFixed();
  }

  @Test
  void restoresAWebSocketStageInTheAccount() {
    var account = new StagedAccount();
    var rampart = account.socket(new UnthrottledStage<>());
    account.changes(
        update ->
            update.defaultRouteSettings(
                all ->
                    all.throttlingRateLimit(7.0)
                        .throttlingBurstLimit(9)
                        .detailedMetricsEnabled(true)));
    rampart.learns(account.socketId);
    account.changes(update -> update.defaultRouteSettings(all -> all.detailedMetricsEnabled(true)));
    rampart.looksAt(account.socketId).isFixed();
  }
}
