package dev.rampart.lambda;

import dev.rampart.guardrail.Fact;

/// What a guardrail of policies may ask for.
enum PolicyFact implements Fact {
  /// The accounts and organizations that the owner trusts like the own one.
  TRUSTED_ACCOUNTS,
  /// Which of the buckets that the policy names belong to the account.
  OWN_BUCKETS
}
