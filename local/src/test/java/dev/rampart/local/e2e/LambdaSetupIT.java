package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.local.account.AlertInbox.Alert;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;

@ExtendWith(WithBot.class)
final class LambdaSetupIT {
  private static final String STRANGE = "arn:aws:lambda:us-east-1:111122223333:layer:tools:9";
  private static final String KEY = "arn:aws:kms:us-east-1:123456789012:key/orders";
  private static final String SECRET = "hunter2-of-the-setup";

  private final Bot bot;

  LambdaSetupIT(Bot bot) {
    this.bot = bot;
  }

  @Test
  void tellsOfALayerOfAnUnknownAccountAndOfNoneThatTheOwnerNames() throws Exception {
    var function = new Function(bot);
    Story named = function.story();
    try (var _ = bot.with("/rampart/trusted-accounts", "111122223333")) {
      sets(function, update -> update.layers(STRANGE));
      named.awaitOutcome("CLEAN");
      assertThat(named.allAlerts()).isEmpty();
    }
    sets(function, update -> update.layers(List.of()));
    bot.settle();

    Story story = function.story();
    sets(function, update -> update.layers(STRANGE.replace("111122223333", "444455556666")));

    var alert = story.isTold("REPORTED", "ForeignLayer", "UpdateFunctionConfiguration");
    assertThat(detail(alert)).contains("of account 444455556666");
    assertThat(byHand(alert)).contains("aws lambda update-function-configuration", "--layers");
    assertThat(story.writes("rampart-lambda")).isEmpty();
  }

  @Test
  void stopsSharingALayerWithEveryone() {
    String layer = bot.name("tools");
    Story story = bot.story("arn:aws:lambda:us-east-1:123456789012:layer:" + layer + ":1");
    bot.eve
        .lambda()
        .publishLayerVersion(
            publish ->
                publish
                    .layerName(layer)
                    .content(content -> content.zipFile(SdkBytes.fromUtf8String("no zip"))));
    story.awaitOutcome("CLEAN");
    bot.settle();

    bot.story(story.arn())
        .isFixedUndoneAndRedone(
            "PublicLayer",
            "AddLayerVersionPermission",
            () ->
                bot.eve
                    .lambda()
                    .addLayerVersionPermission(
                        add ->
                            add.layerName(layer)
                                .versionNumber(1L)
                                .statementId("all")
                                .action("lambda:GetLayerVersion")
                                .principal("*")),
            () -> policy(layer),
            policy -> assertThat(policy).contains("\"all\""));
  }

  @Test
  void tellsOfADeprecatedRuntime() {
    var function = new Function(bot);
    Story story = function.story();
    sets(function, update -> update.runtime("nodejs12.x"));

    var alert = story.isTold("REPORTED", "DeprecatedRuntime", "UpdateFunctionConfiguration");
    assertThat(detail(alert)).contains("nodejs12.x has had no security updates since 2023-03-31");
    assertThat(story.writes("rampart-lambda")).isEmpty();
  }

  @Test
  void tellsOfAFunctionThatTakesTheRoleOfAnother() {
    var one = new Function(bot);
    var other = new Function(bot);
    String role =
        bot.auditor.lambda().getFunctionConfiguration(get -> get.functionName(one.name)).role();
    Story before = one.story();
    Story story = other.story();
    sets(other, update -> update.role(role));

    var alert = story.isTold("REPORTED", "SharedExecutionRole", "UpdateFunctionConfiguration");
    assertThat(detail(alert)).contains("as does " + one.name);
    assertThat(before.allAlerts()).isEmpty();
  }

  @Test
  void givesAFunctionItsLimitBackIfTheOwnerWantsThat() throws Exception {
    var function = new Function(bot);
    Story learning = function.story();
    bot.eve
        .lambda()
        .putFunctionConcurrency(
            put -> put.functionName(function.name).reservedConcurrentExecutions(20));
    learning.awaitOutcome("CLEAN");
    bot.settle();

    try (var _ = bot.with("/rampart/guardrails/RemovedConcurrencyLimit", "fix")) {
      function
          .story()
          .isFixedUndoneAndRedone(
              "RemovedConcurrencyLimit",
              "DeleteFunctionConcurrency",
              () ->
                  bot.eve
                      .lambda()
                      .deleteFunctionConcurrency(delete -> delete.functionName(function.name)),
              () -> limit(function),
              limit -> assertThat(limit).isEqualTo("null"));
    }
    assertThat(limit(function)).isEqualTo("20");
  }

  @Test
  void tellsThatVariablesLostTheirKeyAndShowsNone() {
    var function = new Function(bot);
    Story learning = function.story();
    sets(
        function,
        update ->
            update
                .kmsKeyArn(KEY)
                .environment(environment -> environment.variables(Map.of("DB", SECRET))));
    learning.awaitOutcome("CLEAN");
    bot.settle();

    Story story = function.story();
    sets(function, update -> update.kmsKeyArn(""));

    var alert = story.isTold("REPORTED", "UnencryptedEnvironment", "UpdateFunctionConfiguration");
    assertThat(byHand(alert)).contains("--kms-key-arn " + KEY);
    assertThat(alert.facts().toString()).doesNotContain(SECRET);
  }

  private void sets(Function function, Consumer<UpdateFunctionConfigurationRequest.Builder> rest) {
    bot.eve
        .lambda()
        .updateFunctionConfiguration(
            update -> {
              update.functionName(function.name);
              rest.accept(update);
            });
  }

  private static String detail(Alert alert) {
    return alert.facts().path("detail").asText();
  }

  private static String byHand(Alert alert) {
    return alert.facts().path("byHand").toString();
  }

  private String limit(Function function) {
    return String.valueOf(
        bot.auditor
            .lambda()
            .getFunctionConcurrency(get -> get.functionName(function.name))
            .reservedConcurrentExecutions());
  }

  private String policy(String layer) {
    try {
      return bot.auditor
          .lambda()
          .getLayerVersionPolicy(get -> get.layerName(layer).versionNumber(1L))
          .policy();
    } catch (ResourceNotFoundException _) {
      return "not shared";
    }
  }
}
