package dev.rampart.apigateway;

import static dev.rampart.apigateway.Samples.POOL;
import static dev.rampart.apigateway.Samples.draft;
import static dev.rampart.apigateway.Samples.httpApi;
import static dev.rampart.apigateway.Samples.jwtAuthorizer;
import static dev.rampart.apigateway.Samples.restAuthorizer;
import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rampart.tester.GuardrailTester;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.apigateway.model.Op;

final class WeakenedAuthorizerTest {
  private static final String LAMBDA =
      "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
          + "arn:aws:lambda:us-east-1:123456789012:function:door";

  private final GuardrailTester<RestApi, Guard> rests = Samples.rest(new WeakenedAuthorizer<>());
  private final GuardrailTester<HttpApi, Guard> https = Samples.http(new WeakenedAuthorizer<>());

  @Test
  void makesAnAuthorizerAsStrictAsItWas() {
    var other = restAuthorizer("auth01", "pool", "arn:aws:cognito-idp:…:pool/b");
    rests
        .given(Samples.without(other), "authorizer pool")
        .with(goodBefore(new Guard.ByAuthorizer(POOL)))
        .isFlagged("authorizer pool trusts user pool arn:aws:cognito-idp:…:pool/b now")
        .would("make authorizer pool as strict as it was", RESTORES)
        .wouldRun(
            "aws apigateway update-authorizer --rest-api-id a1b2c3d4e5 --authorizer-id auth01"
                + " --patch-operations '[{\"op\":\"add\",\"path\":\"/providerARNs\",…pool/a\"},"
                + "{\"op\":\"remove\",\"path\":\"/providerARNs\",…pool/b\"}]'");
  }

  @Test
  void asksForTheSameScopesAgain() {
    var tokens = jwtAuthorizer("jwt001");
    https
        .given(httpApi(draft("GET /orders", "JWT", tokens)), "scopes of GET /orders")
        .with(goodBefore(new Guard.ByScopes("GET /orders", List.of("orders.read"))))
        .isFlagged("GET /orders takes tokens of every scope, where it asked for orders.read")
        .would("ask for the same scopes on GET /orders again", RESTORES)
        .wouldRun(
            "aws apigatewayv2 update-route --api-id h1t2t3p4 --authorization-scopes orders.read"
                + " --authorization-type JWT --authorizer-id jwt001 --route-id res123");
  }

  @Test
  void saysNothingWhereNothingGoodIsKnown() {
    rests.given(Samples.without(POOL), "authorizer pool").with(provedNew()).isLeftAlone();
    rests.given(Samples.without(POOL), "authorizer pool").isLeftAlone();
  }

