package dev.rampart.respond;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts late values where their markers stand. It goes over a request once: a value that happens to
/// look like a marker is a value.
final class Markers {
  private static final Pattern MARKER = Pattern.compile("\\{\\{([A-Za-z][A-Za-z0-9]*)}}");

  private final Map<String, JsonNode> values;

  /// @param values by their names; markers of other names stay
  Markers(Map<String, JsonNode> values) {
    this.values = values;
  }

  /// @throws IllegalStateException if a value is not of the kind that its place takes; it is not in
  ///   the message
  JsonNode replaced(JsonNode node) {
    return switch (node) {
      case TextNode text -> TextNode.valueOf(replaced(text.asText()));
      case ObjectNode object -> replaced(object);
      case ArrayNode array -> {
        var copy = array.arrayNode();
        array.forEach(each -> copy.add(replaced(each)));
        yield copy;
      }
      default -> node;
    };
  }

  private String replaced(String text) {
    return MARKER
        .matcher(text)
        .replaceAll(
            marker -> {
              var value = values.get(marker.group(1));
              return Matcher.quoteReplacement(
                  value == null ? marker.group() : single(marker, value));
            });
  }

  private static String single(MatchResult marker, JsonNode value) {
    if (!value.isValueNode()) {
      throw new IllegalStateException(marker.group() + " is not a single value");
    }
    return value.asText();
  }

  private ObjectNode replaced(ObjectNode object) {
    var copy = object.objectNode();
    for (var member : object.properties()) {
      var name = MARKER.matcher(member.getKey());
      if (name.matches() && values.containsKey(name.group(1))) {
        spread(name, object, copy);
        continue;
      }
      copy.set(member.getKey(), replaced(member.getValue()));
    }
    return copy;
  }

  private void spread(Matcher name, ObjectNode into, ObjectNode copy) {
    if (!(values.get(name.group(1)) instanceof ObjectNode map)) {
      throw new IllegalStateException(name.group() + " is not a map");
    }
    for (var member : map.properties()) {
      if (!into.has(member.getKey())) {
        copy.set(member.getKey(), member.getValue());
      }
    }
  }
}
