package dev.rampart.iam;

import dev.rampart.guardrail.Fact;

/// Costly reads about managed policies.
public enum PolicyFact implements Fact {
  /// The other versions, with their documents.
  VERSIONS,
  /// Who the policy is attached to, and whom those roles trust.
  ATTACHMENTS,
  /// What the roles that have it really used, and what a narrower document would still allow.
  USAGE
}
