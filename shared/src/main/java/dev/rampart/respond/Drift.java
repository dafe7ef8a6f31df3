package dev.rampart.respond;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.guardrail.Effect;
import dev.rampart.ledger.FixRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What became of the parts of a fix since. A fix that only contains is to be lifted when the cause
/// is gone, so what others change meanwhile does not stand in its way: of those, only the members
/// that the fix itself changed count.
///
/// @param now the parts as they are
record Drift(FixRecord fix, Map<String, JsonNode> now) {
  /// A part that is not as the fix left it.
  Optional<String> changedPart() {
    return fix.parts().stream()
        .filter(part -> !Objects.equals(now.get(part), fix.after().get(part)))
        .filter(part -> !isAsLeft(part))
        .findFirst();
  }

  /// The parts as they will be when the fix is undone.
  Map<String, JsonNode> undone() {
    var undone = new HashMap<>(fix.before());
    for (var part : fix.parts()) {
      if (isContained(part) && now.get(part) instanceof ObjectNode present) {
        undone.put(part, lifted(part, present));
      }
    }
    return undone;
  }

  private boolean isAsLeft(String part) {
    return isContained(part)
        && now.get(part) instanceof ObjectNode present
        && touched(part).entrySet().stream()
            .allMatch(each -> each.getValue().equals(present.get(each.getKey())));
  }

  private boolean isContained(String part) {
    return fix.steps().stream().allMatch(step -> step.effect().equals(Effect.CONTAINS.name()))
        && !touched(part).isEmpty();
  }

  private ObjectNode lifted(String part, ObjectNode present) {
    ObjectNode lifted = present.deepCopy();
    if (fix.before().get(part) instanceof ObjectNode before) {
      touched(part).keySet().forEach(member -> lifted.set(member, before.get(member)));
    }
    return lifted;
  }

  /// The members that the fix changed, with what it left there.
  private Map<String, JsonNode> touched(String part) {
    var touched = new HashMap<String, JsonNode>();
    if (fix.before().get(part) instanceof ObjectNode before
        && fix.after().get(part) instanceof ObjectNode after) {
      for (var each : after.properties()) {
        if (before.has(each.getKey()) && !each.getValue().equals(before.get(each.getKey()))) {
          touched.put(each.getKey(), each.getValue());
        }
      }
    }
    return touched;
  }
}
