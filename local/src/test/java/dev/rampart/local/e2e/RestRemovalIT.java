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
    inOneBreath(
        api,
        () -> {
          api.opensTheMethod();
          api.snapshots();
        });
    told.awaitOutcome("FIXED");
    bot.settle();
    String open = api.newestDeployment();

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
  void tellsOfAnApiThatIsImportedWithoutSecurity() {
    String id = Rest.createOpen(bot.eve.apiGateway(), bot.name("open"));
    Story told = bot.story("arn:aws:apigateway:us-east-1::/restapis/" + id);

    Alert alert = told.isTold("REPORTED", "UnauthenticatedMethod", "ImportRestApi");

    assertThat(alert.facts().path("why").asText()).contains("No look before saw it ask anything");
    assertThat(alert.facts().path("byHand")).isNotEmpty();
  }

  /// By the time the bot looks, all is done.
  private String inOneBreath(Rest api, Runnable breakage) {
    bot.emulator().inject(bot.slow("rampart-apigateway", "apigateway", "GetRestApi", 1, 2));
    breakage.run();
    return api.state();
  }

  private static String part(Alert alert) {
    return alert.facts().at("/resource/part").asText();
  }
}
