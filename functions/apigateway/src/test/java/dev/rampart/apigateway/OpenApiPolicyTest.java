package dev.rampart.apigateway;

import static dev.rampart.apigateway.Samples.draft;
import static dev.rampart.apigateway.Samples.fenced;
import static dev.rampart.apigateway.Samples.restApi;
import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.tester.GuardrailTester;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.apigateway.model.Op;

final class OpenApiPolicyTest {
  private static final String POLICY = "resource policy";
  private static final String NAME = "default endpoint";
  private static final Access.Draft SIGNED = draft("GET /orders", "AWS_IAM");
  private static final String OFFICE =
      allow("'Condition': {'StringEquals': {'aws:SourceVpce': 'v'}},");
  private static final String ANYONE = allow("");

  private final GuardrailTester<RestApi, Door> rests = Samples.rest(new OpenApiPolicy<>());
  private final GuardrailTester<HttpApi, Door> https = Samples.http(new OpenApiPolicy<>());

  @Test
  void putsBackAPolicyThatIsGone() {
    rests
        .given(fenced("", SIGNED), POLICY)
        .with(goodBefore(new Door.ByPolicy(OFFICE)))
        .isFlagged("the resource policy is gone, which keeps nobody away from GET /orders")
        .would(
            "put the former resource policy back in the draft, in force with the next deployment",
            RESTORES)
        .wouldRun(
            "aws apigateway update-rest-api --rest-api-id a1b2c3d4e5 --patch-operations"
                + " '[{\"op\":\"replace\",\"path\":\"/policy\",\"value\":\"{…}\"}]'");
  }

  @Test
  void putsBackTheDocumentAndNotItsEscapedForm() {
    rests
        .given(fenced(ANYONE, SIGNED), POLICY)
        .with(goodBefore(new Door.ByPolicy(OFFICE.replace("\"", "\\\""))))
        .isFlagged("the resource policy keeps nobody away any more from GET /orders");
    assertThat(ResourcePolicy.text(OFFICE.replace("\"", "\\\""))).isEqualTo(OFFICE);
  }

  @Test
  void namesAFewOfManyMethods() {
    var methods = IntStream.range(0, 7).mapToObj(each -> draft("GET /" + each, "AWS_IAM")).toList();
    rests
        .given(restApi(false, true, "", methods, List.of(), List.of(), null), POLICY)
        .with(goodBefore(new Door.ByPolicy(OFFICE)))
        .isFlagged("GET /0, GET /1, GET /2, GET /3, GET /4 and 2 more");
    rests
        .given(restApi(false, true, "", List.of(), List.of(), List.of(), null), POLICY)
        .with(goodBefore(new Door.ByPolicy(OFFICE)))
        .isFlagged("keeps nobody away from the API");
  }

  @Test
  void doesNotJudgeAPolicyThatItCannotRead() {
    rests
        .given(fenced("{", SIGNED), POLICY)
        .with(goodBefore(new Door.ByPolicy(OFFICE)))
        .isUndetermined("the resource policy cannot be read");
  }

  @Test
  void leavesOtherRestrictions() {
    var network = allow("'Condition': {'IpAddress': {'aws:SourceIp': '192.0.2.0/24'}},");
    rests
        .given(fenced(network, SIGNED), POLICY)
        .with(goodBefore(new Door.ByPolicy(OFFICE)))
        .isLeftAlone();
  }

  @Test
  void leavesWhatWasOpenBefore() {
    for (var former : List.of(ANYONE, "", "{")) {
      rests
          .given(fenced(ANYONE, SIGNED), POLICY)
          .with(goodBefore(new Door.ByPolicy(former)))
          .isLeftAlone();
    }
  }

  @Test
  void leavesAPrivateApiWithoutAPolicy() {
    rests
        .given(restApi(true, true, "", List.of(SIGNED), List.of(), List.of(), null), POLICY)
        .with(goodBefore(new Door.ByPolicy(OFFICE)))
        .isLeftAlone();
  }

