package dev.rampart.apigateway;

import static dev.rampart.apigateway.Samples.draft;
import static dev.rampart.apigateway.Samples.httpApi;
import static dev.rampart.apigateway.Samples.jwtAuthorizer;
import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rampart.tester.GuardrailTester;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenCorsTest {
  private static final Access.Draft GUARDED =
      draft("GET /orders", "JWT", jwtAuthorizer("jwt001"), "orders.read");
  private static final Access.Draft SIGNED = draft("GET /orders", "AWS_IAM");
  private static final Cors.Configuration SHOP = cors("{'AllowOrigins': ['https://shop.example']}");
  private static final Cors.Configuration ALL = cors("{'AllowOrigins': ['*']}");

  private final GuardrailTester<HttpApi, Cors> https = Samples.http(new OpenCors<>());
  private final GuardrailTester<RestApi, Cors> rests = Samples.rest(new OpenCors<>());

  @Test
  void letsTheSameWebsitesCallAsBefore() {
    https
        .given(api(ALL, GUARDED))
        .with(goodBefore(SHOP))
        .isFlagged("any website may call routes that ask for a token")
        .would("let the same websites call it as before", RESTORES)
        .wouldRun(
            "aws apigatewayv2 update-api --api-id h1t2t3p4 --cors-configuration"
                + " '{\"AllowOrigins\":[\"https://shop.example\"]}'");
  }

  @Test
  void letsNoWebsiteCallIfNoneMightBefore() {
    https
        .given(api(ALL, GUARDED))
        .with(goodBefore(cors("{}")))
        .would("let no website call it again", RESTORES)
        .wouldRun("aws apigatewayv2 delete-cors-configuration --api-id h1t2t3p4");
  }

  @Test
  void leavesANewConfigurationToAPerson() {
    https.given(api(ALL, GUARDED)).with(provedNew()).isLeftToAPerson("no look before saw");
  }

  @Test
  void takesNothingBackIfTheRoutesChanged() {
    // Without a route that asks for a token it was good; the former one would not be now either.
    https
        .given(api(ALL, GUARDED))
        .with(goodBefore(ALL, SHOP))
        .isLeftToAPerson("it was so before; what changed is what the routes ask of callers");
    https
        .given(api(cors("{'AllowOrigins': ['https://*']}"), GUARDED))
        .with(goodBefore(ALL))
        .isLeftToAPerson("no look before saw");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'AllowOrigins': ['*'], 'AllowCredentials': true}|with its visitors' cookies",
        "{'AllowOrigins': ['https://*'], 'AllowCredentials': true}|with its visitors' cookies",
        "{'AllowOrigins': ['null']}|pages without an origin",
        "{'AllowOrigins': ['https://a.example', 'http://b.example']}|http://b.example may call it",
        "{'AllowOrigins': ['http://*.b.example']}|http://*.b.example may call it"
      })
  void flagsWhatNobodyVouchesFor(String configuration, String flaw) {
    https.given(api(cors(configuration.replace("visitors'", "")), SIGNED)).isFlagged(flaw);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'AllowOrigins': ['*']}",
        "{'AllowOrigins': ['https://a.example'], 'AllowCredentials': true}",
        "{'AllowOrigins': ['https://*.a.example'], 'AllowCredentials': true}",
        "{'AllowOrigins': ['http://localhost:3000', 'http://127.0.0.1', 'http://[::1]:8080']}",
        "{'AllowOrigins': ['http://app.localhost:3000'], 'AllowCredentials': true}"
      })
  void leavesWhatSomebodyVouchesFor(String configuration) {
    https.given(api(cors(configuration), SIGNED)).isLeftAlone();
  }

  @Test
  void reportsPathsOfARestApiWhoseMethodsAskForATokenOnly() {
    var guarded = draft("GET /orders", "COGNITO_USER_POOLS", Samples.POOL);
    rests
        .given(rest(List.of("/", "/orders"), guarded))
        .isFlagged("any website may call /orders, where methods ask for a token")
        .isLeftToAPerson("only a person knows which websites are meant");
    rests.given(rest(List.of("/"), guarded)).isLeftAlone();
    rests.given(rest(List.of("/orders"), SIGNED)).isLeftAlone();
  }

  @Test
  void restoresAConfigurationInTheAccount() {
    var account = new HttpAccount();
    var rampart = account.watchedBy(new OpenCors<>());
    account.maria.updateApi(
        update ->
            update
                .apiId(account.api)
                .corsConfiguration(
                    cors ->
                        cors.allowOrigins("https://shop.example").allowMethods("GET").maxAge(60)));
    rampart.learns(account.id);
    account.maria.updateApi(
        update -> update.apiId(account.api).corsConfiguration(cors -> cors.allowOrigins("*")));
    rampart
        .looksAt(account.id)
        .isFixed(
            auditor ->
                assertThat(
                        Samples.http(auditor)
                            .getApi(get -> get.apiId(account.api))
                            .corsConfiguration()
                            .maxAge())
                    .isEqualTo(60));
  }

  @Test
  void deletesAConfigurationInTheAccountWhereThereWasNone() {
    var account = new HttpAccount();
    var rampart = account.watchedBy(new OpenCors<>());
    rampart.learns(account.id);
    account.maria.updateApi(
        update -> update.apiId(account.api).corsConfiguration(cors -> cors.allowOrigins("*")));
    rampart.looksAt(account.id).isFixed();
  }

  private static HttpApi api(Cors.Configuration cors, Access.Draft route) {
    var bare = httpApi(route);
    return new HttpApi(
        bare.id(),
        bare.name(),
        Map.of(),
        false,
        true,
        true,
        bare.routes(),
        bare.authorizers(),
        List.of(),
        List.of(),
        cors,
        null,
        null);
  }

  private static RestApi rest(List<String> open, Access.Draft method) {
    return new RestApi(
        Samples.restId(),
        "orders",
        Map.of(),
        false,
        true,
        "",
        List.of(method),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        new Cors.Preflights(open),
        null,
        null,
        null,
        null);
  }

  private static Cors.Configuration cors(String members) {
    try {
      return new Cors.Configuration(new ObjectMapper().readTree(members.replace('\'', '"')));
    } catch (JsonProcessingException e) {
      throw new AssertionError(members, e);
    }
  }
}
