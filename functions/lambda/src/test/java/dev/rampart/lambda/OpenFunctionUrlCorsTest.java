package dev.rampart.lambda;

import static dev.rampart.guardrail.Effect.NARROWS;
import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.lambda.Orders.withCors;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.tester.GuardrailTester;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;

final class OpenFunctionUrlCorsTest {
  private static final UrlCors NONE = UrlCors.of(null);
  private static final UrlCors SHOP = cors(true, "https://shop.example");
  private static final UrlCors PUBLIC = cors(false, "*");
  private static final UrlCors OPEN = cors(true, "*");

  private final GuardrailTester<FunctionUrl, UrlCors> websites =
      Orders.ofUrls(new OpenFunctionUrlCors());

  @Test
  void takesTheCredentialsAwayAndKeepsTheRest() {
    websites
        .given(withCors(OPEN))
        .with(provedNew())
        .isFlagged("any website may call " + Orders.URL + " with its visitors' credentials")
        .would("let no credentials go along", NARROWS)
        .wouldRun(
            "aws lambda update-function-url-config --function-name orders --cors"
                + " '{\"AllowCredentials\":false,\"AllowHeaders\":[\"x-token\"],\"AllowMethods\":[\"GET\"],"
                + "\"AllowOrigins\":[\"*\"],\"MaxAge\":300}'");
  }

  @Test
  void wouldRatherNameTheWebsitesThatWereNamedBefore() {
    websites
        .given(withCors(OPEN))
        .with(goodBefore(NONE, SHOP))
        .would("put the URL's CORS settings back as they were", RESTORES)
        .wouldRun("aws lambda update-function-url-config …\"https://shop.example\"…")
        .otherwise()
        .would("let no credentials go along", NARROWS);
  }

  @Test
  void putsAPublicAnswerWithoutCredentialsBack() {
    websites.given(withCors(OPEN)).with(goodBefore(PUBLIC)).would("back as they were", RESTORES);
  }

  @Test
  void tellsWhenNamedWebsitesBecomeAll() {
    websites
        .given(withCors(PUBLIC))
        .with(goodBefore(SHOP))
        .isFlagged("which only https://shop.example could before")
        .isLeftToAPerson(
            "no credentials go along", "aws lambda update-function-url-config …shop.example…");
  }

  @Test
  void leavesWhatWasPublicFromTheStart() {
    websites.given(withCors(PUBLIC)).isLeftAlone();
    websites.given(withCors(PUBLIC)).with(provedNew()).isLeftAlone();
    websites.given(withCors(PUBLIC)).with(goodBefore(PUBLIC, SHOP)).isLeftAlone();
  }

  @Test
  void leavesNamedWebsitesAndNone() {
    websites.given(withCors(SHOP)).isLeftAlone();
    websites.given(withCors(NONE)).isLeftAlone();
    websites.given(withCors(cors(true))).isLeftAlone();
  }

  @Test
  void putsTheWebsitesBackInTheAccount() {
    var account = Orders.urlsOf(new OpenFunctionUrlCors());
    var lambda = Orders.client(account.person("mallory"));
    Orders.create(account.person("maria"));
    lambda.createFunctionUrlConfig(
        create ->
            create
                .functionName("orders")
                .authType(FunctionUrlAuthType.AWS_IAM)
                .cors(SHOP.toRequest()));
    account.learns(Orders.URL_ID);
    lambda.updateFunctionUrlConfig(update -> update.functionName("orders").cors(OPEN.toRequest()));

    account
        .looksAt(Orders.URL_ID)
        .isFlagged("any website")
        .isFixed(
            auditor ->
                assertThat(
                        UrlCors.of(
                            Orders.client(auditor)
                                .getFunctionUrlConfig(get -> get.functionName("orders"))
                                .cors()))
                    .isEqualTo(SHOP));
  }

  @Test
  void takesTheCredentialsAwayInTheAccount() {
    var account = Orders.urlsOf(new OpenFunctionUrlCors());
    var lambda = Orders.client(account.person("mallory"));
    Orders.create(account.person("maria"));
    lambda.createFunctionUrlConfig(
        create ->
            create
                .functionName("orders")
                .authType(FunctionUrlAuthType.NONE)
                .cors(OPEN.toRequest()));

    account
        .looksAt(Orders.URL_ID)
        .with(provedNew())
        .isFixed(
            auditor ->
                assertThat(
                        UrlCors.of(
                            Orders.client(auditor)
                                .getFunctionUrlConfig(get -> get.functionName("orders"))
                                .cors()))
                    .isEqualTo(PUBLIC));
  }

  private static UrlCors cors(boolean credentials, String... origins) {
    return new UrlCors(
        credentials, List.of("x-token"), List.of("GET"), List.of(origins), List.of(), 300);
  }
}
