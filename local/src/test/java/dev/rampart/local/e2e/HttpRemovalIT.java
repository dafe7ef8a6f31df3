package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.local.account.AlertInbox.Alert;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every way to take the authorizer from a route of an HTTP API: in the end routes and stages ask
/// exactly what they asked, and who types what the alerts offer has the state before the fix.
@ExtendWith(WithBot.class)
final class HttpRemovalIT {
  private final Bot bot;

  HttpRemovalIT(Bot bot) {
    this.bot = bot;
  }

  static Stream<Named<Consumer<Http>>> ways() {
    return Stream.of(
        Named.of("UpdateRoute", Http::opensTheRoute),
        Named.of("DeleteRoute, CreateRoute", Http::createsTheRouteAnew),
        Named.of("ReimportApi", Http::importsWithoutSecurity),
        Named.of("UpdateRoute, DeleteAuthorizer", Http::deletesTheAuthorizer));
  }

  /// The stage deploys by itself, so what is put right is live.
  @ParameterizedTest
  @MethodSource("ways")
  void putsTheRouteBack(Consumer<Http> way) {
    var api = new Http(bot);
    Story told = api.story();
    List<String> before = api.stateWithoutIds();

    List<String> broken = inOneBreath(api, () -> way.accept(api));
    told.awaitOutcome("FIXED");

    assertThat(told.allAlerts()).extracting(HttpRemovalIT::part).containsExactly("GET /orders");
    assertThat(api.stateWithoutIds()).isEqualTo(before).isNotEqualTo(broken);
    told.isUndone();
    assertThat(api.state()).isEqualTo(broken);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void putsRouteAndStageBackAfterADeployment(Consumer<Http> way) {
    var api = Http.deployedByHand(bot);
    Story told = api.story();
    List<String> before = api.stateWithoutIds();
    String good = api.served();

    List<String> broken =
        inOneBreath(
            api,
            () -> {
              way.accept(api);
              api.deploys();
            });
    String bad = api.served();
    told.awaitOutcome("FIXED", 2);

    assertThat(told.allAlerts())
        .extracting(HttpRemovalIT::part)
        .containsExactly("GET /orders on prod", "GET /orders");
    assertThat(api.stateWithoutIds()).isEqualTo(before).isNotEqualTo(broken);
    assertThat(api.served()).isEqualTo(good).isNotEqualTo(bad);
    told.isUndone();
    assertThat(api.state()).isEqualTo(broken);
    assertThat(api.served()).isEqualTo(bad);
  }

  @Test
  void putsAStageBackThatServesAnOpenDeploymentOfOld() {
    var api = Http.deployedByHand(bot);
    Story told = api.story();
    String good = api.served();
    delayTheLook();
    api.opensTheRoute();
    String open = api.snapshots();
    told.awaitOutcome("FIXED");
    bot.settle();

    Story later = api.story();
    api.serves(open);

    Alert fixed = later.isTold("FIXED", "UnauthenticatedRoute", "UpdateStage");
    assertThat(part(fixed)).isEqualTo("GET /orders on prod");
    assertThat(api.served()).isEqualTo(good);
    later.isUndone();
    assertThat(api.served()).isEqualTo(open);
  }

  @Test
  void deploysTheDraftWithConsentWhereItHoldsNothingButTheFix() {
    var api = Http.deployedByHand(bot);
    Story told = api.story();
    try (Bot.Setting _ = bot.with("/rampart/guardrails/UnauthenticatedRoute", "fix+deploys")) {
      List<String> broken =
          inOneBreath(
              api,
              () -> {
                api.opensTheRoute();
                api.callsAnotherBackend("https://backend.example/v2");
                api.deploys();
              });
      String bad = api.served();
      told.awaitOutcome("FIXED", 2);

      assertThat(told.allAlerts())
          .extracting(HttpRemovalIT::part)
          .containsExactly("GET /orders", "GET /orders on prod");
      assertThat(api.export()).contains("orders.read").contains("https://backend.example/v2");
      told.isUndone();
      assertThat(api.state()).isEqualTo(broken);
      assertThat(api.served()).isEqualTo(bad);
    }
  }

  @Test
  void neverDeploysWhatSomebodyIsWorkingOn() {
    var api = Http.deployedByHand(bot);
    Story told = api.story();
    try (Bot.Setting _ =
        bot.with("/rampart/guardrails/UnauthenticatedRoute", "fix+deploys+contains")) {
      inOneBreath(
          api,
          () -> {
            api.opensTheRoute();
            api.callsAnotherBackend("https://backend.example/v2");
            api.deploys();
            api.callsAnotherBackend("https://unfinished.example");
          });
      String served = api.served();
      told.awaitOutcome("FIXED", 2);

      // What cannot be put right is shut, for which consent was given too.
      assertThat(told.allAlerts()).extracting(Alert::outcome).containsExactly("FIXED", "FIXED");
      assertThat(api.served()).isEqualTo(served);
      assertThat(api.limitOf("GET /orders")).isEqualTo("0.0 0");
      told.isUndone();
      assertThat(api.limitOf("GET /orders")).isEqualTo("none");
    }
  }

  @Test
  void tellsOfAnApiThatIsImportedWithoutSecurity() {
    String id = Http.createOpen(bot.eve.apiGatewayV2(), bot.name("open-http"));
    Story told = bot.story("arn:aws:apigateway:us-east-1::/apis/" + id);

    Alert alert = told.isTold("REPORTED", "UnauthenticatedRoute", "ImportApi");

    assertThat(alert.facts().path("why").asText()).contains("No look before saw it ask anything");
    assertThat(alert.facts().path("byHand")).isNotEmpty();
  }

  /// By the time the bot looks, all is done.
  private List<String> inOneBreath(Http api, Runnable breakage) {
    delayTheLook();
    breakage.run();
    return api.state();
  }

  private void delayTheLook() {
    bot.emulator().inject(bot.slow("rampart-apigateway", "apigatewayv2", "GetApi", 1, 2));
  }

  private static String part(Alert alert) {
    return alert.facts().at("/resource/part").asText();
  }
}
