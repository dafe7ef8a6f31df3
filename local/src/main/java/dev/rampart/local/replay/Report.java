package dev.rampart.local.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What one event led to, and the sum of it all.
final class Report {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Integer> outcomes = new TreeMap<>();
  private int events;
  private int matched;
  private int bad;
  private int failed;
  private int reads;
  private int writes;

  /// The line for an event.
  ObjectNode line(Line line) {
    events++;
    if (line.bad) {
      bad++;
    } else if (!line.errors.isEmpty()) {
      failed++;
    }
    matched += line.rules.isEmpty() ? 0 : 1;
    ObjectNode json = JSON.createObjectNode();
    json.put("line", line.number);
    json.set("matchedRules", JSON.valueToTree(line.rules));
    json.put("function", line.functions.isEmpty() ? null : String.join(",", line.functions));
    json.put("resource", line.resource());
    json.set("outcomes", JSON.valueToTree(line.outcomes));
    var calls = json.putArray("calls");
    for (Called call : line.calls) {
      calls.addObject().put("call", call.name).put("write", call.write);
      if (call.write && !call.own) {
        writes++;
      } else if (!call.write && !call.own) {
        reads++;
      }
    }
    json.set("errors", JSON.valueToTree(line.errors));
    line.outcomes.forEach(
        outcome -> outcomes.merge(outcome.path("outcome").asText(), 1, Integer::sum));
    return json;
  }

  /// The last line.
  ObjectNode summary() {
    ObjectNode json = JSON.createObjectNode();
    ObjectNode summary = json.putObject("summary");
    summary.put("events", events);
    summary.put("matched", matched);
    summary.put("bad", bad);
    summary.put("failed", failed);
    summary.set("outcomes", JSON.valueToTree(outcomes));
    summary.put("readsOfTheAccount", reads);
    summary.put("writesToTheAccount", writes);
    return json;
  }

  /// A call that a function made.
  ///
  /// @param own to what Rampart itself stands on
  record Called(String name, boolean write, boolean own) {
    static Called of(String text) {
      String[] parts = text.split(" ", 2);
      String service = parts[0].split(":", 2)[0];
      return new Called(parts[0], parts[1].equals("write"), CallRecorder.isOwn(service));
    }
  }

  /// What is known about an event so far.
  static final class Line {
    final int number;
    final boolean bad;
    final List<String> rules = new ArrayList<>();
    final Set<String> functions = new LinkedHashSet<>();
    final List<ObjectNode> outcomes = new ArrayList<>();
    final List<Called> calls = new ArrayList<>();
    final List<String> errors = new ArrayList<>();

    Line(int number, boolean bad) {
      this.number = number;
      this.bad = bad;
    }

    /// Of the first outcome; an event seldom names more than one.
    String resource() {
      return outcomes.stream()
          .map(outcome -> outcome.path("resource").asText())
          .filter(resource -> !resource.isEmpty())
          .findFirst()
          .orElse("");
    }
  }
}
