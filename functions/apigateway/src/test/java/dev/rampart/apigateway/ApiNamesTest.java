package dev.rampart.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.change.Change;
import dev.rampart.change.Changes;
import dev.rampart.change.Parsed;
import dev.rampart.emulator.Checkout;
import dev.rampart.guardrail.ResourceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;

final class ApiNamesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EVENTS = Checkout.find().root().resolve("events/apigateway");
  private static final Set<String> OF_NOTHING =
      Set.of(
          "CreateDomainName.http.json",
          "CreateDomainName.rest-by-cloudformation.json",
          "DisassociateWebACL.load-balancer.json",
          "TagResource.domain-name.json",
          "TagResource.web-acl.json",
          "UpdateDomainName.http.json",
          "UpdateDomainName.old-tls.json",
          "UpdateMethod.denied.json",
          "UpdateWebACL.cloudfront.json",
          "UpdateWebACL.only-counts.json");
  private static final String REST = "arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5";
  private static final String HTTP = "arn:aws:apigateway:us-east-1::/apis/h1t2t3p4";

  private final ApiNames rest = ApiNames.ofRestApis(Region.US_EAST_1);
  private final ApiNames http = ApiNames.ofHttpApis(Region.US_EAST_1);

  static List<Path> events() throws IOException {
    try (var files = Files.list(EVENTS)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("events")
  void namesExactlyTheApiThatAnEventIsAbout(Path event) {
    var isHttp = read(event).contains("h1t2t3p4");
    var expected =
        OF_NOTHING.contains(event.getFileName().toString())
            ? List.<String>of()
            : List.of(isHttp ? HTTP : REST);
    assertThat(touched(read(event))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ImportRestApi.new.json",
        "CreateRestApi.new.json",
        "CreateApi.quick.json",
        "ImportApi.new.json"
      })
  void knowsWhatACallCreated(String event) {
    var change = change(read(EVENTS.resolve(event)));
    var id =
        Stream.concat(rest.touchedBy(change).stream(), http.touchedBy(change).stream())
            .findFirst()
            .orElseThrow();
    assertThat(rest.isCreatedBy(change, id) || http.isCreatedBy(change, id)).isTrue();
    assertThat(rest.isCreatedBy(change, rest.id("other"))).isFalse();
    assertThat(http.isCreatedBy(change, http.id("other"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PutRestApi.by-cloudformation.json",
        "CreateRoute.open.json",
        "CreateDeployment.rest.json"
      })
  void doesNotTakeAnImportOrAPartForACreation(String event) {
    var change = change(read(EVENTS.resolve(event)));
    assertThat(rest.isCreatedBy(change, rest.id("a1b2c3d4e5"))).isFalse();
    assertThat(http.isCreatedBy(change, http.id("h1t2t3p4"))).isFalse();
  }

  @Test
  void takesThePartsOfAnAnswerForNoApi() throws IOException {
    // Without parameters, the id in the answer is that of the deployment, unless it says whose it
    // is.
    var event = (ObjectNode) JSON.readTree(read(EVENTS.resolve("CreateDeployment.rest.json")));
    ((ObjectNode) event.path("detail")).putNull("requestParameters");
    assertThat(touched(event.toString())).containsExactly(REST);
    ((ObjectNode) event.path("detail").path("responseElements")).remove("self");
    assertThat(touched(event.toString())).isEmpty();
  }

  @Test
  void survivesHostileParameters() throws IOException {
    for (var hostile :
        List.of(
            "{\"restApiId\": {\"a\": 1}}",
            "{\"restApiId\": \"../../x\"}",
            "{\"restApiId\": \"\"}",
            "{\"restApiId\": null, \"apiId\": 7.5}",
            "{\"resourceArn\": \"arn%3\"}",
            "{\"resourceArn\": \"arn:aws:apigateway:us-east-1::/restapis/\"}",
            "{\"resourceArn\": \"arn:aws:apigateway:us-east-1::/apikeys/abc\"}",
            "[1, 2]",
            "\"text\"",
            "null")) {
      var event =
          (ObjectNode) JSON.readTree(read(EVENTS.resolve("UpdateMethod.authorizer-removed.json")));
      ((ObjectNode) event.path("detail")).set("requestParameters", JSON.readTree(hostile));
      ((ObjectNode) event.path("detail")).putNull("responseElements");
      assertThat(touched(event.toString())).as(hostile).isEmpty();
    }
  }

  @Test
  void leavesOtherServicesAndOtherRegionsAlone() throws IOException {
    var event =
        (ObjectNode) JSON.readTree(read(EVENTS.resolve("UpdateMethod.authorizer-removed.json")));
    event.put("region", "eu-west-1");
    assertThat(touched(event.toString())).isEmpty();
    event.put("region", "us-east-1");
    ((ObjectNode) event.path("detail")).put("eventSource", "appsync.amazonaws.com");
    assertThat(touched(event.toString())).isEmpty();
  }

  @Test
  void usesThePartitionOfTheRegion() {
    assertThat(ApiNames.ofHttpApis(Region.CN_NORTH_1).id("abc").arn())
        .isEqualTo("arn:aws-cn:apigateway:cn-north-1::/apis/abc");
  }

  private List<String> touched(String event) {
    return switch (new Changes("123456789012").parse(event)) {
      case Parsed.Hint(var change) -> {
        var touched = new ArrayList<ResourceId>(rest.touchedBy(change));
        touched.addAll(http.touchedBy(change));
        yield touched.stream().map(ResourceId::arn).toList();
      }
      case Parsed.Ignored _, Parsed.Malformed _ -> List.of();
    };
  }

  private static Change change(String event) {
    return ((Parsed.Hint) new Changes("123456789012").parse(event)).change();
  }

  private static String read(Path event) {
    try {
      return Files.readString(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
