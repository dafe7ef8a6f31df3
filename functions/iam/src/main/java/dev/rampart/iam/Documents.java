package dev.rampart.iam;

import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.PolicyDocument.UnreadablePolicy;

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
}
