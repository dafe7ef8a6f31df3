package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.local.account.AlertInbox.Alert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.apigateway.model.AuthorizerType;

/// APIs that are gone, halfway, or changed by two at once: nothing is lost, and nothing is left
/// half done.
@ExtendWith(WithBot.class)
final class ApiGatewayBadInputIT {
  private static final String FUNCTION = "rampart-apigateway";

  private final Bot bot;
  @RegisterExtension final NoDeadLetters deadLetters;

  ApiGatewayBadInputIT(Bot bot) {
    this.bot = bot;
    this.deadLetters = new NoDeadLetters(bot, FUNCTION);
  }

  @Test
  void saysNothingOfAnApiThatIsDeletedBeforeItLooks() {
    var api = new Rest(bot);
    Story told = api.story();
    bot.emulator().inject(bot.slow(FUNCTION, "apigateway", "GetRestApi", 1, 2));
    api.opensTheMethod();
    api.isDeleted();

    told.awaitOutcome("GONE");
    assertThat(told.allAlerts()).isEmpty();
  }

  @Test
  void leavesNothingBehindIfAnApiIsDeletedWhileItIsFixed() {
    var api = new Rest(bot);
    Story told = api.story();
    bot.emulator().inject(bot.slow(FUNCTION, "apigateway", "UpdateMethod", 1, 8));
    api.opensTheMethod();
    told.awaitCall(FUNCTION, "apigateway:GetExport");
    api.isDeleted();

    told.awaitOutcome("GONE");
    assertThat(told.allAlerts()).extracting(Alert::outcome).doesNotContain("FIXED", "NOT_HELD");
  }

  @Test
  void keepsWhatSomebodyElseChangesMeanwhile() {
    var api = new Rest(bot);
    Story told = api.story();
    bot.emulator().inject(bot.slow(FUNCTION, "apigateway", "UpdateMethod", 1, 2));
    api.opensTheMethod();
    told.awaitCall(FUNCTION, "apigateway:GetExport");
    api.callsAnotherBackend("https://backend.example/meanwhile");

    told.awaitOutcome("FIXED");
    bot.settle();
    assertThat(api.state())
        .contains("GET /orders COGNITO_USER_POOLS")
        .contains("https://backend.example/meanwhile");
    assertThat(told.allAlerts()).extracting(Alert::outcome).containsExactly("FIXED");
  }

  @Test
  void leavesTheEndOfACanaryToAPersonAndPutsTheDraftBack() {
    var api = new Rest(bot);
    Story told = api.story();
    String served = api.served();
    bot.emulator().inject(bot.slow(FUNCTION, "apigateway", "GetRestApi", 1, 2));
    api.opensTheMethod();
    api.deploysACanary();

    Alert reported = told.awaitAlert("REPORTED");
    assertThat(told.allAlerts()).extracting(Alert::outcome).containsExactly("FIXED", "REPORTED");
    assertThat(reported.facts().at("/resource/part").asText())
        .isEqualTo("GET /orders on prod (canary)");
    assertThat(api.served()).isEqualTo(served);
  }

  @Test
  void putsEveryMethodBackThatAnImportWithoutSecurityOpened() {
    var api = Rest.ofManyMethods(bot, 60);
    String before = api.asked();
    Story told = api.story();
    api.importsWithoutSecurity();

    told.awaitOutcome("FIXED", 60);
    bot.settle();
    assertThat(before).contains("COGNITO_USER_POOLS=60");
    assertThat(api.asked()).isEqualTo(before);
    // The first creates the authorizer, the second has room for fifty.
    assertThat(told.allAlerts())
        .extracting(Alert::outcome)
        .containsExactly("FIXED", "FIXED", "FIXED");
    told.isUndone();
    assertThat(api.asked()).isEqualTo("{NONE=60}");
  }

  @Test
  void looksAtAStageThatNothingWasDeployedTo() {
    var api = new Http(bot);
    Story told = api.story();
    api.createsAnEmptyStage("later");
    told.awaitOutcome("REPORTED");
    assertThat(told.outcomes())
        .allSatisfy(each -> assertThat(each.guardrail()).isNotEqualTo("UnauthenticatedRoute"));
  }

  @Test
  void putsAnAuthorizerBackWhoseFunctionIsGone() {
    var api = new Rest(bot);
    String gone = "arn:aws:lambda:us-east-1:123456789012:function:gone";
    api.asksAnAuthorizer(
        create ->
            create
                .name("gate")
                .type(AuthorizerType.TOKEN)
                .identitySource("method.request.header.Authorization")
                .authorizerUri(
                    "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                        + gone
                        + "/invocations"));
    bot.settle();
    String before = api.stateWithoutIds();
    Story told = api.story();
    bot.emulator().inject(bot.slow(FUNCTION, "apigateway", "GetRestApi", 1, 2));
    api.deletesTheAuthorizer("gate");

    told.awaitOutcome("FIXED");
    bot.settle();
    assertThat(api.stateWithoutIds()).isEqualTo(before);
  }
}
