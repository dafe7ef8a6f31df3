package dev.rampart.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.change.Changes;
import dev.rampart.change.Parsed;
import dev.rampart.emulator.Checkout;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.Caller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.wafv2.model.Scope;

final class WebAclsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EVENTS = Checkout.find().root().resolve("events/apigateway");
  private static final String ARN =
      "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/public-apis/"
          + "4f6b2c1a-0d3e-4b5f-9a7c-1e2d3c4b5a69";

  private final WebAcls acls = Samples.webAcls(Caller.offline());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AssociateWebACL.rest-stage.json",
        "TagResource.web-acl.json",
        "UpdateWebACL.only-counts.json"
      })
  void namesTheWebAclThatAnEventIsAbout(String event) throws IOException {
    assertThat(touched(Files.readString(EVENTS.resolve(event)))).containsExactly(ARN);
  }

  @Test
  void leavesAllOtherEventsAlone() throws IOException {
    try (var files = Files.list(EVENTS)) {
      var others =
          files.filter(
              each ->
                  !each.getFileName()
                      .toString()
                      .matches("Associate.*|.*web-acl.*|.*only-counts.*"));
      for (var each : others.toList()) {
        assertThat(touched(Files.readString(each))).as(each.toString()).isEmpty();
      }
    }
  }

  @Test
  void leavesTheAssociationOfALoadBalancerAndOtherRegionsAlone() throws IOException {
    var event =
        (ObjectNode)
            JSON.readTree(Files.readString(EVENTS.resolve("AssociateWebACL.rest-stage.json")));
    var request = (ObjectNode) event.path("detail").path("requestParameters");
    request.put(
        "resourceArn",
        "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/b/50dc6c495c0c9188");
    assertThat(touched(event.toString())).isEmpty();
    request.put("webACLArn", ARN.replace("us-east-1", "eu-west-1"));
    request.put("resourceArn", "arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/prod");
    assertThat(touched(event.toString())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"scope\": \"REGIONAL\", \"name\": {\"a\": 1}, \"id\": \"b\"}",
        "{\"scope\": \"REGIONAL\", \"name\": \"../x\", \"id\": \"b\"}",
        "{\"scope\": \"REGIONAL\", \"id\": \"b\"}",
        "{\"scope\": [1], \"name\": \"a\", \"id\": \"b\"}",
        "{\"resourceARN\": \"arn:aws:wafv2:us-east-1:123456789012:regional/ipset/a/b\"}",
        "[1, 2]",
        "\"text\"",
        "null"
      })
  void survivesHostileParameters(String hostile) throws IOException {
    var event =
        (ObjectNode)
            JSON.readTree(Files.readString(EVENTS.resolve("UpdateWebACL.only-counts.json")));
    ((ObjectNode) event.path("detail")).set("requestParameters", JSON.readTree(hostile));
    assertThat(touched(event.toString())).isEmpty();
  }

  @Test
  void listsAndLoadsWhatIsThere() {
    var account = new StagedAccount();
    var guarding = account.guards("public-apis");
    account.waf.tagResource(
        tag -> tag.resourceARN(guarding).tags(each -> each.key("team").value("shop")));
    var idle = account.creates("partners");
    account.waf.createWebACL(
        create ->
            create
                .name("of-cloudfront")
                .scope(Scope.CLOUDFRONT)
                .defaultAction(StagedAccount.ALLOW)
                .visibilityConfig(StagedAccount.seen("of-cloudfront")));

    assertThat(account.webAcls.all().map(ResourceId::arn))
        .containsExactlyInAnyOrder(guarding, idle);
    assertThat(load(account, guarding))
        .satisfies(
            acl -> {
              assertThat(acl.tags()).isEqualTo(Map.of("team", "shop"));
              assertThat(acl.stages()).containsExactly(account.stageArn());
              assertThat(acl.defence()).isEqualTo(new Defence(false, Map.of()));
            });
    assertThat(load(account, idle).stages()).isEmpty();
    assertThat(account.webAcls.load(new ResourceId("AWS::WAFv2::WebACL", ARN)))
        .isEqualTo(new Loaded.Gone<WebAcl>());
  }

  private static WebAcl load(StagedAccount account, String arn) {
    var loaded = account.webAcls.load(new ResourceId("AWS::WAFv2::WebACL", arn));
    return ((Loaded.Present<WebAcl>) loaded).resource();
  }

  private List<String> touched(String event) {
    return switch (new Changes("123456789012").parse(event)) {
      case Parsed.Hint(var change) -> acls.touchedBy(change).stream().map(ResourceId::arn).toList();
      case Parsed.Ignored _, Parsed.Malformed _ -> List.of();
    };
  }
}
