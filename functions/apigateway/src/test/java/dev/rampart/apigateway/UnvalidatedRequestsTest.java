package dev.rampart.apigateway;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Verdict;
import dev.rampart.tester.GuardrailTester;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.Op;

final class UnvalidatedRequestsTest {
  private static final String POST = "POST /orders";
  private static final Validation NONE = new Validation(POST, "res123", "");
  private static final Validation BODY = new Validation(POST, "res123", "val001");

  private final GuardrailTester<RestApi, Validation> methods =
      Samples.rest(new UnvalidatedRequests());

  @Test
  void givesAMethodOfTheDraftItsValidatorBack() {
    methods
        .given(api(Set.of("val001"), NONE), POST)
        .with(goodBefore(BODY))
        .isFlagged("POST /orders takes requests that nothing checks")
        .would("let validator val001 check the requests of POST /orders in the draft", RESTORES)
        .wouldRun(
            "aws apigateway update-method --rest-api-id a1b2c3d4e5 --resource-id res123"
                + " --http-method POST --patch-operations"
                + " '[{\"op\":\"replace\",\"path\":\"/requestValidatorId\",\"value\":\"val001\"}]'");
  }

  @Test
  void looksForTheValidatorBeforeItGivesItBack() {
    methods.given(api(null, NONE), POST).with(goodBefore(BODY)).asksFor(Read.VALIDATORS);
    methods
        .given(api(Set.of("other"), NONE), POST)
        .with(goodBefore(BODY))
        .isLeftToAPerson("the validator it had checks nothing now, or is gone");
  }

  @Test
  void tellsOnceOfAnApiThatNeverCheckedAnything() {
    var api = api(Set.of(), NONE, new Validation("PUT /orders", "res123", ""));
    methods
        .given(api, Validation.ANY)
        .with(provedNew())
        .isFlagged("no method that takes a body has a request validator")
        .isLeftToAPerson("only a person knows what a request has to look like");
    methods
        .given(api, Validation.ANY)
        .with(goodBefore(new Validation(Validation.ANY, "", "some")))
        .isLeftAlone();
    methods.given(api, POST).with(provedNew()).isLeftAlone();
    methods.given(api, POST).with(goodBefore(NONE)).isLeftAlone();
  }

  @Test
  void asksForThePastOfAMethodWithoutAValidatorOnly() {
    var guardrail = new UnvalidatedRequests();
    assertThat(guardrail.check(NONE, api(null, NONE), Past.unread()))
        .isInstanceOf(Verdict.Asks.class);
    methods.given(api(null, BODY), POST).asksFor(Read.VALIDATORS);
  }

  @Test
  void leavesAMethodWhoseValidatorChecksSomething() {
    methods.given(api(Set.of("val001"), BODY), POST).isLeftAlone();
    methods.given(api(Set.of("val001"), BODY, NONE), Validation.ANY).isLeftAlone();
  }

  @Test
  void flagsAValidatorThatChecksNothing() {
    methods
        .given(api(Set.of(), BODY), POST)
        .isFlagged("POST /orders has a validator that checks neither body nor parameters")
        .isLeftToAPerson("only a person knows which of the two it has to check");
  }

  @Test
  void leavesMethodsWithoutABody() {
    assertThat(new UnvalidatedRequests().parts(api(null))).isEmpty();
  }

  @Test
  void restoresAValidatorInTheAccountAndDeploysNothing() {
    var account = new RestAccount();
    var rampart = account.watchedBy(new UnvalidatedRequests());
    var root = account.maria.getRestApi(get -> get.restApiId(account.api)).rootResourceId();
    var validator =
        account
            .maria
            .createRequestValidator(
                create -> create.restApiId(account.api).name("body").validateRequestBody(true))
            .id();
    account.maria.putMethod(
        put ->
            put.restApiId(account.api)
                .resourceId(root)
                .httpMethod("POST")
                .authorizationType("AWS_IAM")
                .requestValidatorId(validator));
    account.maria.putIntegration(
        put ->
            put.restApiId(account.api)
                .resourceId(root)
                .httpMethod("POST")
                .type(IntegrationType.HTTP_PROXY)
                .integrationHttpMethod("POST")
                .uri("https://backend.example"));
    rampart.learns(account.id);
    account.maria.updateMethod(
        update ->
            update
                .restApiId(account.api)
                .resourceId(root)
                .httpMethod("POST")
                .patchOperations(patch -> patch.op(Op.REPLACE).path("/requestValidatorId")));
    rampart
        .looksAt(account.id, "POST /")
        .isFixed(auditor -> assertThat(account.served(auditor)).isEqualTo(account.goodDeployment));
    account.maria.updateRequestValidator(
        update ->
            update
                .restApiId(account.api)
                .requestValidatorId(validator)
                .patchOperations(
                    patch -> patch.op(Op.REPLACE).path("/validateRequestBody").value("false")));
    rampart.looksAt(account.id, "POST /").isLeftToAPerson("checks nothing now, or is gone");
  }

  private static RestApi api(@Nullable Set<String> validators, Validation... validations) {
    return new RestApi(
        Samples.restId(),
        "orders",
        Map.of(),
        false,
        true,
        "",
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(validations),
        new Cors.Preflights(List.of()),
        null,
        null,
        validators,
        null);
  }
}
