package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// APIs that still ask their callers something, but less than before.
@ExtendWith(WithBot.class)
final class ApiGatewayWeakerIT {
  private final Bot bot;

  ApiGatewayWeakerIT(Bot bot) {
    this.bot = bot;
  }

  @Test
  void letsNoWebsiteCallThatMightNotBefore() {
    var api = new Http(bot);

    api.story()
        .isFixedUndoneAndRedone(
            "OpenCors",
            "UpdateApi",
            api::letsAnyWebsiteCall,
            api::cors,
            cors -> assertThat(cors).contains("AllowOrigins=[*]"));
  }

  @Test
  void asksForMoreThanAKeyAgainAndTellsOnce() {
    var api = new Rest(bot);
    Story told = api.story();

    api.asksForAKeyOnly();

    told.isTold("FIXED", "ApiKeyOnly", "UpdateMethod");
    assertThat(api.state()).contains("GET /orders COGNITO_USER_POOLS").contains("[orders/read]");
    assertThat(told.allAlerts()).hasSize(1);
  }

  @Test
  void checksTheRequestsOfAMethodAgainInTheDraft() {
    var api = new Rest(bot);
    api.takesOrders();
    bot.settle();
    String before = api.served();

    api.story()
        .isFixedUndoneAndRedone(
            "UnvalidatedRequests",
            "UpdateMethod",
            api::checksNothing,
            api::validator,
            validator -> assertThat(validator).isEqualTo("null"));
    assertThat(api.served()).isEqualTo(before);
  }

  @Test
  void tellsOfAnAuthorizerThatTrustsAnotherIssuer() {
    var api = new Http(bot);
    Story told = api.story();

    api.trustsAnotherIssuer();

    var alert = told.isTold("REPORTED", "WeakenedAuthorizer", "UpdateAuthorizer");
    assertThat(alert.facts().path("detail").asText()).contains("trusts issuer https://other");
    assertThat(told.allAlerts()).hasSize(1);
    assertThat(api.issuer()).isEqualTo("https://other.example");
  }

  @Test
  void makesAnAuthorizerStrictAgainIfTheOwnerWantsThat() throws Exception {
    var api = new Http(bot);
    try (var _ = bot.with("/rampart/guardrails/WeakenedAuthorizer", "fix")) {
      Story told = api.story();
      api.trustsAnotherIssuer();
      told.isTold("FIXED", "WeakenedAuthorizer", "UpdateAuthorizer");
    }
    assertThat(api.issuer()).isEqualTo("https://issuer.example");
  }
}
