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
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.Caller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FunctionNamesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Changes CHANGES = new Changes("123456789012");
  private static final Path EVENTS = Checkout.find().template().resolveSibling("events/lambda");

  // Whether a look is due.
  private static final Map<String, Boolean> RECORDED =
      Map.ofEntries(
          entry("AddPermission.anyone-on-alias.json", true),
          entry("AddPermission.anyone.json", true),
          entry("AddPermission.bucket.json", true),
          entry("AddPermission.denied.json", false),
          entry("AddPermission.legacy.json", true),
          entry("AddPermission.unsigned-url.json", true),
          entry("ComplianceChange.public.json", true),
          entry("ConfigurationItemChange.function.json", true),
          entry("ConfigurationItemChange.oversized.json", true),
          entry("CreateAlias.prod.json", true),
          entry("CreateFunction.by-cloudformation.json", true),
          entry("CreateFunctionUrlConfig.unsigned.json", true),
          entry("DeleteFunctionUrlConfig.alias.json", true),
          entry("Invoke.by-service.json", false),
          entry("Invoke.from-another-account.json", false),
          entry("Invoke.refused.json", false),
          entry("Invoke.routine.json", false),
          entry("PublishLayerVersion.by-hand.json", false),
          entry("PublishVersion.routine.json", false),
          entry("RemovePermission.cleanup.json", true),
          entry("TagResource.event-source-mapping.json", false),
          entry("TagResource.exemption.json", true),
          entry("UntagResource.exemption.json", true),
          entry("UpdateAlias.by-hand.json", false),
          entry("UpdateAlias.description.json", false),
          entry("UpdateFunctionCode.by-hand.json", false),
          entry("UpdateFunctionCode.by-pipeline.json", false),
          entry("UpdateFunctionCode.routine.json", false),
          entry("UpdateFunctionUrlConfig.unsigned-alias.json", true));

  private final LambdaFunctions functions = new LambdaFunctions(Orders.client(Caller.offline()));

  @Test
  void findsTheFunctionOfEveryRecordedChange() throws IOException {
    try (var files = Files.list(EVENTS)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(RECORDED.keySet());
    }
    for (var each : RECORDED.entrySet()) {
      assertThat(touched(read(each.getKey())))
          .as(each.getKey())
          .isEqualTo(each.getValue() ? Set.of(Orders.ID) : Set.of());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders",
        "orders:prod",
        "orders:$LATEST",
        "function:orders",
        "123456789012:function:orders",
        "us-east-1:123456789012:function:orders:7",
        "arn:aws:lambda:us-east-1:123456789012:function:orders",
        "arn:aws:lambda:us-east-1:123456789012:function:orders:prod"
      })
  void readsEveryFormOfAName(String name) throws IOException {
    assertThat(touched(named(name))).containsExactly(Orders.ID);
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
      assertThat(touched(envelope)).as(file).isSubsetOf(Orders.ID);
    }
  }

  @Test
  void takesTheNameFromTheAnswerIfTheRequestIsMissing() throws IOException {
    var envelope = read("CreateFunction.by-cloudformation.json");
    ((ObjectNode) envelope.path("detail")).putNull("requestParameters");
    assertThat(touched(envelope)).containsExactly(Orders.ID);
  }

  @Test
  void seesAFunctionBeingBorn() throws IOException {
    assertThat(isCreated("CreateFunction.by-cloudformation.json", Orders.ID)).isTrue();
    assertThat(isCreated("CreateFunctionUrlConfig.unsigned.json", Orders.ID)).isFalse();
    assertThat(
            isCreated(
                "CreateFunction.by-cloudformation.json",
                new ResourceId(LambdaFunction.TYPE, Orders.ARN + "-2")))
        .isFalse();
  }

  @Test
  void looksAfterExactlyTheTriggersOfTheGuardrails() throws IOException {
    var triggers =
        functions.guardrails().stream()
            .map(Guardrail::rule)
            .flatMap(rule -> Arrays.stream(rule.triggers()))
            .map(each -> each.substring("lambda:".length()))
            .collect(Collectors.toCollection(TreeSet::new));
    var looked = new TreeSet<String>();
    for (var each : RECORDED.entrySet()) {
      if (each.getValue()
          && CHANGES.parse(read(each.getKey()).toString()) instanceof Hint hint
          && hint.change().source().equals("lambda.amazonaws.com")) {
        looked.add(hint.change().name());
      }
    }
    assertThat(looked).isEqualTo(triggers);
  }

  private boolean isCreated(String file, ResourceId id) throws IOException {
    return functions.isCreatedBy(change(read(file)), id);
  }

  private Set<ResourceId> touched(JsonNode envelope) {
    return switch (CHANGES.parse(envelope.toString())) {
      case Hint(var change) -> functions.touchedBy(change);
      case Parsed.Ignored _, Parsed.Malformed _ -> Set.of();
    };
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
