package dev.rampart.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rampart.policy.Statement;
import java.util.List;
import java.util.Map;

/// Takes statements apart by whom they name.
final class Principals {
  private Principals() {}

  /// The same statement for each kind of principal that it names, `AWS` and `Service`: of those
  /// that are named together, each has an audience of its own.
  static List<Statement> kinds(Statement statement) {
    return statement.principal() instanceof ObjectNode principal && principal.size() > 1
        ? principal.properties().stream()
            .map(each -> with(only(each.getKey(), each.getValue()), statement))
            .toList()
        : List.of(statement);
  }

  /// The same statement for everyone, so that its conditions alone say for whom it is.
  static Statement everyone(Statement statement) {
    return with(TextNode.valueOf("*"), statement);
  }

  private static JsonNode only(String kind, JsonNode principals) {
    return JsonNodeFactory.instance.objectNode().set(kind, principals);
  }

  private static Statement with(JsonNode principal, Statement statement) {
    var tree = (ObjectNode) statement.tree().deepCopy();
    statement.tree().properties().stream()
        .map(Map.Entry::getKey)
        .filter("Principal"::equalsIgnoreCase)
        .forEach(name -> tree.set(name, principal));
    return new Statement(tree);
  }
}
