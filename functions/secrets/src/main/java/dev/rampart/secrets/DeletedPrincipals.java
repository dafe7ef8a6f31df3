package dev.rampart.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What is left in a policy of principals that were deleted: [their unique
/// ids](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html),
/// which let nobody in and which the service does not take again.
final class DeletedPrincipals {
  private static final Pattern UNIQUE_ID = Pattern.compile("A[A-Z0-9]{15,}");

  private DeletedPrincipals() {}

  /// Whether a policy names one.
  static boolean areIn(String document) {
    return PolicyDocument.parse(document).statements().stream().anyMatch(DeletedPrincipals::areIn);
  }

  /// The statement without them; nothing if it is about nobody else.
  static Optional<Statement> leave(Statement statement) {
    if (!areIn(statement)) {
      return Optional.of(statement);
    }
    var tree = (ObjectNode) statement.tree().deepCopy();
    for (var element : tree.properties()) {
      if (element.getKey().equalsIgnoreCase("Principal")
          && element.getValue() instanceof ObjectNode principal) {
        takeOut(principal);
        if (principal.isEmpty()) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new Statement(tree));
  }

  private static void takeOut(ObjectNode principal) {
    for (var kind : principal.deepCopy().properties()) {
      if (!kind.getKey().equalsIgnoreCase("AWS")) {
        continue;
      }
      var left = principal.putArray(kind.getKey());
      for (var each : list(kind.getValue())) {
        if (!isOne(each.asText())) {
          left.add(each);
        }
      }
      if (left.isEmpty()) {
        principal.remove(kind.getKey());
      }
    }
  }

  private static Iterable<JsonNode> list(JsonNode node) {
    return node.isArray() ? node : List.of(node);
  }

  private static boolean areIn(Statement statement) {
    return statement.principals("AWS").stream().anyMatch(DeletedPrincipals::isOne);
  }

  private static boolean isOne(String principal) {
    return UNIQUE_ID.matcher(principal).matches();
  }
}
