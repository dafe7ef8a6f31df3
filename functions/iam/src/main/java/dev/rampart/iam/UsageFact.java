package dev.rampart.iam;

import dev.rampart.guardrail.Fact;

/// Reads about a role's usage that cost more than one call.
public enum UsageFact implements Fact {
  /// When it last used each service.
  REPORT,
  /// What its policies say.
  POLICIES
}
