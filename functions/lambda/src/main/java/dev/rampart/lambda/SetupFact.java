package dev.rampart.lambda;

import dev.rampart.guardrail.Fact;

/// What else a guardrail may want to know of a function.
enum SetupFact implements Fact {
  /// Which accounts the owner trusts like the own one.
  TRUSTED_ACCOUNTS,
  /// Which other functions have the same role.
  ROLE_SHARERS,
  /// How many executions of the account are not set aside for any function.
  UNRESERVED,
  /// Which published versions hold the same values.
  VERSIONS,
  /// Which key a moved secret gets, and whether the function's role may use it.
  SECRETS_KEY
}
