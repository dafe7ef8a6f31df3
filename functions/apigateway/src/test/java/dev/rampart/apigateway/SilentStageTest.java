package dev.rampart.apigateway;

import static dev.rampart.apigateway.StagedApis.http;
import static dev.rampart.apigateway.StagedApis.rest;
import static dev.rampart.apigateway.StagedApis.silent;
import static dev.rampart.apigateway.StagedApis.stage;
import static dev.rampart.apigateway.StagedApis.throttling;
import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;

import dev.rampart.tester.GuardrailTester;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SilentStageTest {
  private static final Stage.Logging BOTH =
      new Stage.Logging("prod", StagedAccount.LOG, "$context.requestId", "ERROR", false);

  private final GuardrailTester<RestApi, Stage.Logging> rests = Samples.rest(new SilentStage<>());
  private final GuardrailTester<HttpApi, Stage.Logging> https = Samples.http(new SilentStage<>());

  @Test
  void logsAgainAsBefore() {
    rests
        .given(logging(silent()))
        .with(goodBefore(BOTH))
        .isFlagged("stage prod logs neither access nor execution")
        .would("log access to " + StagedAccount.LOG + " again and", RESTORES, RESTORES)
        .wouldRun(
            "aws apigateway update-stage …/accessLogSettings/destinationArn…$context.requestId…",
            "aws apigateway update-stage …/*/*/logging/loglevel\",\"value\":\"ERROR\"…");
  }

  @Test
  void logsAccessToAnHttpApiAgain() {
    https
        .given(http(stage(null, null)))
        .with(goodBefore(BOTH))
        .wouldRun(
            "aws apigatewayv2 update-stage --access-log-settings …$context.requestId…",
            "aws apigatewayv2 update-stage …\"LoggingLevel\":\"ERROR\"…");
  }

  @Test
  void leavesAStageThatLogsSomething() {
    rests.given(logging(BOTH)).isLeftAlone();
    rests
        .given(logging(new Stage.Logging("prod", StagedAccount.LOG, "$context", "OFF", false)))
        .isLeftAlone();
    rests.given(logging(new Stage.Logging("prod", "", "", "INFO", false))).isLeftAlone();
    rests.given(logging(new Stage.Logging("prod", "", "", "", true))).isLeftAlone();
  }

  @Test
  void leavesWhatWasNeverLoggedToAPerson() {
    rests.given(logging(silent())).with(provedNew()).isLeftToAPerson("no look before saw a log");
    rests
        .given(logging(silent()))
        .with(goodBefore(new Stage.Logging("prod", "", "", "OFF", true)))
        .isLeftToAPerson("only single methods were logged before");
  }

  @Test
  void waitsForTheRestOfTheSetUpOfANewStage() {
    rests.given(rest(stage(true, null, null))).isNotYetJudged("created a moment ago");
  }

  @Test
  void restoresTheLogsOfARestStageInTheAccount() {
    var account = new StagedAccount();
    var rampart = account.rest(new SilentStage<>());
    account.sets(
        "/accessLogSettings/destinationArn",
        StagedAccount.LOG,
        "/accessLogSettings/format",
        "$context.requestId",
        "/*/*/logging/loglevel",
        "INFO");
    rampart.learns(account.restId);
    account.removes("/accessLogSettings");
    rampart.looksAt(account.restId).isLeftAlone();
    account.sets("/*/*/logging/loglevel", "OFF");
    rampart.looksAt(account.restId).isFixed();
    account.removes("/*/*");
    rampart.looksAt(account.restId).isFixed();
  }

  @Test
  void restoresTheLogsOfAWebSocketStageInTheAccount() {
    var account = new StagedAccount();
    var rampart = account.socket(new SilentStage<>());
    account.changes(
        update ->
            update
                .accessLogSettings(log -> log.destinationArn(StagedAccount.LOG).format("$context"))
                .defaultRouteSettings(all -> all.loggingLevel("ERROR")));
    rampart.learns(account.socketId);
    account.http.deleteAccessLogSettings(
        delete -> delete.apiId(account.socketApi).stageName("prod"));
    account.changes(update -> update.defaultRouteSettings(all -> all.loggingLevel("OFF")));
    rampart.looksAt(account.socketId).isFixed();
  }

  private static RestApi logging(Stage.Logging logging) {
    return rest(stage(false, throttling(null, null), List.of(), logging, Map.of()));
  }
}
