package dev.rampart.local.route;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.local.template.RuleSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;

/// EventBridge on this machine: AWS's own matcher with the patterns that `template.yaml` deploys.
public final class Router {
  private final Machine machine = Machine.builder().build();
  private final Map<String, RuleSpec> rules = new LinkedHashMap<>();

  public Router(List<RuleSpec> rules) {
    for (RuleSpec rule : rules) {
      String pattern = rule.pattern().toString();
      try {
        String problem = JsonRuleCompiler.check(pattern);
        if (problem != null) {
          throw new IllegalArgumentException(rule.logicalId() + ": " + problem);
        }
        machine.addRule(rule.logicalId(), pattern);
      } catch (IOException e) {
        throw new UncheckedIOException(rule.logicalId(), e);
      }
      this.rules.put(rule.logicalId(), rule);
    }
  }

  /// The rules that an event matches, in the order of the template.
  public synchronized List<RuleSpec> match(JsonNode envelope) {
    try {
      List<String> matched = machine.rulesForJSONEvent(envelope.toString());
      return rules.values().stream().filter(rule -> matched.contains(rule.logicalId())).toList();
    } catch (Exception e) {
      throw new IllegalArgumentException("not an event: " + envelope, e);
    }
  }

  /// What goes where: one delivery per target of a matched rule.
  public List<Delivery> route(JsonNode envelope) {
    return match(envelope).stream()
        .flatMap(
            rule ->
                rule.targets().stream()
                    .map(
                        target ->
                            new Delivery(
                                Objects.requireNonNull(rule),
                                target.arn(),
                                TargetInput.of(rule, target, envelope))))
        .toList();
  }

  /// An event on its way to a target.
  public record Delivery(RuleSpec rule, String targetArn, String body) {}
}