  @Test
  void leavesTheEndpointToAPerson() {
    rests
        .given(fenced("", SIGNED), "endpoint")
        .with(goodBefore(new Door.ByEndpoint(true)))
        .isFlagged("the API was private and is on the internet now")
        .isLeftToAPerson(
            "another endpoint type cuts off whoever has come to use this one",
            "aws apigateway update-rest-api …\"/endpointConfiguration/types/0\"…PRIVATE…");
  }

  @Test
  void leavesAnApiThatBecamePrivate() {
    rests
        .given(restApi(true, false, "", List.of(SIGNED), List.of(), List.of(), null), "endpoint")
        .with(goodBefore(new Door.ByEndpoint(false)))
        .isLeftAlone();
  }

  @Test
  void switchesTheDefaultEndpointOffAgain() {
    rests
        .given(fenced("", SIGNED), NAME)
        .with(goodBefore(new Door.ByName(false)))
        .isFlagged("the API answers under its default name again, past its custom domains")
        .would("switch the default endpoint off again, in force with the next deployment", RESTORES)
        .wouldRun(
            "aws apigateway update-rest-api …\"/disableExecuteApiEndpoint\",\"value\":\"true\"…");
    https
        .given(Samples.httpApi(), NAME)
        .with(goodBefore(new Door.ByName(false)))
        .would("switch the default endpoint off again", RESTORES)
        .wouldRun("aws apigatewayv2 update-api --api-id h1t2t3p4 --disable-execute-api-endpoint");
  }

  @ParameterizedTest
  @ValueSource(strings = {POLICY, "endpoint", NAME})
  void leavesApisOfWhichNothingGoodIsKnown(String part) {
    rests.given(fenced("", SIGNED), part).with(provedNew()).isLeftAlone();
    rests.given(fenced("", SIGNED), part).isLeftAlone();
  }

  @Test
  void leavesADefaultEndpointThatIsOff() {
    rests
        .given(restApi(false, false, "", List.of(SIGNED), List.of(), List.of(), null), NAME)
        .with(goodBefore(new Door.ByName(false)))
        .isLeftAlone();
    https.given(Samples.httpApi(), NAME).with(goodBefore(new Door.ByName(true))).isLeftAlone();
  }

  @Test
  void restoresAPolicyInTheAccount() {
    var account = new RestAccount();
    var rampart = account.watchedBy(new OpenApiPolicy<>());
    account.sets("/policy", OFFICE);
    rampart.learns(account.id);
    account.sets("/policy", ANYONE);
    rampart
        .looksAt(account.id, POLICY)
        .isFixed(
            auditor ->
                assertThat(
                        ResourcePolicy.text(
                            Samples.rest(auditor)
                                .getRestApi(get -> get.restApiId(account.api))
                                .policy()))
                    .isEqualTo(OFFICE));
    account.maria.updateRestApi(
        update ->
            update
                .restApiId(account.api)
                .patchOperations(patch -> patch.op(Op.REPLACE).path("/policy").value("")));
    rampart.looksAt(account.id, POLICY).isFixed();
  }

  @Test
  void switchesTheDefaultEndpointOffAgainInTheAccount() {
    var rest = new RestAccount();
    var rests = rest.watchedBy(new OpenApiPolicy<>());
    rest.sets("/disableExecuteApiEndpoint", "true");
    rests.learns(rest.id);
    rest.sets("/disableExecuteApiEndpoint", "false");
    rests.looksAt(rest.id, NAME).isFixed();

    var http = new HttpAccount();
    var https = http.watchedBy(new OpenApiPolicy<>());
    http.maria.updateApi(update -> update.apiId(http.api).disableExecuteApiEndpoint(true));
    https.learns(http.id);
    http.maria.updateApi(update -> update.apiId(http.api).disableExecuteApiEndpoint(false));
    https.looksAt(http.id, NAME).isFixed();
  }

  private static String allow(String condition) {
    return """
    {'Version': '2012-10-17', 'Statement': {'Effect': 'Allow', 'Principal': '*', %s
     'Action': 'execute-api:Invoke', 'Resource': 'execute-api:/*'}}\
    """
        .formatted(condition)
        .replace('\'', '"')
        .replace("\n", "");
  }
}
