package dev.rampart.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.change.Actor;
import dev.rampart.change.Cause;
import dev.rampart.change.Change;
import dev.rampart.change.Changes;
import dev.rampart.change.ConfigCompliance;
import dev.rampart.change.ConfigItem;
import dev.rampart.change.Parsed;
import dev.rampart.emulator.Checkout;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;

final class DomainNamesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EVENTS = Checkout.find().root().resolve("events/apigateway");
  private static final String ARN = "arn:aws:apigateway:us-east-1::/domainnames/";

  private final DomainNames domains = of(Caller.offline());

  @ParameterizedTest
  @CsvSource({
    "CreateDomainName.http.json, *.example.com",
    "CreateDomainName.rest-by-cloudformation.json, api.example.com",
    "TagResource.domain-name.json, api.example.com",
    "UpdateDomainName.http.json, *.example.com",
    "UpdateDomainName.old-tls.json, api.example.com",
  })
  void namesTheDomainNameThatAnEventIsAbout(String event, String name) throws IOException {
    assertThat(touched(event(event))).containsExactly(ARN + name);
  }

  @Test
  void leavesEventsOfApisAlone() throws IOException {
    try (var files = Files.list(EVENTS)) {
      var others =
          files.filter(each -> !each.getFileName().toString().matches(".*([dD]omain-?[nN]ame).*"));
      for (var each : others.toList()) {
        assertThat(touched(Files.readString(each))).as(each.toString()).isEmpty();
      }
    }
  }

  @Test
  void knowsWhatACallCreated() throws IOException {
    var created = change(event("CreateDomainName.rest-by-cloudformation.json"));
    assertThat(domains.isCreatedBy(created, domains.id("api.example.com"))).isTrue();
    assertThat(domains.isCreatedBy(created, domains.id("other.example.com"))).isFalse();
    var updated = change(event("UpdateDomainName.old-tls.json"));
    assertThat(domains.isCreatedBy(updated, domains.id("api.example.com"))).isFalse();
  }

  @Test
  void namesWhatConfigFoundByArnOrName() {
    var type = "AWS::ApiGateway::DomainName";
    for (var cause :
        List.of(
            new ConfigItem(type, "api.example.com", "", "api.example.com"),
            new ConfigItem(type, ARN + "api.example.com", "", ""),
            new ConfigCompliance("tls", type, "api.example.com"))) {
      assertThat(touched(cause)).containsExactly(ARN + "api.example.com");
    }
    assertThat(touched(new ConfigItem("AWS::ApiGateway::RestApi", "a1b2c3d4e5", "", ""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"domainName\": {\"a\": 1}}",
        "{\"domainName\": \"../../x\"}",
        "{\"domainName\": \"\"}",
        "{\"domainName\": \"a b\"}",
        "{\"domainName\": \"%3\"}",
        "{\"createDomainNameInput\": [1]}",
        "{\"resourceArn\": \"arn:aws:apigateway:us-east-1::/domainnames/\"}",
        "[1, 2]",
        "\"text\"",
        "null"
      })
  void survivesHostileParameters(String hostile) throws IOException {
    var event = (ObjectNode) JSON.readTree(event("UpdateDomainName.old-tls.json"));
    ((ObjectNode) event.path("detail")).set("requestParameters", JSON.readTree(hostile));
    assertThat(touched(event.toString())).isEmpty();
  }

  @Test
  void leavesOtherServicesAndOtherRegionsAlone() throws IOException {
    var event = (ObjectNode) JSON.readTree(event("UpdateDomainName.old-tls.json"));
    event.put("region", "eu-west-1");
    assertThat(touched(event.toString())).isEmpty();
    event.put("region", "us-east-1");
    ((ObjectNode) event.path("detail")).put("eventSource", "appsync.amazonaws.com");
    assertThat(touched(event.toString())).isEmpty();
  }

  @Test
  void listsAndLoadsWhatIsThere() {
    var account = EmulatedAccount.empty();
    var maria = Samples.rest(account.person("maria"));
    maria.createDomainName(
        create -> create.domainName("old.example.com").tags(Map.of("team", "shop")));
    maria.createDomainName(
        create ->
            create
                .domainName("api.example.com")
                .securityPolicy("TLS_1_2")
                .endpointConfiguration(endpoint -> endpoint.typesWithStrings("REGIONAL")));
    var rampart = of(account.function("rampart-apigateway"));

    assertThat(rampart.all().map(ResourceId::arn))
        .containsExactlyInAnyOrder(ARN + "old.example.com", ARN + "api.example.com");
    assertThat(rampart.load(rampart.id("old.example.com")))
        .isEqualTo(
            new Loaded.Present<>(
                new DomainName(
                    rampart.id("old.example.com"),
                    Map.of("team", "shop"),
                    false,
                    new DomainName.Tls("TLS_1_0"))));
    assertThat(rampart.load(rampart.id("gone.example.com")))
        .isEqualTo(new Loaded.Gone<DomainName>());
  }

  private List<String> touched(String event) {
    return switch (new Changes("123456789012").parse(event)) {
      case Parsed.Hint(var change) ->
          domains.touchedBy(change).stream().map(ResourceId::arn).toList();
      case Parsed.Ignored _, Parsed.Malformed _ -> List.of();
    };
  }

  private List<String> touched(Cause cause) {
    var change =
        new Change(
            "id",
            cause,
            Actor.UNKNOWN,
            Instant.EPOCH,
            "123456789012",
            "us-east-1",
            0,
            "",
            JSON.createObjectNode());
    return domains.touchedBy(change).stream().map(ResourceId::arn).toList();
  }

  private static DomainNames of(Caller caller) {
    return new DomainNames(Samples.rest(caller), Region.US_EAST_1);
  }

  private static Change change(String event) {
    return ((Parsed.Hint) new Changes("123456789012").parse(event)).change();
  }

  private static String event(String name) throws IOException {
    return Files.readString(EVENTS.resolve(name));
  }
}
