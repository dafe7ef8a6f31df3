package dev.rampart.local.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rampart.emulator.Checkout;
import dev.rampart.function.ChangeFunction;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Operation;
import dev.rampart.guardrail.Ruled;
import dev.rampart.guardrail.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What is deployed and what is written agree with what is coded.
final class CatalogueTest {
  // Whose calls a domain listens to, beside those of its own service.
  private static final Map<String, Set<String>> OTHERS =
      Map.of(
          "apigateway", Set.of("wafv2"),
          "secrets", Set.of("kms", "secretsmanager", "ssm"));

  private static final Duration LONGEST_WINDOW = Duration.ofMinutes(15);

  private static Map<String, ChangeFunction> functions = Map.of();
  private static JsonNode template = new YAMLMapper().missingNode();

  @BeforeAll
  static void read() throws IOException {
    functions = Catalogue.functions();
    template = new YAMLMapper().readTree(Checkout.find().template().toFile()).path("Resources");
  }

  @TestFactory
  Stream<DynamicTest> theRuleListensToWhatTheGuardrailsNameAndToNothingElse() {
    return functions.keySet().stream()
        .map(
            domain ->
                DynamicTest.dynamicTest(
                    domain,
                    () ->
                        assertThat(listenedTo(domain))
                            .as("event names of the rule rampart-" + domain + "-cloudtrail")
                            .isEqualTo(named(domain))));
  }

  @TestFactory
  Stream<DynamicTest> theRuleListensToTheServicesWhoseCallsTheGuardrailsName() {
    return functions.keySet().stream()
        .map(
            domain ->
                DynamicTest.dynamicTest(
                    domain,
                    () -> {
                      var services = new TreeSet<String>();
                      triggers(domain).forEach(each -> services.add(each.split(":", 2)[0]));
                      var rule = rule(domain, "cloudtrail");
                      assertThat(words(rule, "source")).isEqualTo(around(services, "aws.", ""));
                      assertThat(words(rule, "eventSource"))
                          .isEqualTo(around(services, "", ".amazonaws.com"));
                    }));
  }

  private static Set<String> around(Set<String> services, String before, String after) {
    var names = new TreeSet<String>();
    services.forEach(each -> names.add(before + each + after));
    return names;
  }

