package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;

@ExtendWith(WithBot.class)
final class LambdaFixIT {
  private final Bot bot;

  LambdaFixIT(Bot bot) {
    this.bot = bot;
  }

  @Test
  void removesAStatementThatLetsAnyoneIn() {
    var function = new Function(bot);

    function
        .story()
        .isFixedUndoneAndRedone(
            "PublicFunctionPolicy",
            "AddPermission",
            () -> function.opens(null),
            function::statements,
            statements ->
                assertThat(statements).hasSize(2).anyMatch(each -> each.contains("\"all\"")));
    assertThat(function.statements()).singleElement().asString().contains("\"api\"");
  }

  @Test
  void removesItFromAnAliasToo() {
    var function = new Function(bot);

    function
        .story("live")
        .isFixedUndoneAndRedone(
            "PublicFunctionPolicy",
            "AddPermission",
            () -> function.opens("live"),
            function::statements,
            statements ->
                assertThat(statements)
                    .hasSize(2)
                    .anyMatch(each -> each.startsWith("live: ") && each.contains("\"all\"")));
  }

  @Test
  void letsAUrlAskForSignaturesAgain() {
    var function = new Function(bot);
    Story learning = function.story();
    function.createsUrl(FunctionUrlAuthType.AWS_IAM);
    learning.awaitOutcome("CLEAN");
    function.letsEveryoneInvokeViaUrl();
    function.letsEveryoneCallUrl();
    bot.settle();

    function
        .story()
        .isFixedUndoneAndRedone(
            "PublicFunctionUrl",
            "UpdateFunctionUrlConfig",
            function::opensUrl,
            () -> List.of(function.urlType()),
            state -> assertThat(state).containsExactly("NONE"));
    assertThat(function.urlType()).isEqualTo("AWS_IAM");
    // For signed calls these statements do not hold, and they were there when the URL was good.
    assertThat(function.statements())
        .satisfiesExactly(
            api -> assertThat(api).contains("\"api\""),
            url -> assertThat(url).contains("\"url\""),
            via -> assertThat(via).contains("\"via\""));
  }

  @Test
  void putsTheAccountOfABucketBack() {
    var function = new Function(bot);
    Story learning = function.story();
    function.grants(null, add -> forUploads(add).sourceAccount("123456789012"));
    learning.awaitOutcome("CLEAN");
    bot.settle();

    function
        .story()
        .isFixedUndoneAndRedone(
            "UnscopedServicePrincipal",
            "AddPermission",
            () -> {
              Story withdrawn = function.story();
              function.withdraws("uploads");
              withdrawn.awaitOutcome("CLEAN");
              function.grants(null, LambdaFixIT::forUploads);
            },
            function::statements,
            statements ->
                assertThat(statements)
                    .hasSize(2)
                    .noneMatch(each -> each.contains("SourceAccount")));
    assertThat(function.statements()).anyMatch(each -> each.contains("SourceAccount"));
  }

  @Test
  void tellsOfAServiceThatNamesItsSourceNoMore() {
    var function = new Function(bot);
    Story withdrawn = function.story();
    function.withdraws("api");
    withdrawn.awaitOutcome("CLEAN");
    bot.settle();
    Story told = function.story();

    function.grants(null, add -> add.statementId("api").principal("apigateway.amazonaws.com"));

    told.isTold("REPORTED", "UnscopedServicePrincipal", "AddPermission");
    assertThat(told.allAlerts()).hasSize(1);
    assertThat(function.statements()).singleElement().asString().doesNotContain("SourceArn");
  }

  @Test
  void removesAStrangersRightToChangeTheFunction() {
    var function = new Function(bot);

    try (Bot.Setting _ = bot.with("/rampart/trusted-accounts", "111111111111")) {
      function
          .story()
          .isFixedUndoneAndRedone(
              "CrossAccountPermission",
              "AddPermission",
              () ->
                  function.grants(
                      null,
                      add ->
                          add.statementId("backdoor")
                              .action("lambda:UpdateFunctionCode")
                              .principal("999999999999")),
              function::statements,
              statements ->
                  assertThat(statements).hasSize(2).anyMatch(each -> each.contains("backdoor")));
    }
  }

  @Test
  void tellsOfAStrangerWhoMayInvoke() {
    var function = new Function(bot);
    Story told = function.story();

    function.grants(null, add -> add.statementId("partner").principal("999999999999"));

    told.isTold("REPORTED", "CrossAccountPermission", "AddPermission");
    assertThat(told.allAlerts()).hasSize(1);
    assertThat(function.statements()).hasSize(2);
  }

  @Test
  void namesTheWebsitesOfAUrlAgain() {
    var function = new Function(bot);
    Story learning = function.story();
    function.createsUrl(FunctionUrlAuthType.AWS_IAM, "https://shop.example");
    learning.awaitOutcome("CLEAN");
    bot.settle();

    function
        .story()
        .isFixedUndoneAndRedone(
            "OpenFunctionUrlCors",
            "UpdateFunctionUrlConfig",
            () -> function.lets("*"),
            function::websites,
            websites -> assertThat(websites).contains("AllowOrigins=[*]"));
    assertThat(function.websites()).contains("https://shop.example");
    assertThat(function.urlType()).isEqualTo("AWS_IAM");
  }

  private static AddPermissionRequest.Builder forUploads(AddPermissionRequest.Builder add) {
    return add.statementId("uploads")
        .principal("s3.amazonaws.com")
        .sourceArn("arn:aws:s3:::uploads-of-orders");
  }
}
