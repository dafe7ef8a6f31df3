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
  void tellsOfAPolicyThatKeepsNobodyAwayAnyMore() {
    var api = fenced();
    Story told = api.story();

    api.replaces("/policy", "");

    var alert = told.isTold("REPORTED", "OpenApiPolicy", "UpdateRestApi");
    assertThat(alert.facts().path("detail").asText())
        .endsWith("keeps nobody away from GET /orders");
    assertThat(told.allAlerts()).hasSize(1);
  }

  @Test
  void putsThePolicyBackInTheDraftIfTheOwnerWantsThat() throws Exception {
    var api = fenced();
    String before = api.served();
    try (var _ = bot.with("/rampart/guardrails/OpenApiPolicy", "fix")) {
      api.story()
          .isFixedUndoneAndRedone(
              "OpenApiPolicy",
              "UpdateRestApi",
              () -> api.replaces("/policy", ""),
              api::policy,
              policy -> assertThat(policy).isEqualTo("null"));
    }
    assertThat(api.served()).isEqualTo(before);
  }

  /// Only calls through one VPC endpoint get in.
  private Rest fenced() {
    var api = new Rest(bot);
    Story story = api.story();
    api.replaces(
        "/policy",
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
          "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
          "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}}}]}
        """);
    story.awaitOutcome("CLEAN");
    bot.settle();
    return api;
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
