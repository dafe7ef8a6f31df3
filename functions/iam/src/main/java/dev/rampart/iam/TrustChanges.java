package dev.rampart.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.guardrail.Call;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.Statement;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;

/// What can be done about a role's trust policy.
final class TrustChanges {
  private TrustChanges() {}

  /// The call that gives a role this trust policy.
  static Call put(Principal role, String document) {
    return Call.of(
        UpdateAssumeRolePolicyRequest.builder()
            .roleName(role.identity().name())
            .policyDocument(document)
            .build());
  }

  /// What a person may run to keep strangers out: the policy without the statements that let them
  /// in, if it says anything then.
  static Call[] byHand(Principal role) {
    var account = role.identity().account();
    return without(
            role.identity().trust(),
            each -> {
              var trust = Trust.of(each, account);
              return trust instanceof Trust.Open || trust instanceof Trust.FromNetworks;
            })
        .map(rest -> new Call[] {put(role, rest)})
        .orElseGet(() -> new Call[0]);
  }

  /// Whether a policy names a principal by the unique id that is left of it once it is deleted.
  static boolean namesDeleted(String document) {
    return PolicyDocument.parse(document).statements().stream()
        .flatMap(each -> each.principals("AWS").stream())
        .anyMatch(IamCalls::isUniqueId);
  }

  /// Whether a policy has a statement that allows.
  static boolean letsSomebodyIn(String document) {
    return PolicyDocument.parse(document).statements().stream().anyMatch(Statement::allows);
  }

  /// The document without some statements; nothing if none that allows would be left, which IAM
  /// does not take or which would lock everybody out.
  static Optional<String> without(String document, Predicate<Statement> dropped) {
    var tree = (ObjectNode) PolicyDocument.parse(document).tree().deepCopy();
    if (tree.path("Statement") instanceof ArrayNode statements) {
      removeIf(statements, each -> dropped.test(new Statement(each)));
      return Optional.of(tree.toString()).filter(TrustChanges::letsSomebodyIn);
    }
    return Optional.empty();
  }

  /// The document without the principals of an account, and without the statements that name nobody
  /// else; nothing if nobody would be left, or if more than the principals lets the account in.
  static Optional<String> withoutAccount(String document, String account, String own) {
    var tree = PolicyDocument.parse(document).tree().deepCopy();
    for (var statement : tree.findValues("Principal")) {
      if (statement instanceof ObjectNode principal) {
        takeOut(principal, account);
      }
    }
    return without(
            tree.toString(), each -> each.principal().isEmpty() && each.principal().isObject())
        .filter(rest -> !ForeignTrust.in(rest, own).containsKey(account));
  }

  private static void takeOut(ObjectNode principal, String account) {
    var aws = principal.path("AWS");
    if (aws instanceof ArrayNode several) {
      removeIf(several, each -> ForeignTrust.isOf(account, each.asText()));
    }
    if (ForeignTrust.isOf(account, aws.asText()) || (aws.isArray() && aws.isEmpty())) {
      principal.remove("AWS");
    }
  }

  private static void removeIf(ArrayNode array, Predicate<JsonNode> dropped) {
    for (int i = array.size() - 1; i >= 0; i--) {
      if (dropped.test(array.get(i))) {
        array.remove(i);
      }
    }
  }
}
