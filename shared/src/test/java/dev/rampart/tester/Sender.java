package dev.rampart.tester;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Late;
import dev.rampart.guardrail.Operations;
import dev.rampart.guardrail.Requests;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkRequest;

/// Sends the calls of one fix in order, with late values bound.
final class Sender {
  private final Map<Call, JsonNode> answers = new HashMap<>();

  /// Sends a call, with the client behind these operations.
  void send(Call call, Operations operations) {
    var operation = operations.of(call.request());
    var json = Requests.toJson(call.request()).toString();
    for (var late : call.late()) {
      var value = value(late, operations);
      // Inside the quotes of a JSON string: the value without its own.
      var text = Requests.toJson(call.request()).textNode(value).toString();
      json = json.replace(late.marker(), text.substring(1, text.length() - 1));
    }
    answers.put(call, Requests.toJson(operation.send().apply(read(operation.empty(), json))));
  }

  private String value(Late late, Operations operations) {
    var answer = answers.get(late.from());
    if (answer == null) {
      var read = operations.of(late.from().request());
      answer = Requests.toJson(read.send().apply(late.from().request()));
    }
    for (var name : late.path().split("\\.", -1)) {
      answer = answer.path(name);
    }
    if (!answer.isValueNode()) {
      throw new AssertionError("no " + late.path() + " in the answer for " + late.name());
    }
    return answer.asText();
  }

  private static SdkRequest read(SdkRequest empty, String json) {
    return Requests.fromJson(empty, Json.read(json));
  }
}
