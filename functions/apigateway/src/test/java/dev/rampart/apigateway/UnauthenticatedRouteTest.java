package dev.rampart.apigateway;

import static dev.rampart.apigateway.Samples.draft;
import static dev.rampart.apigateway.Samples.httpApi;
import static dev.rampart.apigateway.Samples.jwtAuthorizer;
import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;

import dev.rampart.tester.GuardrailTester;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UnauthenticatedRouteTest {
  private static final Authorizer TOKENS = jwtAuthorizer("jwt001");
  private static final Access.Draft GUARDED = draft("GET /orders", "JWT", TOKENS, "orders.read");
  private static final Access.Draft OPEN = draft("GET /orders", "NONE");

  private final GuardrailTester<HttpApi, Access> routes = Samples.routeTester();

  @Test
  void givesARouteBackExactlyWhatItAsked() {
    routes
        .given(httpApi(OPEN))
        .with(goodBefore(GUARDED))
        .isFlagged("anyone may call GET /orders")
        .would("require authorizer tokens on GET /orders again", RESTORES)
        .wouldRun(
            "aws apigatewayv2 update-route --api-id h1t2t3p4 --authorization-scopes orders.read"
                + " --authorization-type JWT --authorizer-id jwt001 --route-id res123");
  }

  @Test
  void createsADeletedAuthorizerAgain() {
    routes
        .given(httpApi(false, true, List.of(), OPEN))
        .with(goodBefore(GUARDED))
        .would("create authorizer tokens again and require", RESTORES, RESTORES)
        .wouldRun(
            "authorizer=$(aws apigatewayv2 create-authorizer --api-id h1t2t3p4"
                + " --authorizer-type JWT … --query AuthorizerId --output text)",
            "aws apigatewayv2 update-route … --authorizer-id \"$authorizer\" --route-id res123");
  }

  @Test
  void flagsTheDefaultRouteAndAnyMethod() {
    routes.given(httpApi(draft("$default", "NONE"))).isFlagged("anyone may call $default");
    routes.given(httpApi(draft("ANY /orders", "NONE"))).isFlagged("anyone may call ANY /orders");
  }

  @Test
  void flagsTheConnectionOfAWebSocketOnly() {
    var open = draft("$connect", "NONE");
    routes.given(httpApi(true, true, List.of(), open)).isFlagged("anyone may call $connect");
    routes.given(httpApi(true, true, List.of(), draft("sendMessage", "NONE"))).isLeftAlone();
    routes.given(httpApi(true, true, List.of(), draft("$default", "NONE"))).isLeftAlone();
  }

  @Test
  void leavesRoutesThatAskTheirCallers() {
    routes.given(httpApi(GUARDED)).isLeftAlone();
    routes.given(httpApi(draft("$default", "AWS_IAM"))).isLeftAlone();
  }

  @Test
  void leavesThePreflightOfBrowsers() {
    routes.given(httpApi(draft("OPTIONS /{proxy+}", "NONE"))).isLeftAlone();
  }

  @Test
  void leavesAnApiThatCanOnlyBeReachedWithAClientCertificate() {
    var hidden = httpApi(false, false, List.of(), OPEN);
    routes.given(hidden).asksFor(Read.DOMAIN_NAMES);
    routes.given(hidden.with(Learned.nothing().withCertificates(true))).isLeftAlone();
    routes
        .given(hidden.with(Learned.nothing().withCertificates(false)))
        .isFlagged("anyone may call GET /orders");
  }

  @Test
  void leavesARouteThatIsNewToAPerson() {
    routes
        .given(httpApi(OPEN))
        .with(provedNew())
        .isLeftToAPerson("no look before saw", "aws apigatewayv2 update-route …AWS_IAM…");
  }

  @Test
  void doesNotJudgeATypeThatItDoesNotKnow() {
    routes.given(httpApi(draft("GET /orders", "QUANTUM"))).isUndetermined("is not known");
  }
}
