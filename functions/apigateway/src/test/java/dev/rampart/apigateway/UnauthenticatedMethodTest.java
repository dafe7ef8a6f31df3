package dev.rampart.apigateway;

import static dev.rampart.apigateway.Samples.POOL;
import static dev.rampart.apigateway.Samples.api;
import static dev.rampart.apigateway.Samples.draft;
import static dev.rampart.apigateway.Samples.fenced;
import static dev.rampart.apigateway.Samples.live;
import static dev.rampart.apigateway.Samples.restApi;
import static dev.rampart.apigateway.Samples.restAuthorizer;
import static dev.rampart.apigateway.Samples.serving;
import static dev.rampart.apigateway.Samples.without;
import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.guardrail.Bounds;
import dev.rampart.tester.GuardrailTester;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UnauthenticatedMethodTest {
  private static final Access.Draft OPEN = draft("GET /orders", "NONE");
  private static final Access.Draft GUARDED =
      draft("GET /orders", "COGNITO_USER_POOLS", POOL, "orders/read");
  private static final String TO_POOL =
      """
      [{"op":"replace","path":"/authorizationType","value":"COGNITO_USER_POOLS"},\
      {"op":"replace","path":"/authorizerId","value":"%s"},\
      {"op":"add","path":"/authorizationScopes","value":"orders/read"}]\
      """;

  private final GuardrailTester<RestApi, Access> methods = Samples.methodTester();

  @Test
  void givesADraftMethodBackExactlyWhatItAsked() {
    methods
        .given(api(OPEN))
        .with(goodBefore(GUARDED))
        .isFlagged("anyone may call GET /orders as soon as the draft is deployed")
        .would("require authorizer pool on GET /orders again", RESTORES)
        .wouldRun(
            "aws apigateway update-method --rest-api-id a1b2c3d4e5 --resource-id res123"
                + " --http-method GET --patch-operations '"
                + TO_POOL.formatted("auth01")
                + "'");
  }

  @Test
  void restoresTheApiKeyFlagAndTheSignatureToo() {
    var signed =
        new Access.Draft(
            "GET /orders", "res123", new Authorization("AWS_IAM", "", List.of(), true), null);
    methods
        .given(api(OPEN))
        .with(goodBefore(signed))
        .would("require AWS_IAM on GET /orders again", RESTORES)
        .wouldRun(
            "aws apigateway update-method … --patch-operations"
                + " '[{\"op\":\"replace\",\"path\":\"/authorizationType\",\"value\":\"AWS_IAM\"},"
                + "{\"op\":\"replace\",\"path\":\"/apiKeyRequired\",\"value\":\"true\"}]'");
  }

  @Test
  void createsADeletedAuthorizerAgainAndPointsTheMethodAtIt() {
    methods
        .given(without())
        .with(goodBefore(GUARDED))
        .would("create authorizer pool again and require authorizer pool", RESTORES, RESTORES)
        .wouldRun(
            "authorizer=$(aws apigateway create-authorizer --rest-api-id a1b2c3d4e5 --name pool"
                + " --type COGNITO_USER_POOLS --provider-arns … --query id --output text)",
            "aws apigateway update-method …\"$authorizer\"…");
  }

  @Test
  void saysThatTheFunctionOfANewAuthorizerHasToAllowIt() {
    var definition = POOL.definition().<ObjectNode>deepCopy();
    definition.put("type", "TOKEN");
    definition.remove("providerARNs");
    definition.put(
        "authorizerUri",
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
            + "arn:aws:lambda:us-east-1:123456789012:function:gate/invocations");
    var gate = new Authorizer("auth07", "gate", definition);
    methods
        .given(without())
        .with(goodBefore((Access) draft("GET /orders", "CUSTOM", gate)))
        .would(
            "callers get errors until arn:aws:lambda:us-east-1:123456789012:function:gate allows"
                + " apigateway.amazonaws.com to invoke it",
            RESTORES,
            RESTORES);
    definition.put("authorizerCredentials", "arn:aws:iam::123456789012:role/asks");
    methods
        .given(without())
        .with(goodBefore((Access) draft("GET /orders", "CUSTOM", gate)))
        .would("require authorizer gate on GET /orders", RESTORES, RESTORES);
  }

  @Test
  void usesTheSameAuthorizerUnderTheIdThatAnImportGaveIt() {
    var imported = new Authorizer("auth99", "pool", POOL.definition());
    methods
        .given(without(imported))
        .with(goodBefore(GUARDED))
        .wouldRun("…'" + TO_POOL.formatted("auth99") + "'");
  }

  @Test
  void leavesTheChoiceToAPersonIfAnotherAuthorizerHasTheName() {
    methods
        .given(without(restAuthorizer("auth77", "pool", "arn:aws:cognito-idp:…:pool/other")))
        .with(goodBefore(GUARDED))
        .isLeftToAPerson(
            "authorizer pool is another one now", "aws apigateway update-method …AWS_IAM…");
  }

  @Test
  void restoresTheNewestVersionThatAskedSomething() {
    // The newest good version asked nothing: a resource policy kept strangers away then.
    methods
        .given(api(OPEN))
        .with(goodBefore(OPEN, draft("GET /orders", "AWS_IAM"), GUARDED))
        .would("require AWS_IAM", RESTORES);
  }

  @Test
  void leavesAMethodThatIsNewToAPerson() {
    methods
        .given(api(OPEN))
        .with(provedNew())
        .isFlagged("anyone may call GET /orders")
        .isLeftToAPerson("no look before saw", "aws apigateway update-method …AWS_IAM…");
  }

  @Test
  void flagsAMethodWhoseAuthorizerDoesNotExist() {
    var dangling =
        new Access.Draft(
            "GET /orders", "res123", new Authorization("CUSTOM", "gone", List.of(), false), null);
    methods.given(api(dangling)).isFlagged("GET /orders asks an authorizer that does not exist");
  }

  @Test
  void leavesMethodsThatAskTheirCallers() {
    methods.given(api(GUARDED)).isLeftAlone();
    methods.given(api(draft("ANY /{proxy+}", "AWS_IAM"))).isLeftAlone();
    methods.given(api(draft("POST /", "CUSTOM", POOL))).isLeftAlone();
    methods.given(serving(null, live("GET /orders", "CUSTOM", "dep1"))).isLeftAlone();
  }

  @Test
  void leavesThePreflightOfBrowsers() {
    methods.given(api(draft("OPTIONS /orders", "NONE"))).isLeftAlone();
    methods
        .given(serving(null, live("OPTIONS /orders", "NONE", "dep1", "OPTIONS /orders")))
        .isLeftAlone();
  }

  @Test
  void leavesAnApiKeyAloneToTheGuardrailOfThat() {
    var keyed =
        new Access.Draft(
            "GET /orders", "res123", new Authorization("NONE", "", List.of(), true), null);
    methods.given(api(keyed)).isLeftAlone();
  }

  @Test
  void doesNotJudgeATypeThatItDoesNotKnow() {
    methods.given(api(draft("GET /orders", "QUANTUM"))).isUndetermined("'QUANTUM' is not known");
    methods
        .given(serving(null, live("GET /orders", "QUANTUM", "dep1")))
        .isUndetermined("'QUANTUM' is not known");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke",
         "Resource": "execute-api:/*", "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}}}}
        """,
        """
        {"Statement": [
         {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke",
          "Resource": "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/*"},
         {"Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke",
          "Resource": "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/*",
          "Condition": {"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24"]}}}]}
        """,
        """
        {\\"Statement\\": [{\\"Effect\\": \\"Allow\\", \\"Principal\\":
         {\\"AWS\\": \\"arn:aws:iam::111122223333:root\\"}, \\"Action\\": \\"execute-api:*\\",
         \\"Resource\\": \\"*\\"}]}
        """,
        """
        {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke",
         "Resource": "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/*/GET/health"}}
        """
      })
  void leavesMethodsBehindAPolicyThatRestricts(String policy) {
    methods.given(fenced(policy.strip(), OPEN)).isLeftAlone();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke",
         "Resource": "execute-api:/*"}}
        """,
        """
        {"Statement": {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "execute-api:Inv*",
         "Resource": "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/GET/*"}}
        """,
        """
        {"Statement": [
         {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"},
         {"Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke",
          "Resource": "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/*/POST/*",
          "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}]}
        """,
        """
        {"Statement": [
         {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"},
         {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*",
          "Condition": {"NotIpAddress": {"aws:SourceIp": "0.0.0.0/0"}}}]}
        """
      })
  void flagsMethodsBehindAPolicyThatLetsEveryoneIn(String policy) {
    methods.given(fenced(policy, OPEN)).isFlagged("anyone may call GET /orders");
  }

  @Test
  void doesNotJudgeBehindAPolicyThatItDoesNotUnderstand() {
    methods.given(fenced("{oops", OPEN)).isUndetermined("cannot be read");
    methods
        .given(
            fenced(
                """
                {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke",
                 "Resource": "*", "Condition": {"StringEquals": {"aws:NewKey": "a"}}}}
                """,
                OPEN))
        .isUndetermined("the resource policy has a condition on aws:newkey");
  }

  @Test
  void leavesAPrivateApiThatNoPolicyOpens() {
    methods.given(restApi(true, true, "", List.of(OPEN), List.of(), List.of(), null)).isLeftAlone();
  }

  @Test
  void leavesAnApiThatCanOnlyBeReachedWithAClientCertificate() {
    var hidden = restApi(false, false, "", List.of(OPEN), List.of(), List.of(), null);
    methods.given(hidden).asksFor(Read.DOMAIN_NAMES);
    methods.given(hidden.with(Learned.nothing().withCertificates(true))).isLeftAlone();
    methods
        .given(hidden.with(Learned.nothing().withCertificates(false)))
        .isFlagged("anyone may call GET /orders");
  }

  @Test
  void letsAStageGoBackToADeploymentThatDiffersInAuthorizationOnly() {
    var served =
        serving(Set.of("dep1", "dep2"), live("GET /orders", "NONE", "dep2", "GET /orders"));
    methods
        .given(served)
        .with(goodBefore(live("GET /orders", "CUSTOM", "dep1")))
        .isFlagged("anyone may call GET /orders on prod")
        .would("let stage prod serve deployment dep1 again", RESTORES)
        .wouldRun(
            "aws apigateway update-stage --rest-api-id a1b2c3d4e5 --stage-name prod"
                + " --patch-operations"
                + " '[{\"op\":\"replace\",\"path\":\"/deploymentId\",\"value\":\"dep1\"}]'");
  }

  @Test
  void looksForTheDeploymentBeforeItGoesBack() {
    var open = live("GET /orders", "NONE", "dep2", "GET /orders");
    var past = goodBefore((Access) live("GET /orders", "CUSTOM", "dep1"));
    methods.given(serving(null, open)).with(past).asksFor(Read.DEPLOYMENTS);
    methods
        .given(serving(Set.of("dep2"), open))
        .with(past)
        .isLeftToAPerson("the last good deployment is deleted");
  }

  @Test
  void leavesAStageToAPersonIfMoreThanAuthorizationWasDeployed() {
    var good =
        new Access.Live(
            "GET /orders", "CUSTOM", false, "prod", false, "dep1", "0ther", false, "", "");
    methods
        .given(serving(null, live("GET /orders", "NONE", "dep2", "GET /orders")))
        .with(goodBefore(good))
        .isLeftToAPerson(
            "differs in more than authorization", "aws apigateway update-stage …dep1…");
  }

  @Test
  void leavesAStageToAPersonIfGoingBackWouldOpenSomethingElse() {
    methods
        .given(serving(null, live("GET /orders", "NONE", "dep2", "GET /orders")))
        .with(goodBefore(live("GET /orders", "CUSTOM", "dep1", "GET /admin")))
        .isLeftToAPerson("differs in more than authorization");
  }

  @Test
  void leavesAStageToAPersonIfItsContentCannotBeTold() {
    var open =
        new Access.Live("GET /orders", "NONE", false, "prod", false, "dep2", "", false, "", "");
    var good =
        new Access.Live("GET /orders", "CUSTOM", false, "prod", false, "dep1", "", false, "", "");
    methods
        .given(serving(null, open))
        .with(goodBefore(good))
        .isLeftToAPerson("differs in more than authorization");
  }

  @Test
  void namesTheDeploymentOfAGuardedDraftAsTheWayOut() {
    methods
        .given(
            serving("", null, List.of(GUARDED), live("GET /orders", "NONE", "dep2", "GET /orders")),
            "GET /orders on prod")
        .isLeftToAPerson(
            "no look before saw",
            "aws apigateway create-deployment --rest-api-id a1b2c3d4e5 --stage-name prod");
  }

  @Test
  void leavesTheEndOfACanaryToAPerson() {
    var canary =
        new Access.Live(
            "GET /orders", "NONE", false, "prod", true, "dep2", "", false, "GET /orders", "");
    methods
        .given(serving(null, null, List.of(), canary), "GET /orders on prod (canary)")
        .isFlagged("anyone may call GET /orders on prod (canary)")
        .isLeftToAPerson("a decision about its release", "aws apigateway update-stage …");
  }

  @Test
  void judgesAStageByThePolicyThatItServes() {
    var open = live("GET /orders", "NONE", "dep1", "GET /orders");
    var policy =
        """
        {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke",
         "Resource": "*", "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-1"}}}}
        """;
    methods.given(serving(policy, null, List.of(), open)).isLeftAlone();
    var unknown = new RestApi.Served("prod", false, null, List.of(open));
    methods
        .given(restApi(false, true, policy, List.of(), List.of(), List.of(unknown), null))
        .isUndetermined("which resource policy the stage serves");
  }

  @Test
  void keepsItsHandsOffRampartsOwnApis() {
    var own =
        new RestApi(
            Samples.restId(),
            "rampart-x",
            Map.of(),
            false,
            true,
            "",
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            new Cors.Preflights(List.of()),
            Learned.nothing());
    assertThat(own.offLimits(new Bounds(false, Set.of(), Set.of()))).contains("Rampart's own");
  }
}
