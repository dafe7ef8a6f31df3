package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithBot.class)
final class ApiGatewayStageIT {
  private final Bot bot;

  ApiGatewayStageIT(Bot bot) {
    this.bot = bot;
  }

  @Test
  void limitsTheCallsOfARestStageAgain() {
    var api = new Rest(bot);

    api.story()
        .isFixedUndoneAndRedone(
            "UnthrottledStage",
            "UpdateStage",
            api::liftsTheLimit,
            api::settings,
            settings -> assertThat(settings).contains("ThrottlingRateLimit=10000.0"));
    assertThat(api.settings()).contains("ThrottlingRateLimit=100.0", "LoggingLevel=ERROR");
  }

  @Test
  void limitsTheCallsOfAnHttpStageAgain() {
    var api = new Http(bot);

    api.story()
        .isFixedUndoneAndRedone(
            "UnthrottledStage",
            "UpdateStage",
            api::liftsTheLimit,
            api::settings,
            settings -> assertThat(settings).doesNotContain("ThrottlingRateLimit"));
  }

  @Test
  void logsNoWholeRequestsAnyMore() {
    var api = new Rest(bot);

    api.story()
        .isFixedUndoneAndRedone(
            "FullRequestLogging",
            "UpdateStage",
            () -> api.sets("/*/*/logging/dataTrace", "true"),
            api::settings,
            settings -> assertThat(settings).contains("DataTraceEnabled=true"));
  }

  @Test
  void logsTheExecutionOfARestStageAgain() {
    var api = new Rest(bot);

    api.story()
        .isFixedUndoneAndRedone(
            "SilentStage",
            "UpdateStage",
            () -> api.sets("/*/*/logging/loglevel", "OFF"),
            api::settings,
            settings -> assertThat(settings).contains("LoggingLevel=OFF"));
  }

  @Test
  void logsTheAccessToAnHttpStageAgain() {
    var api = new Http(bot);

    api.story()
        .isFixedUndoneAndRedone(
            "SilentStage",
            "DeleteAccessLogSettings",
            api::stopsTheAccessLog,
            api::settings,
            settings -> assertThat(settings).endsWith("null"));
  }
}
