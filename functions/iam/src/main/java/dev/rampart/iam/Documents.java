package dev.rampart.iam;

import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.PolicyDocument.UnreadablePolicy;
import dev.rampart.policy.Statement;
import java.util.List;

/// Policy documents as the IAM API hands them out.
final class Documents {
  private Documents() {}

  /// The text without its URL-encoding; as it came if that cannot be taken off, so that judging
  /// says what is wrong with it.
  static String text(String raw) {
    try {
      return PolicyDocument.parse(raw).text();
    } catch (UnreadablePolicy _) {
      return raw;
    }
  }

  /// How sentences name a statement: `statement 'Sid'`, `statement 2`.
  static String name(Statement statement, List<Statement> all) {
    return statement.sid().isEmpty()
        ? "statement " + (all.indexOf(statement) + 1)
        : "statement '" + statement.sid() + "'";
  }
}
