package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithBot.class)
final class ApiGatewayFixIT {
  private final Bot bot;

  ApiGatewayFixIT(Bot bot) {
    this.bot = bot;
  }

  @Test
  void givesADraftMethodItsAuthorizerBack() {
    var api = new Rest(bot);

    Story told = api.story();
    told.isFixedUndoneAndRedone(
        "UnauthenticatedMethod",
        "UpdateMethod",
        api::opensTheMethod,
        api::state,
        state -> assertThat(state).contains("GET /orders NONE"));
    assertThat(api.state()).contains("GET /orders COGNITO_USER_POOLS").contains("[orders/read]");
  }

  @Test
  void createsADeletedAuthorizerAgain() {
    var api = new Rest(bot);
    Story told = api.story();

    // In one breath: by the time the bot looks, the authorizer is gone.
    bot.emulator().inject(bot.slow("rampart-apigateway", "apigateway", "GetRestApi", 1, 2));
    api.deletesTheAuthorizer();

    assertThat(told.awaitAlert("FIXED").facts().at("/change/principal").asText())
        .endsWith("eve@example.org");
    // The authorizer has a new id, and is the same in everything else.
    assertThat(api.stateWithoutIds())
        .contains("GET /orders COGNITO_USER_POOLS")
        .contains("userpool/us-east-1_a");
    assertThat(told.allAlerts()).hasSize(1);
  }

  @Test
  void letsALiveStageServeTheLastGoodDeploymentAgain() {
    var api = new Rest(bot);
    Story told = api.story();
    String good = api.served();
    // Both in one breath: by the time the bot looks, the draft is deployed.
    bot.emulator().inject(bot.slow("rampart-apigateway", "apigateway", "GetStages", 1, 2));
    api.opensTheMethod();
    String bad = api.deploys();

    told.awaitOutcome("FIXED", 2);

    assertThat(bad).isNotEqualTo(good);
    assertThat(api.served()).isEqualTo(good);
    assertThat(api.state()).contains("GET /orders COGNITO_USER_POOLS");
    assertThat(told.allAlerts())
        .extracting(each -> each.outcome() + " " + each.facts().at("/resource/part").asText())
        .containsExactlyInAnyOrder("FIXED GET /orders", "FIXED GET /orders on prod");
  }

  @Test
  void givesARouteItsAuthorizerBack() {
    var api = new Http(bot);

    api.story()
        .isFixedUndoneAndRedone(
            "UnauthenticatedRoute",
            "UpdateRoute",
            api::opensTheRoute,
            api::state,
            state -> assertThat(state).isEqualTo(List.of("GET /orders NONE []")));
  }

  @Test
  void givesARouteItsAuthorizerBackAfterAnImportWithout() {
    var api = new Http(bot);
    Story told = api.story();

    api.importsWithoutSecurity();

    told.isTold("FIXED", "UnauthenticatedRoute", "ReimportApi");
    assertThat(api.stateWithoutIds()).containsExactly("GET /orders JWT [orders.read] [orders]");
    assertThat(told.allAlerts()).hasSize(1);
  }
}
