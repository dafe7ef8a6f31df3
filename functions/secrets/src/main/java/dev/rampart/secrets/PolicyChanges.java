package dev.rampart.secrets;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.policy.Audience.Anyone;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.Statement;
import dev.rampart.secrets.Access.ByAccount;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Resource policies with less in them. What is kept stays as it was written.
final class PolicyChanges {
  private static final Set<String> ENOUGH = Set.of("*", "kms:*", "kms:putkeypolicy");

  private PolicyChanges() {}

  /// The document without the statements that let everyone in.
  ///
  /// @return an empty text if none is left
  static String withoutOpenStatements(String document, String account) {
    return without(document, each -> each.audience(account) instanceof Anyone);
  }

  /// The document without some statements.
  ///
  /// @return an empty text if none is left
  static String without(String document, Predicate<Statement> dropped) {
    var tree = (ObjectNode) PolicyDocument.parse(document).tree().deepCopy();
    for (var member : tree.properties()) {
      if (!member.getKey().equalsIgnoreCase("Statement")) {
        continue;
      }
      if (!(member.getValue() instanceof ArrayNode statements)) {
        return dropped.test(new Statement(member.getValue())) ? "" : document;
      }
      for (int i = statements.size() - 1; i >= 0; i--) {
        if (dropped.test(new Statement(statements.get(i)))) {
          statements.remove(i);
        }
      }
      return statements.isEmpty() ? "" : tree.toString();
    }
    return document;
  }

  /// Whether a former document may take the place of one: it takes nothing away but what is open to
  /// everyone, and lets no other account in that was shut out or confined since.
  static boolean takesOnlyWhatIsOpen(String former, String document, String account) {
    var kept = PolicyDocument.parse(former).statements();
    var now = ForeignAccess.in(document, account);
    return PolicyDocument.parse(document).statements().stream()
            .filter(each -> !(each.audience(account) instanceof Anyone))
            .allMatch(kept::contains)
        && ForeignAccess.in(former, account).values().stream()
            .allMatch(each -> letsIn(now.get(each.account()), each));
  }

  private static boolean letsIn(@Nullable ByAccount now, ByAccount former) {
    return now != null && now.letsInThoseOf(former);
  }

  /// Whether a key policy leaves it to the account's own policies who may put another one, as the
  /// policy does that KMS makes by itself: nobody is locked out by it.
  static boolean leavesItToTheOwner(String document, Key key) {
    return PolicyDocument.parse(document).statements().stream()
        .anyMatch(each -> isForTheOwner(each, key.account()));
  }

  private static boolean isForTheOwner(Statement statement, String account) {
    return statement.allows()
        && statement.conditions().isEmpty()
        && statement.actions().stream()
            .anyMatch(each -> ENOUGH.contains(each.toLowerCase(Locale.ROOT)))
        && statement.principals("AWS").stream()
            .anyMatch(each -> each.equals(account) || each.endsWith("::" + account + ":root"));
  }
}
