package dev.rampart.local.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rampart.local.template.RuleSpec;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a target receives: the event, a part of it, a constant, or a text made from it.
final class TargetInput {
  private static final Pattern PLACEHOLDER = Pattern.compile("<([A-Za-z0-9_.-]+)>");
  private static final Pattern STEP = Pattern.compile("\\.([^.\\[]+)|\\[(\\d+)]");

  private TargetInput() {}

  static String of(RuleSpec rule, RuleSpec.Target target, JsonNode envelope) {
    JsonNode shape = target.shape();
    if (shape.has("Input")) {
      return shape.path("Input").asText();
    }
    if (shape.has("InputPath")) {
      return at(envelope, shape.path("InputPath").asText()).toString();
    }
    if (shape.has("InputTransformer")) {
      return transformed(rule, shape.path("InputTransformer"), envelope);
    }
    return envelope.toString();
  }

  private static String transformed(RuleSpec rule, JsonNode transformer, JsonNode envelope) {
    String text = transformer.path("InputTemplate").asText();
    JsonNode paths = transformer.path("InputPathsMap");
    var out = new StringBuilder();
    Matcher placeholder = PLACEHOLDER.matcher(text);
    int from = 0;
    while (placeholder.find()) {
      out.append(text, from, placeholder.start());
      JsonNode value = value(placeholder.group(1), rule, paths, envelope);
      // Between quotes a text stands for itself; elsewhere it brings its own quotes.
      boolean quoted =
          text.substring(0, placeholder.start()).chars().filter(c -> c == '"').count() % 2 == 1;
      out.append(quoted ? inQuotes(value) : value.toString());
      from = placeholder.end();
    }
    return out.append(text, from, text.length()).toString();
  }

  private static JsonNode value(String name, RuleSpec rule, JsonNode paths, JsonNode envelope) {
    return switch (name) {
      case "aws.events.rule-arn" -> TextNode.valueOf(rule.arn());
      case "aws.events.rule-name" -> TextNode.valueOf(rule.name());
      case "aws.events.event.ingestion-time" -> TextNode.valueOf(Instant.now().toString());
      case "aws.events.event", "aws.events.event.json" -> envelope;
      default -> at(envelope, paths.path(name).asText());
    };
  }

  private static String inQuotes(JsonNode value) {
    if (value.isMissingNode()) {
      return "";
    }
    String quoted =
        TextNode.valueOf(value.isTextual() ? value.asText() : value.toString()).toString();
    return quoted.substring(1, quoted.length() - 1);
  }

  /// A path such as `$.detail.userIdentity.arn` or `$.resources[0]`; missing where it leads
  /// nowhere.
  private static JsonNode at(JsonNode envelope, String path) {
    if (!path.startsWith("$")) {
      return MissingNode.getInstance();
    }
    JsonNode node = envelope;
    Matcher step = STEP.matcher(path);
    while (step.find()) {
      node =
          step.group(1) != null
              ? node.path(step.group(1))
              : node.path(Integer.parseInt(step.group(2)));
    }
    return node;
  }
}
