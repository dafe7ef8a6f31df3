package dev.rampart.local.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.policy.Comparison;
import dev.rampart.policy.Narrowing;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.Usage;
import java.util.TreeSet;

/// A policy and what was used in, the narrowed policy with its proof out.
public final class Narrower {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Narrower() {}

  /// Narrows a document and says what that means.
  public static ObjectNode narrow(PolicyDocument document, Usage usage) {
    var narrowing = Narrowing.of(document, usage);
    var answer = JSON.createObjectNode();
    answer.set("document", narrowing.document().tree());
    narrowing.dropped().forEach(answer.putArray("dropped")::add);
    narrowing.left().forEach(answer.putArray("left")::add);
    new TreeSet<>(narrowing.missing()).forEach(answer.putArray("missing")::add);
    var proof = answer.putObject("proof");
    switch (narrowing.proof()) {
      case Comparison.Within() -> proof.put("result", "within");
      case Comparison.Beyond(var statement, var action, var resource) ->
          proof
              .put("result", "beyond")
              .put("statement", statement)
              .put("action", action)
              .put("resource", resource);
      case Comparison.Unproved(var why) -> proof.put("result", "unproved").put("why", why);
    }
    return answer.put("safe", narrowing.isSafe());
  }
}
