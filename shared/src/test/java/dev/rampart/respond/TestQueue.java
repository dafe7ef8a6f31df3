package dev.rampart.respond;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;

/// The resource that the engine is tested with: an SQS queue, whose policy has statements.
public record TestQueue(
    ResourceId id, String url, Map<String, String> attributes, Map<String, String> tags)
    implements Resource {
  static final ObjectMapper JSON = new ObjectMapper();

  public TestQueue {
    attributes = Map.copyOf(attributes);
    tags = Map.copyOf(tags);
  }

  @Override
  public Optional<String> offLimits(Bounds bounds) {
    if (id.name().startsWith("rampart-")) {
      return Optional.of("it is Rampart's own");
    }
    return bounds.exemptPrincipals().contains(id.name())
        ? Optional.of("its name is on the list of those never touched")
        : Optional.empty();
  }

  /// The statements of the policy by their Sid.
  Map<String, String> statements() {
    var statements = new LinkedHashMap<String, String>();
    policy().path("Statement").forEach(each -> statements.put(sid(each), each.toString()));
    return statements;
  }

  String attribute(QueueAttributeName name) {
    return attributes.getOrDefault(name.toString(), "");
  }

  /// The call that puts another statement in the place of that one; null takes it away.
  Call replacing(String sid, JsonNode statement) {
    var policy = (ObjectNode) policy().deepCopy();
    var statements = policy.putArray("Statement");
    for (var each : policy().path("Statement")) {
      if (!sid(each).equals(sid)) {
        statements.add(each);
      } else if (!statement.isNull()) {
        statements.add(statement);
      }
    }
    return setting(QueueAttributeName.POLICY, statements.isEmpty() ? "" : policy.toString());
  }

  /// The call that leaves an attribute as it is now.
  Call keeping(QueueAttributeName name) {
    return setting(name, attribute(name));
  }

  Call setting(QueueAttributeName name, String value) {
    return Call.of(
        SetQueueAttributesRequest.builder().queueUrl(url).attributes(Map.of(name, value)).build());
  }

  /// The queue with these statements alone.
  TestQueue with(Set<String> sids) {
    var policy = JSON.createObjectNode();
    var statements = policy.putArray("Statement");
    policy()
        .path("Statement")
        .forEach(
            each -> {
              if (sids.contains(sid(each))) {
                statements.add(each);
              }
            });
    var some = new HashMap<>(attributes);
    some.put("Policy", policy.toString());
    return new TestQueue(id, url, some, tags);
  }

  private JsonNode policy() {
    var text = attribute(QueueAttributeName.POLICY);
    return text.isEmpty() ? JSON.createObjectNode() : read(text);
  }

  private static String sid(JsonNode statement) {
    return statement.path("Sid").asText("?");
  }

  static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
