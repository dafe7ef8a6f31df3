package dev.rampart.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.PolicyDocument.UnreadablePolicy;
import java.util.Map;
import java.util.stream.Stream;

/// Puts the principals of a policy in one order. A policy is [kept with
/// ids](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html)
/// in place of their ARNs, which become ARNs again when it is read; nothing promises in which
/// order, and another order is no change.
final class PrincipalOrder {
  private PrincipalOrder() {}

  /// The document with every list of principals sorted.
  ///
  /// @return the very text, if they are sorted or if it cannot be read
  static String sorted(String document) {
    if (document.isBlank()) {
      return document;
    }
    JsonNode tree;
    try {
      tree = PolicyDocument.parse(document).tree();
    } catch (UnreadablePolicy _) {
      return document;
    }
    JsonNode sorted = tree.deepCopy();
    named(sorted, "Statement")
        .flatMap(PrincipalOrder::each)
        .flatMap(statement -> named(statement, "Principal", "NotPrincipal"))
        .forEach(PrincipalOrder::sort);
    return sorted.equals(tree) ? document : sorted.toString();
  }

  private static Stream<JsonNode> named(JsonNode object, String... names) {
    return object.properties().stream()
        .filter(member -> Stream.of(names).anyMatch(member.getKey()::equalsIgnoreCase))
        .map(Map.Entry::getValue);
  }

  private static Stream<JsonNode> each(JsonNode node) {
    return node.isArray() ? node.valueStream() : Stream.of(node);
  }

  private static void sort(JsonNode principal) {
    for (var kind : principal.properties()) {
      if (kind.getValue() instanceof ArrayNode list
          && list.valueStream().allMatch(JsonNode::isTextual)) {
        var names = list.valueStream().map(JsonNode::asText).sorted().toList();
        list.removeAll();
        names.forEach(list::add);
      }
    }
  }
}
