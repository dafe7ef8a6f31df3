package dev.rampart.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.change.Change;
import dev.rampart.change.Changes;
import dev.rampart.change.Parsed.Hint;
import dev.rampart.emulator.Checkout;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.Caller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SetupTouchingTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Changes CHANGES = new Changes("123456789012");
  private static final Path EVENTS = Checkout.find().template().resolveSibling("events/lambda");
  private static final ResourceId LAYER =
      new ResourceId(SharedLayer.TYPE, "arn:aws:lambda:us-east-1:123456789012:layer:tools:3");

  private final FunctionSetups setups = Setups.domain(Caller.offline());
  private final SharedLayers layers =
      new SharedLayers(Orders.client(Caller.offline()), Setups.trusted(Caller.offline()));

  @ParameterizedTest
  @CsvSource({
    "ComplianceChange.public.json, true",
    "ConfigurationItemChange.function.json, true",
    "ConfigurationItemChange.oversized.json, true",
    "CreateFunction.by-cloudformation.json, true",
    "DeleteFunctionConcurrency.limit-gone.json, true",
    "PutFunctionConcurrency.raised.json, true",
    "TagResource.exemption.json, true",
    "UntagResource.exemption.json, true",
    "UpdateFunctionConfiguration.foreign-layer.json, true",
    "UpdateFunctionConfiguration.secret-variable.json, true",
    "AddPermission.anyone.json, false",
    "PublishVersion.routine.json, false",
    "TagResource.event-source-mapping.json, false",
    "UpdateFunctionCode.routine.json, false"
  })
  void looksAtAFunctionIfItsSetupMayHaveChanged(String file, boolean looks) throws IOException {
    assertThat(setups.touchedBy(change(read(file))))
        .isEqualTo(looks ? Set.of(Setups.ID) : Set.of());
  }

  @ParameterizedTest
  @CsvSource({
    "AddLayerVersionPermission.anyone.json, true",
    "PublishLayerVersion.routine.json, true",
    "RemoveLayerVersionPermission.cleanup.json, true",
    "UpdateFunctionConfiguration.foreign-layer.json, false",
    "ConfigurationItemChange.function.json, false"
  })
  void looksAtALayerIfItIsSharedOrNew(String file, boolean looks) throws IOException {
    assertThat(layers.touchedBy(change(read(file)))).isEqualTo(looks ? Set.of(LAYER) : Set.of());
  }

  @ParameterizedTest
  @CsvSource({
    "tools, 0",
    "tools, x",
    "tools, -1",
    "to/ols, 3",
    "arn:aws:lambda:us-east-1:999999999999:layer:tools, 3",
    "arn:aws:lambda:eu-west-1:123456789012:layer:tools, 3"
  })
  void leavesWhatIsNoLayerOfThisAccountAndRegion(String name, String version) throws IOException {
    var envelope = read("AddLayerVersionPermission.anyone.json");
    var request = (ObjectNode) envelope.path("detail").path("requestParameters");
    request.put("layerName", name).put("versionNumber", version);
    assertThat(layers.touchedBy(change(envelope))).isEmpty();
  }

  @Test
  void survivesMissingParameters() throws IOException {
    try (var files = Files.list(EVENTS)) {
      for (var file : files.toList()) {
        var envelope = JSON.readTree(file.toFile());
        ((ObjectNode) envelope.path("detail")).putNull("requestParameters");
        if (CHANGES.parse(envelope.toString()) instanceof Hint(var change)) {
          assertThat(setups.touchedBy(change)).isSubsetOf(Setups.ID);
          assertThat(layers.touchedBy(change)).isEmpty();
        }
      }
    }
  }

  @Test
  void seesWhatIsBorn() throws IOException {
    var function = change(read("CreateFunction.by-cloudformation.json"));
    var layer = change(read("PublishLayerVersion.routine.json"));
    assertThat(setups.isCreatedBy(function, Setups.ID)).isTrue();
    assertThat(setups.isCreatedBy(change(read("TagResource.exemption.json")), Setups.ID)).isFalse();
    assertThat(layers.isCreatedBy(layer, LAYER)).isTrue();
    assertThat(layers.isCreatedBy(change(read("AddLayerVersionPermission.anyone.json")), LAYER))
        .isFalse();
  }

  @Test
  void looksAfterExactlyTheTriggersOfTheGuardrails() throws IOException {
    looksAfterExactlyTheTriggersOf(setups);
    looksAfterExactlyTheTriggersOf(layers);
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
    try (var files = Files.list(EVENTS)) {
      for (var file : files.toList()) {
        if (CHANGES.parse(Files.readString(file)) instanceof Hint(var change)
            && change.source().equals("lambda.amazonaws.com")
            && !domain.touchedBy(change).isEmpty()) {
          looked.add(change.name());
        }
      }
    }
    assertThat(looked).isEqualTo(triggers);
  }

  private static Change change(JsonNode envelope) {
    return ((Hint) CHANGES.parse(envelope.toString())).change();
  }

  private static JsonNode read(String file) throws IOException {
    return JSON.readTree(EVENTS.resolve(file).toFile());
  }
}
