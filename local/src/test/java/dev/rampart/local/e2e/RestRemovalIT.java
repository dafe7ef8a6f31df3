package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.local.account.AlertInbox.Alert;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every way to take the authorizer from a method of a REST API: in the end draft and stage ask
/// exactly what they asked, and who types what the alerts offer has the state before the fix.
@ExtendWith(WithBot.class)
final class RestRemovalIT {
  private final Bot bot;

  RestRemovalIT(Bot bot) {
    this.bot = bot;
  }

  static Stream<Named<Consumer<Rest>>> ways() {
    return Stream.of(
        Named.of("UpdateMethod", Rest::opensTheMethod),
        Named.of("DeleteMethod, PutMethod", Rest::putsTheMethodAnew),
        Named.of("PutRestApi", Rest::importsWithoutSecurity),
        Named.of("UpdateMethod, DeleteAuthorizer", Rest::deletesTheAuthorizer));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void putsTheDraftBack(Consumer<Rest> way) {
    var api = new Rest(bot);
    Story told = api.story();
    String before = api.stateWithoutIds();

    String broken = inOneBreath(api, () -> way.accept(api));
    told.awaitOutcome("FIXED");

    assertThat(told.allAlerts()).extracting(RestRemovalIT::part).containsExactly("GET /orders");
    assertThat(api.stateWithoutIds()).isEqualTo(before).isNotEqualTo(broken);
    told.isUndone();
    assertThat(api.state()).isEqualTo(broken);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void putsDraftAndStageBackAfterADeployment(Consumer<Rest> way) {
    var api = new Rest(bot);
    Story told = api.story();
    String before = api.stateWithoutIds();

    String broken =
        inOneBreath(
            api,
            () -> {
              way.accept(api);
              api.deploys();
            });
    told.awaitOutcome("FIXED", 2);

    assertThat(told.allAlerts())
        .extracting(RestRemovalIT::part)
        .containsExactly("GET /orders on prod", "GET /orders");
    assertThat(api.stateWithoutIds()).isEqualTo(before).isNotEqualTo(broken);
    told.isUndone();
    assertThat(api.state()).isEqualTo(broken);
  }

  @Test
  void putsAStageBackThatServesAnOpenDeploymentOfOld() {
    var api = new Rest(bot);
    Story told = api.story();
    String before = api.state();
    delayTheLook();
    api.opensTheMethod();
    String open = api.snapshots();
    told.awaitOutcome("FIXED");
    bot.settle();

    Story later = api.story();
    api.serves(open);
    String broken = api.state();

    Alert fixed = later.isTold("FIXED", "UnauthenticatedMethod", "UpdateStage");
    assertThat(part(fixed)).isEqualTo("GET /orders on prod");
    assertThat(api.state()).isEqualTo(before);
    later.isUndone();
    assertThat(api.state()).isEqualTo(broken);
  }

  @Test
  void deploysTheDraftWithConsentWhereItHoldsNothingButTheFix() {
    var api = new Rest(bot);
    Story told = api.story();
    try (Bot.Setting _ = bot.with("/rampart/guardrails/UnauthenticatedMethod", "fix+deploys")) {
      String broken = inOneBreath(api, () -> deploysAnotherBackendWithoutAuthorizer(api));
      told.awaitOutcome("FIXED", 2);

      assertThat(told.allAlerts())
          .extracting(RestRemovalIT::part)
          .containsExactly("GET /orders", "GET /orders on prod");
      assertThat(api.export()).contains("orders/read").contains("https://backend.example/v2");
      assertThat(told.writes("rampart-apigateway"))
          .containsExactly(
              "apigateway:UpdateMethod", "apigateway:CreateDeployment", "apigateway:UpdateStage");
      told.isUndone();
      assertThat(api.state()).isEqualTo(broken);
      assertThat(api.export()).doesNotContain("orders/read");
    }
  }

  @Test
  void neverDeploysWhatSomebodyIsWorkingOn() {
    var api = new Rest(bot);
    Story told = api.story();
    try (Bot.Setting _ = bot.with("/rampart/guardrails/UnauthenticatedMethod", "fix+deploys")) {
      inOneBreath(
          api,
          () -> {
            deploysAnotherBackendWithoutAuthorizer(api);
            api.callsAnotherBackend("https://unfinished.example");
          });
      String served = api.served();

      Alert reported = told.awaitAlert("REPORTED");
      assertThat(told.allAlerts()).extracting(Alert::outcome).containsExactly("FIXED", "REPORTED");
      assertThat(part(reported)).isEqualTo("GET /orders on prod");
      assertThat(reported.facts().path("why").asText())
          .contains("the draft has changes that nobody deployed yet");
      assertThat(api.served()).isEqualTo(served);
      assertThat(told.writes("rampart-apigateway")).containsExactly("apigateway:UpdateMethod");
    }
  }

  @Test
  void letsNobodyCallWithConsentWhatCannotBePutRight() {
    var api = new Rest(bot);
    Story told = api.story();
    try (Bot.Setting _ = bot.with("/rampart/guardrails/UnauthenticatedMethod", "fix+contains")) {
      inOneBreath(api, () -> deploysAnotherBackendWithoutAuthorizer(api));
      told.awaitOutcome("FIXED", 2);

      assertThat(told.allAlerts())
          .extracting(each -> each.facts().path("done").asText())
          .anyMatch(done -> done.contains("by a limit of 0 calls a second"));
      assertThat(api.limitOf("~1orders/GET")).isEqualTo("0.0 0");
      // The owner publishes the draft, which is put right, before the limit is lifted.
      api.deploys();
      bot.settle();
      told.isUndone();
      assertThat(api.limitOf("~1orders/GET")).isEqualTo("none");
    }
  }

  private static void deploysAnotherBackendWithoutAuthorizer(Rest api) {
    api.opensTheMethod();
    api.callsAnotherBackend("https://backend.example/v2");
    api.deploys();
  }

  @Test
  void tellsOfAnApiThatIsImportedWithoutSecurity() {
    String id = Rest.createOpen(bot.eve.apiGateway(), bot.name("open"));
    Story told = bot.story("arn:aws:apigateway:us-east-1::/restapis/" + id);

    Alert alert = told.isTold("REPORTED", "UnauthenticatedMethod", "ImportRestApi");

    assertThat(alert.facts().path("why").asText()).contains("No look before saw it ask anything");
    assertThat(alert.facts().path("byHand")).isNotEmpty();
  }

  /// By the time the bot looks, all is done.
  private String inOneBreath(Rest api, Runnable breakage) {
    delayTheLook();
    breakage.run();
    return api.state();
  }

  private void delayTheLook() {
    bot.emulator().inject(bot.slow("rampart-apigateway", "apigateway", "GetRestApi", 1, 2));
  }

  private static String part(Alert alert) {
    return alert.facts().at("/resource/part").asText();
  }
}