  @Test
  void leavesStricterAndOtherScopes() {
    var tokens = jwtAuthorizer("jwt001");
    https
        .given(httpApi(draft("GET /orders", "JWT", tokens, "b")), "scopes of GET /orders")
        .with(goodBefore(new Guard.ByScopes("GET /orders", List.of("a", "b"))))
        .isLeftAlone();
    https
        .given(httpApi(draft("GET /orders", "JWT", tokens)), "scopes of GET /orders")
        .with(goodBefore(new Guard.ByScopes("GET /orders", List.of())))
        .isLeftAlone();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'JwtConfiguration': {'Issuer': 'a'}}|{'JwtConfiguration': {'Issuer': 'b'}}"
            + "|trusts issuer b",
        "{'JwtConfiguration': {'Audience': ['a']}}|{'JwtConfiguration': {'Audience': ['a', 'b']}}"
            + "|takes tokens for b",
        "{'JwtConfiguration': {'Audience': ['a']}}|{'JwtConfiguration': {}}"
            + "|takes tokens for anyone",
        "{'authorizerUri': 'LAMBDA/invocations'}|{'authorizerUri': 'LAMBDA2/invocations'}"
            + "|asks arn:aws:lambda:us-east-1:123456789012:function:door2",
        "{'AuthorizerUri': 'LAMBDA'}|{'AuthorizerUri': 'https://other'}|asks https://other",
        "{'identitySource': 'a, b'}|{'identitySource': 'b', 'authorizerResultTtlInSeconds': 300}"
            + "|keeps its answers for 300 seconds whatever a is",
        "{'IdentitySource': ['a']}|{'AuthorizerResultTtlInSeconds': 60}"
            + "|keeps its answers for 60 seconds whatever a is",
        "{'providerARNs': ['a']}|{'providerARNs': ['a', 'b']}|trusts user pool b"
      })
  void seesWhatGotWeaker(String before, String now, String words) {
    assertThat(Weakening.between(json(before), json(now))).containsExactly(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'JwtConfiguration': {'Audience': ['a', 'b']}}|{'JwtConfiguration': {'Audience': ['a']}}",
        "{'authorizerUri': 'LAMBDA:1/invocations'}|{'authorizerUri': 'LAMBDA:2/invocations'}",
        "{'authorizerUri': 'LAMBDA/invocations'}|{'authorizerUri': 'LAMBDA:live/invocations'}",
        "{'identitySource': 'a, b'}|{'identitySource': 'b', 'authorizerResultTtlInSeconds': 0}",
        "{'identitySource': 'a'}|{'identitySource': 'b', 'authorizerResultTtlInSeconds': 300}",
        "{'identitySource': 'a'}|{'identitySource': 'a, b', 'authorizerResultTtlInSeconds': 300}",
        "{'authorizerResultTtlInSeconds': 60}|{'authorizerResultTtlInSeconds': 3600}",
        "{'providerARNs': ['a', 'b']}|{'providerARNs': ['b']}",
        "{'authorizerCredentials': 'a'}|{'authorizerCredentials': 'b'}"
      })
  void leavesWhatIsAsStrictAsBefore(String before, String now) {
    assertThat(Weakening.between(json(before), json(now))).isEmpty();
  }

  @Test
  void restoresTheAuthorizerOfARestApiInTheAccount() {
    var account = new RestAccount();
    var rampart = account.watchedBy(new WeakenedAuthorizer<>());
    rampart.learns(account.id).learns(account.id);
    var pool = account.maria.getAuthorizers(get -> get.restApiId(account.api)).items().getFirst();
    account.maria.updateAuthorizer(
        update ->
            update
                .restApiId(account.api)
                .authorizerId(pool.id())
                .patchOperations(
                    patch ->
                        patch
                            .op(Op.ADD)
                            .path("/providerARNs")
                            .value("arn:aws:cognito-idp:us-east-1:111122223333:userpool/x")));
    rampart
        .looksAt(account.id, "authorizer " + pool.name())
        .isFixed(auditor -> assertThat(account.draftAsksWhatItAsked(auditor)).isTrue());
  }

  @Test
  void restoresTheScopesOfARestMethodInTheAccount() {
    var account = new RestAccount();
    var rampart = account.watchedBy(new WeakenedAuthorizer<>());
    rampart.learns(account.id);
    account.dropsTheScopes();
    rampart
        .looksAt(account.id, "scopes of GET /orders")
        .isFixed(auditor -> assertThat(account.draftAsksWhatItAsked(auditor)).isTrue());
  }

  @Test
  void restoresTheAuthorizerOfAnHttpApiInTheAccount() {
    var account = new HttpAccount();
    var rampart = account.watchedBy(new WeakenedAuthorizer<>());
    rampart.learns(account.id);
    var tokens = account.maria.getAuthorizers(get -> get.apiId(account.api)).items().getFirst();
    account.maria.updateAuthorizer(
        update ->
            update
                .apiId(account.api)
                .authorizerId(tokens.authorizerId())
                .jwtConfiguration(
                    jwt -> jwt.issuer("https://other.example").audience("orders", "all")));
    rampart
        .looksAt(account.id, "authorizer " + tokens.name())
        .isFlagged("trusts issuer https://other.example and takes tokens for all now")
        .isFixed(auditor -> assertThat(account.draftAsksWhatItAsked(auditor)).isTrue());
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"').replace("LAMBDA", LAMBDA));
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }
}
