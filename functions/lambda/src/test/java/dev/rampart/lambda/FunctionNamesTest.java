package dev.rampart.lambda;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.change.Change;
import dev.rampart.change.Changes;
import dev.rampart.change.Parsed;
import dev.rampart.change.Parsed.Hint;
import dev.rampart.emulator.Checkout;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;

final class FunctionNamesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Changes CHANGES = new Changes("123456789012");
  private static final Path EVENTS = Checkout.find().template().resolveSibling("events/lambda");
  private static final Set<String> EVERYTHING =
      Set.of(
          "Permission orders", "Permission orders:1", "Permission orders:prod", "Url orders:prod");

  // What is looked at: policies, and URLs.
  private static final Map<String, Set<String>> RECORDED =
      Map.ofEntries(
          entry("Invoke.by-service.json", Set.of()),
          entry("Invoke.from-another-account.json", Set.of()),
          entry("Invoke.refused.json", Set.of()),
          entry("Invoke.routine.json", Set.of()),
          entry("PublishLayerVersion.by-hand.json", Set.of()),
          entry("UpdateAlias.by-hand.json", Set.of()),
          entry("UpdateAlias.description.json", Set.of()),
          entry("UpdateFunctionCode.by-hand.json", Set.of()),
          entry("UpdateFunctionCode.by-pipeline.json", Set.of()),
          entry("AddLayerVersionPermission.anyone.json", Set.of()),
          entry("AddPermission.anyone-on-alias.json", Set.of("Permission orders:prod")),
          entry("AddPermission.anyone.json", Set.of("Permission orders")),
          entry("AddPermission.bucket-without-account.json", Set.of("Permission orders")),
          entry("AddPermission.bucket.json", Set.of("Permission orders")),
          entry("AddPermission.denied.json", Set.of()),
          entry("AddPermission.foreign-account.json", Set.of("Permission orders")),
          entry("AddPermission.legacy.json", Set.of("Permission orders", "Url orders")),
          entry("AddPermission.unsigned-url.json", Set.of("Url orders")),
          entry("ComplianceChange.public.json", Set.of("Permission orders", "Url orders")),
          entry("ConfigurationItemChange.function.json", Set.of("Permission orders", "Url orders")),
          entry(
              "ConfigurationItemChange.oversized.json", Set.of("Permission orders", "Url orders")),
          entry("CreateAlias.prod.json", Set.of("Permission orders:prod")),
          entry("CreateFunction.by-cloudformation.json", Set.of("Permission orders")),
          entry("CreateFunctionUrlConfig.unsigned.json", Set.of("Url orders")),
          entry("DeleteFunctionConcurrency.limit-gone.json", Set.of()),
          entry("DeleteFunctionUrlConfig.alias.json", Set.of("Url orders:prod")),
          entry("DeleteResourcePolicy.cleanup.json", Set.of("Permission orders", "Url orders")),
          entry("PublishLayerVersion.routine.json", Set.of()),
          entry("PublishVersion.routine.json", Set.of("Permission orders:4")),
          entry("PutFunctionConcurrency.raised.json", Set.of()),
          entry(
              "PutResourcePolicy.fenced-alias.json",
              Set.of("Permission orders:prod", "Url orders:prod")),
          entry("RemoveLayerVersionPermission.cleanup.json", Set.of()),
          entry("RemovePermission.cleanup.json", Set.of("Permission orders", "Url orders")),
          entry("TagResource.event-source-mapping.json", Set.of()),
          entry("TagResource.exemption.json", EVERYTHING),
          entry("UntagResource.exemption.json", EVERYTHING),
          entry("UpdateFunctionCode.routine.json", Set.of()),
          entry("UpdateFunctionConfiguration.foreign-layer.json", Set.of()),
          entry("UpdateFunctionConfiguration.secret-variable.json", Set.of()),
          entry("UpdateFunctionUrlConfig.any-website.json", Set.of("Url orders")),
          entry("UpdateFunctionUrlConfig.unsigned-alias.json", Set.of("Url orders:prod")));

  private final FunctionPolicies policies = Orders.policies(bot());
  private final FunctionUrls urls = new FunctionUrls(Orders.client(bot()));

  @Test
  void findsWhatEveryRecordedChangeIsAbout() throws IOException {
    try (var files = Files.list(EVENTS)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(RECORDED.keySet());
    }
    for (var each : RECORDED.entrySet()) {
      assertThat(touched(read(each.getKey()))).as(each.getKey()).isEqualTo(each.getValue());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // who, what, how a URL authenticates | what is looked at
        "*|lambda:InvokeFunctionUrl|NONE|Url orders",
        "*|lambda:InvokeFunctionUrl||Permission orders, Url orders",
        "*|lambda:*||Permission orders, Url orders",
        "*|lambda:InvokeFunction||Permission orders",
        "*|lambda:InvokeFunctionUrl|AWS_IAM|Permission orders",
        "123456789012|lambda:InvokeFunctionUrl|NONE|Permission orders",
        "s3.amazonaws.com|lambda:InvokeFunction||Permission orders"
      })
  void looksAtAUrlOnlyIfAPermissionMayOpenIt(
      String principal, String action, String authType, String looks) throws IOException {
    var envelope = read("AddPermission.anyone.json");
    var request = (ObjectNode) envelope.path("detail").path("requestParameters");
    request.put("principal", principal).put("action", action);
    if (authType != null) {
      request.put("functionUrlAuthType", authType);
    }

    assertThat(touched(envelope)).containsExactlyInAnyOrder(looks.split(", "));
  }

  @Test
  void looksAtNoUrlForAnOrganization() throws IOException {
    var envelope = read("AddPermission.unsigned-url.json");
    var request = (ObjectNode) envelope.path("detail").path("requestParameters");
    request.remove("functionUrlAuthType");
    assertThat(touched(envelope)).containsExactlyInAnyOrder("Permission orders", "Url orders");
    request.put("principalOrgID", "o-abcdefghij");
    assertThat(touched(envelope)).containsExactly("Permission orders");
  }

  @Test
  void looksAtAllOfAFunctionOnlyIfATagCanExemptIt() throws IOException {
    var envelope = read("TagResource.exemption.json");
    var request = (ObjectNode) envelope.path("detail").path("requestParameters");
    request.putObject("tags").put("team", "shop");

    assertThat(touched(envelope)).containsExactlyInAnyOrder("Permission orders", "Url orders");
  }

  @ParameterizedTest
  @CsvSource({
    "orders, orders",
    "orders:prod, orders:prod",
    "orders:$LATEST, orders",
    "function:orders, orders",
    "123456789012:function:orders, orders",
    "us-east-1:123456789012:function:orders:7, orders:7",
    "arn:aws:lambda:us-east-1:123456789012:function:orders, orders",
    "arn:aws:lambda:us-east-1:123456789012:function:orders:prod, orders:prod"
  })
  void readsEveryFormOfAName(String name, String looked) throws IOException {
    assertThat(touched(named(name)))
        .containsExactlyInAnyOrder("Permission " + looked, "Url " + looked);
  }

  @Test
  void readsTheQualifierBesideTheName() throws IOException {
    var envelope = named("orders");
    var request = (ObjectNode) envelope.path("detail").path("requestParameters");
    request.put("qualifier", "prod");
    assertThat(touched(envelope))
        .containsExactlyInAnyOrder("Permission orders:prod", "Url orders:prod");
    request.put("qualifier", "../other");
    assertThat(touched(envelope)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "arn:aws:lambda:us-east-1:999999999999:function:orders",
        "999999999999:function:orders",
        "arn:aws:lambda:eu-west-1:123456789012:function:orders",
        "arn:aws:lambda:us-east-1:123456789012:layer:orders:1",
        "arn:aws:sqs:us-east-1:123456789012:orders",
        "orders/../other",
        "orders\nother",
        "a:b:c:d:e:f:g:h:i:j:k:l:m:n"
      })
  void leavesWhatIsNoFunctionOfThisAccountAndRegion(String name) throws IOException {
    assertThat(touched(named(name))).isEmpty();
  }

  @Test
  void leavesCallsOfAnotherService() throws IOException {
    var envelope = read("AddPermission.anyone.json");
    ((ObjectNode) envelope.path("detail")).put("eventSource", "sqs.amazonaws.com");
    assertThat(touched(envelope)).isEmpty();
  }

  @Test
  void leavesAChangeInAnotherRegion() throws IOException {
    var envelope = read("AddPermission.anyone-on-alias.json");
    ((ObjectNode) envelope).put("region", "eu-west-1");
    assertThat(touched(envelope)).isEmpty();
  }

  @Test
  void survivesMissingParameters() throws IOException {
    for (var file : RECORDED.keySet()) {
      var envelope = read(file);
      ((ObjectNode) envelope.path("detail")).putNull("requestParameters");
      assertThat(touched(envelope)).as(file).allMatch(each -> each.contains(" orders"));
    }
  }

  @Test
  void takesTheNameFromTheAnswerIfTheRequestIsMissing() throws IOException {
    var envelope = read("CreateFunction.by-cloudformation.json");
    ((ObjectNode) envelope.path("detail")).putNull("requestParameters");
    assertThat(touched(envelope)).containsExactly("Permission orders");
  }

  @Test
  void seesWhatIsBorn() throws IOException {
    var function = change(read("CreateFunction.by-cloudformation.json"));
    var alias = change(read("CreateAlias.prod.json"));
    var version = change(read("PublishVersion.routine.json"));
    var url = change(read("CreateFunctionUrlConfig.unsigned.json"));

    assertThat(policies.isCreatedBy(function, Orders.POLICY)).isTrue();
    assertThat(policies.isCreatedBy(function, policy("prod"))).isFalse();
    assertThat(policies.isCreatedBy(alias, policy("prod"))).isTrue();
    assertThat(policies.isCreatedBy(alias, Orders.POLICY)).isFalse();
    // unchanged code is not published again, and the version of old is answered
    assertThat(policies.isCreatedBy(version, policy("4"))).isFalse();
    assertThat(policies.isCreatedBy(url, Orders.POLICY)).isFalse();
    assertThat(urls.isCreatedBy(url, Orders.URL_ID)).isTrue();
    assertThat(urls.isCreatedBy(function, Orders.URL_ID)).isFalse();
  }

  @Test
  void looksAfterExactlyTheTriggersOfTheGuardrails() throws IOException {
    looksAfterExactlyTheTriggersOf(policies);
    looksAfterExactlyTheTriggersOf(urls);
  }

  private static <R extends Resource> void looksAfterExactlyTheTriggersOf(Domain<R> domain)
      throws IOException {
    var triggers =
        domain.guardrails().stream()
            .map(Guardrail::rule)
            .flatMap(rule -> Arrays.stream(rule.triggers()))
            .map(each -> each.substring("lambda:".length()))
            .collect(Collectors.toCollection(TreeSet::new));
    var looked = new TreeSet<String>();
    for (var file : RECORDED.keySet()) {
      if (CHANGES.parse(read(file).toString()) instanceof Hint hint
          && hint.change().source().equals("lambda.amazonaws.com")
          && !domain.touchedBy(hint.change()).isEmpty()) {
        looked.add(hint.change().name());
      }
    }
    assertThat(looked).isEqualTo(triggers);
  }

  private static ResourceId policy(String qualifier) {
    return Orders.FUNCTION.at(qualifier).id(FunctionPolicy.TYPE);
  }

  // With a version, an alias, and a URL on the alias.
  private static Caller bot() {
    var account = EmulatedAccount.empty();
    var lambda = Orders.client(account.person("maria"));
    Orders.create(account.person("maria"));
    lambda.publishVersion(request -> request.functionName("orders"));
    lambda.createAlias(request -> request.functionName("orders").name("prod").functionVersion("1"));
    lambda.createFunctionUrlConfig(
        request ->
            request.functionName("orders").qualifier("prod").authType(FunctionUrlAuthType.AWS_IAM));
    return account.function("rampart-lambda");
  }

  private Set<String> touched(JsonNode envelope) {
    return switch (CHANGES.parse(envelope.toString())) {
      case Hint(var change) ->
          Stream.of(policies, urls)
              .flatMap(domain -> domain.touchedBy(change).stream())
              .map(FunctionNamesTest::words)
              .collect(Collectors.toSet());
      case Parsed.Ignored _, Parsed.Malformed _ -> Set.of();
    };
  }

  private static String words(ResourceId id) {
    return id.type().substring("AWS::Lambda::".length())
        + " "
        + id.arn().substring(id.arn().indexOf("orders"));
  }

  private static Change change(JsonNode envelope) {
    return ((Hint) CHANGES.parse(envelope.toString())).change();
  }

  private static JsonNode named(String name) throws IOException {
    var envelope = read("RemovePermission.cleanup.json");
    ((ObjectNode) envelope.path("detail").path("requestParameters")).put("functionName", name);
    return envelope;
  }

  private static JsonNode read(String file) throws IOException {
    return JSON.readTree(EVENTS.resolve(file).toFile());
  }
}
