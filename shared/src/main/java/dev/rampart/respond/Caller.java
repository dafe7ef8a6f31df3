package dev.rampart.respond;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Late;
import dev.rampart.guardrail.Operations;
import dev.rampart.guardrail.Requests;
import dev.rampart.ledger.FixRecord.StepRecord;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;

/// Sends the calls of fixes, and knows them in the form in which the ledger keeps them.
public final class Caller {
  private static final Pattern READS = Pattern.compile("Get|List|Describe|Head|BatchGet");

  private final Operations operations;

  public Caller(Operations operations) {
    this.operations = operations;
  }

  /// The call as JSON: operation, request, late values.
  public ObjectNode toJson(Call call) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("operation", operations.of(call.request()).id());
    json.set("request", Requests.toJson(call.request()));
    if (!call.late().isEmpty()) {
      var late = json.putArray("late");
      for (var each : sorted(call.late())) {
        var value =
            late.addObject()
                .put("name", each.name())
                .put("path", each.path())
                .put("secret", each.secret());
        value.set("from", toJson(each.from()));
        if (!each.without().isEmpty()) {
          var without = value.putArray("without");
          each.without().stream().sorted().forEach(without::add);
        }
      }
    }
    return json;
  }

  /// The reverse of [#toJson].
  ///
  /// @throws IllegalArgumentException if it is not a call of this function
  public Call fromJson(JsonNode json) {
    var operation = operations.named(json.path("operation").asText());
    var late = new LinkedHashSet<Late>();
    for (var each : json.path("late")) {
      late.add(
          new Late(
              each.path("name").asText(),
              fromJson(each.path("from")),
              each.path("path").asText(),
              each.path("secret").asBoolean(),
              without(each)));
    }
    return new Call(Requests.fromJson(operation.empty(), json.path("request")), late);
  }

  private static List<Late> sorted(Set<Late> late) {
    return late.stream().sorted(Comparator.comparing(Late::name)).toList();
  }

  private static Set<String> without(JsonNode late) {
    var names = new LinkedHashSet<String>();
    late.path("without").forEach(name -> names.add(name.asText()));
    return names;
  }

  /// Whether the call can give somebody a right.
  boolean grants(Call call) {
    return operations.of(call.request()).grants();
  }

  /// The IAM action that the call itself needs.
  String permission(Call call) {
    return operations.of(call.request()).permission();
  }

  /// Binds the late values and sends.
  ///
  /// @param earlier the steps of the same fix with their answers
  /// @return the answer, by the API's member names
  /// @throws software.amazon.awssdk.core.exception.SdkException as the client throws it
  /// @throws IllegalStateException if a value that it needs is not known
  public JsonNode send(JsonNode call, List<StepRecord> earlier) {
    return send(call, earlier, new HashMap<>());
  }

  private JsonNode send(JsonNode call, List<StepRecord> earlier, Map<JsonNode, JsonNode> read) {
    var request = request(call, earlier, read);
    return Requests.toJson(operations.of(request).send().apply(request));
  }

  private SdkRequest request(
      JsonNode call, List<StepRecord> earlier, Map<JsonNode, JsonNode> read) {
    var values = new HashMap<String, JsonNode>();
    for (var late : call.path("late")) {
      var known = answerOf(late.path("from"), earlier);
      var answer = known != null ? known : read(late.path("from"), earlier, read);
      values.put(late.path("name").asText(), value(late, answer));
    }
    var request = new Markers(values).replaced(call.path("request"));
    var empty = operations.named(call.path("operation").asText()).empty();
    try {
      return Requests.fromJson(empty, request);
    } catch (RuntimeException _) {
      // What it says may quote a value.
      throw new IllegalStateException("a value does not fit into " + call.path("operation"));
    }
  }

  /// The call without a lock that was read for another moment. A lock that is read just before
  /// sending stays.
  JsonNode unlocked(JsonNode call) {
    var lock = operations.named(call.path("operation").asText()).lock();
    var value = call.path("request").path(lock).asText("");
    if (value.isEmpty() || value.startsWith("{{")) {
      return call;
    }
    var copy = (ObjectNode) call.deepCopy();
    ((ObjectNode) copy.path("request")).remove(lock);
    return copy;
  }

  /// The call with the values that earlier steps answered put in, into its reads as well; what has
  /// to be read stays late.
  JsonNode bound(JsonNode call, List<StepRecord> earlier) {
    if (call.path("late").isEmpty()) {
      return call;
    }
    var copy = (ObjectNode) call.deepCopy();
    var left = copy.putArray("late");
    var values = new HashMap<String, JsonNode>();
    for (var late : call.path("late")) {
      var answer = answerOf(late.path("from"), earlier);
      if (answer != null) {
        values.put(late.path("name").asText(), value(late, answer));
        continue;
      }
      ObjectNode kept = late.deepCopy();
      kept.set("from", bound(late.path("from"), earlier));
      left.add(kept);
    }
    copy.set("request", new Markers(values).replaced(copy.path("request")));
    return copy;
  }

  /// Only what reads is called for its answer: a step whose answer is lost must not be made again.
  private JsonNode read(JsonNode from, List<StepRecord> earlier, Map<JsonNode, JsonNode> read) {
    var known = read.get(from);
    if (known != null) {
      return known;
    }
    var id = from.path("operation").asText();
    if (!READS.matcher(operations.named(id).name()).lookingAt()) {
      throw new IllegalStateException("the answer of " + id + " is not known");
    }
    var answer = send(from, earlier, read);
    read.put(from, answer);
    return answer;
  }

  private static JsonNode value(JsonNode late, JsonNode answer) {
    var value = answer.at("/" + late.path("path").asText().replace('.', '/'));
    if (value.isMissingNode()) {
      throw new IllegalStateException("the answer has no " + late.path("path").asText());
    }
    if (value instanceof ObjectNode map && late.has("without")) {
      var some = map.deepCopy();
      late.path("without").forEach(name -> some.remove(name.asText()));
      return some;
    }
    return value;
  }

  /// What of an answer the other calls of the fix need. Nothing else is kept, and no secret.
  public JsonNode needed(List<StepRecord> steps, JsonNode call, JsonNode answer) {
    var needed = JsonNodeFactory.instance.objectNode();
    for (var step : steps) {
      for (var each : List.of(step.apply(), step.undo())) {
        collect(each, call, answer, needed);
      }
    }
    return needed;
  }

  private static void collect(JsonNode by, JsonNode call, JsonNode answer, ObjectNode needed) {
    for (var late : by.path("late")) {
      var from = late.path("from");
      collect(from, call, answer, needed);
      if (!from.equals(call) || late.path("secret").asBoolean()) {
        continue;
      }
      var into = needed;
      var source = answer;
      var names = List.of(late.path("path").asText().split("\\.", -1));
      for (var name : names.subList(0, names.size() - 1)) {
        into = into.withObjectProperty(name);
        source = source.path(name);
      }
      if (source.has(names.getLast())) {
        into.set(names.getLast(), source.get(names.getLast()));
      }
    }
  }

  private static @Nullable JsonNode answerOf(JsonNode from, List<StepRecord> earlier) {
    for (var step : earlier) {
      if (step.apply().equals(from) && !step.answer().isNull()) {
        return step.answer();
      }
    }
    return null;
  }

  /// The IAM actions that a call needs, its reads included.
  public Set<String> permissions(Call call) {
    var permissions = new LinkedHashSet<String>();
    permissions.add(operations.of(call.request()).permission());
    call.late().forEach(late -> permissions.addAll(permissions(late.from())));
    return permissions;
  }
}