  @TestFactory
  Stream<DynamicTest> theConfigRulesListenToTheTypesThatTheGuardrailsName() {
    return functions.keySet().stream()
        .map(
            domain ->
                DynamicTest.dynamicTest(
                    domain,
                    () -> {
                      var types = new TreeSet<String>();
                      guardrails(domain)
                          .forEach(each -> types.addAll(List.of(each.rule().configTypes())));
                      assertThat(words(rule(domain, "config-item"), "resourceType"))
                          .isEqualTo(types);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> theFindingRulesListenToTheFindingsThatTheGuardrailsName() {
    return functions.keySet().stream()
        .filter(domain -> !findings(domain).isEmpty())
        .map(
            domain ->
                DynamicTest.dynamicTest(
                    domain,
                    () ->
                        assertThat(words(rule(domain, "finding"), "detail-type"))
                            .isEqualTo(findings(domain))));
  }

  @TestFactory
  Stream<DynamicTest> theDataEventRulesListenToTheDataEventsThatTheWatchesName() {
    return functions.keySet().stream()
        .filter(domain -> !dataEvents(domain).isEmpty())
        .map(
            domain ->
                DynamicTest.dynamicTest(
                    domain,
                    () -> {
                      var rule = rule(domain, "data-event");
                      var events = new TreeSet<String>();
                      for (var service : words(rule, "eventSource")) {
                        words(rule, "eventName")
                            .forEach(
                                each -> events.add(service.replace(".amazonaws.com", ":") + each));
                      }
                      assertThat(events).isEqualTo(dataEvents(domain));
                    }));
  }

  private static Set<String> dataEvents(String domain) {
    var events = new TreeSet<String>();
    guardrails(domain).forEach(each -> events.addAll(List.of(each.rule().dataEvents())));
    return events;
  }

  /// SQS holds the figure of a window back for 15 minutes at most.
  @Test
  void watchesOnlyTellAndSoon() {
    functions.values().stream()
        .flatMap(function -> function.watches().stream())
        .forEach(
            (Watch watch) -> {
              assertThat(watch.rule().byDefault()).as(watch.name()).isEqualTo("alert");
              assertThat(watch.window()).as(watch.name()).isLessThanOrEqualTo(LONGEST_WINDOW);
              assertThat(watch.types()).as(watch.name()).isNotEmpty();
            });
  }

  private static Set<String> findings(String domain) {
    var findings = new TreeSet<String>();
    guardrails(domain).forEach(each -> findings.addAll(List.of(each.rule().findings())));
    return findings;
  }

  @TestFactory
  Stream<DynamicTest> theRolesHaveWhatFixesAndUndosCall() {
    return functions.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> {
                      var actions = new TreeSet<String>();
                      actions.addAll(actions("rampart-" + entry.getKey()));
                      actions.addAll(actions("rampart-" + entry.getKey() + "-undo"));
                      assertThat(actions)
                          .containsAll(
                              entry.getValue().operations().all().stream()
                                  .filter(each -> !each.isByHand())
                                  .map(Operation::permission)
                                  .map(each -> each.toLowerCase(Locale.ROOT))
                                  .toList());
                    }));
  }

  @Test
  void wordsReadAsTheyShould() {
    for (var domain : functions.keySet()) {
      for (var guardrail : guardrails(domain)) {
        var rule = guardrail.rule();
        assertThat(rule.summary()).as(guardrail.name()).doesNotEndWith(".").matches("[A-Z].*");
        assertThat(rule.summary().length()).isLessThanOrEqualTo(70);
        assertThat(rule.risk()).as(guardrail.name()).endsWith(".").matches("[A-Z].*");
        assertThat(rule.triggers()).as(guardrail.name()).isSorted().doesNotHaveDuplicates();
        assertThat(rule.dataEvents()).as(guardrail.name()).isSorted().doesNotHaveDuplicates();
        assertThat(rule.standards()).as(guardrail.name()).isNotEmpty();
      }
    }
  }

  @Test
  void thePageIsUpToDate() throws IOException {
    var page = Checkout.find().root().resolve("docs/guardrails.md");
    assertThat(Files.readString(page))
        .as("docs/guardrails.md; mend it with ./rampart docs")
        .isEqualTo(Catalogue.page(functions));
  }

  private static List<Ruled> guardrails(String domain) {
    var guardrails = new ArrayList<Ruled>();
    var function = Objects.requireNonNull(functions.get(domain));
    for (Domain<?> each : function.domains()) {
      guardrails.addAll(each.guardrails());
    }
    guardrails.addAll(function.watches());
    assertThat(guardrails).isNotEmpty();
    return guardrails;
  }

  private static Set<String> named(String domain) {
    var names = new TreeSet<String>();
    for (var trigger : triggers(domain)) {
      var service = trigger.split(":", 2)[0];
      assertThat(service.equals(domain) || OTHERS.getOrDefault(domain, Set.of()).contains(service))
          .as(trigger)
          .isTrue();
      names.add(trigger.substring(trigger.indexOf(':') + 1));
    }
    return names;
  }

  private static Set<String> triggers(String domain) {
    var triggers = new TreeSet<String>();
    guardrails(domain).forEach(each -> triggers.addAll(List.of(each.rule().triggers())));
    return triggers;
  }

  private static Set<String> listenedTo(String domain) {
    return words(rule(domain, "cloudtrail"), "eventName");
  }

  private static JsonNode rule(String domain, String kind) {
    for (var resource : template) {
      if (resource
          .path("Properties")
          .path("Name")
          .asText()
          .equals("rampart-" + domain + "-" + kind)) {
        return resource.path("Properties").path("EventPattern");
      }
    }
    throw new AssertionError("no rule rampart-" + domain + "-" + kind);
  }

  /// The values of a field, wherever it stands in the pattern; of a prefix the prefix.
  private static Set<String> words(JsonNode pattern, String field) {
    var words = new TreeSet<String>();
    for (var node : pattern.findValues(field)) {
      for (var each : node) {
        words.add(each.isTextual() ? each.asText() : each.path("prefix").asText());
      }
    }
    return words;
  }

  private static Set<String> actions(String role) {
    var actions = new TreeSet<String>();
    for (var resource : template) {
      var properties = resource.path("Properties");
      if (properties.path("RoleName").asText().equals(role)) {
        collect(properties.path("Policies"), actions);
      }
    }
    assertThat(actions).as(role).isNotEmpty();
    return actions;
  }

  private static void collect(JsonNode node, Set<String> actions) {
    if (node.path("Effect").asText().equals("Allow")) {
      var action = node.path("Action");
      (action.isArray() ? action : List.of(action))
          .forEach(each -> actions.add(each.asText().toLowerCase(Locale.ROOT)));
      return;
    }
    node.forEach(each -> collect(each, actions));
  }
}
