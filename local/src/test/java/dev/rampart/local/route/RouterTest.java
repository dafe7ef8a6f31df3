package dev.rampart.local.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.emulator.Checkout;
import dev.rampart.local.template.Deployment;
import dev.rampart.local.template.RuleSpec;
import dev.rampart.local.template.Template;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.event.ruler.JsonRuleCompiler;

final class RouterTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Template TEMPLATE =
      Template.read(
          Checkout.find().template(), Deployment.at(URI.create("http://127.0.0.1:4599"), Map.of()));

  private final Router router = new Router(TEMPLATE.rules());

  @Test
  void acceptsThePatternOfEveryRule() throws Exception {
    assertThat(TEMPLATE.rules()).isNotEmpty();
    for (RuleSpec rule : TEMPLATE.rules()) {
      assertThat(JsonRuleCompiler.check(rule.pattern().toString())).as(rule.logicalId()).isNull();
      assertThat(rule.targets()).as(rule.logicalId()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "iam, PutRolePolicy, rampart-iam",
    "iam, AttachRolePolicy, rampart-iam",
    "apigateway, UpdateMethod, rampart-apigateway",
    "lambda, AddPermission20150331v2, rampart-lambda",
    "lambda, PutResourcePolicy20260709, rampart-lambda",
    "lambda, DeleteResourcePolicy, rampart-lambda",
    "lambda, CreateFunctionUrlConfig, rampart-lambda",
  })
  void sendsAChangeToTheQueueOfItsDomain(String service, String name, String queue) {
    assertThat(queues(event(service, name))).containsExactly(queue);
  }

  @ParameterizedTest
  @CsvSource({"iam, GetRole", "lambda, Invoke20150331", "s3, PutBucketPolicy"})
  void leavesWhatNobodyListensTo(String service, String name) {
    assertThat(router.match(event(service, name))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDenied, 123456789012, true",
    "AccessDenied, 999999999999, true",
    "'', 999999999999, true",
    "'', 123456789012, false",
    "'', 111122223333, false",
    "'', '', false",
    "TooManyRequestsException, 999999999999, false"
  })
  void sendsInvocationsOfThoseWhoShouldNotToTheQueueOfDataEvents(
      String error, String caller, boolean isSent) {
    var trusting =
        Template.read(
            Checkout.find().template(),
            Deployment.at(
                URI.create("http://127.0.0.1:4599"),
                Map.of("TrustedAccounts", "111122223333,444455556666")));
    ObjectNode event = event("lambda", "Invoke");
    ObjectNode detail = (ObjectNode) event.path("detail");
    detail.put("managementEvent", false);
    if (!error.isEmpty()) {
      detail.put("errorCode", error);
    }
    if (!caller.isEmpty()) {
      ((ObjectNode) detail.path("userIdentity")).put("accountId", caller);
    }
    assertThat(new Router(trusting.rules()).match(event))
        .extracting(RuleSpec::logicalId)
        .isEqualTo(isSent ? List.of("LambdaDataEventRule") : List.of());
    assertThat(queues(event).contains("rampart-lambda-data"))
        .isEqualTo(isSent || caller.equals("111122223333"));
    event.put("account", "999999999999");
    assertThat(router.match(event)).isEmpty();
  }

  @Test
  void leavesFailedCalls() {
    ObjectNode event = event("iam", "PutRolePolicy");
    ((ObjectNode) event.path("detail")).put("errorCode", "AccessDenied");

    assertThat(router.match(event)).isEmpty();
  }

  @Test
  void leavesForeignAccountsAndForgedSources() {
    assertThat(router.match(event("iam", "PutRolePolicy").put("account", "999999999999")))
        .isEmpty();
    assertThat(router.match(event("iam", "PutRolePolicy").put("source", "someone.else"))).isEmpty();
    ObjectNode nameless = event("iam", "PutRolePolicy");
    nameless.remove("source");
    assertThat(router.match(nameless)).isEmpty();
  }

  @Test
  void sendsASweepToEveryQueue() throws JsonProcessingException {
    JsonNode sweep =
        JSON.readTree(
            """
            {"source": "rampart", "account": "123456789012", "detail-type": "Sweep", "detail": {}}
            """);

    assertThat(queues(sweep)).contains("rampart-iam", "rampart-apigateway", "rampart-lambda");
  }

  @Test
  void turnsTamperingIntoATextForTheTopic() {
    ObjectNode event = event("iam", "DeleteRolePolicy");
    ((ObjectNode) event.path("detail"))
        .putObject("requestParameters")
        .put("roleName", "rampart-iam");

    List<Router.Delivery> alerts =
        router.route(event).stream()
            .filter(delivery -> delivery.targetArn().contains(":sns:"))
            .toList();

    assertThat(alerts).hasSize(1);
    assertThat(alerts.getFirst().body())
        .contains("DeleteRolePolicy (iam.amazonaws.com)", "arn:aws:iam::123456789012:user/eve");
  }

  private List<String> queues(JsonNode event) {
    return router.route(event).stream()
        .map(delivery -> delivery.targetArn().substring(delivery.targetArn().lastIndexOf(':') + 1))
        .toList();
  }

  private static ObjectNode event(String service, String name) {
    try {
      return (ObjectNode)
          JSON.readTree(
              """
              {"version": "0", "id": "1", "detail-type": "AWS API Call via CloudTrail",
               "source": "aws.%1$s", "account": "123456789012", "time": "2026-01-01T00:00:00Z",
               "region": "us-east-1", "resources": [],
               "detail": {"eventSource": "%1$s.amazonaws.com", "eventName": "%2$s", "eventID": "e",
                          "userIdentity": {"type": "IAMUser",
                                           "arn": "arn:aws:iam::123456789012:user/eve"}}}
              """
                  .formatted(service, name));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
