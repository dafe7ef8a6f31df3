package dev.rampart.secrets;

import dev.rampart.guardrail.Fact;

/// What a guardrail of this domain may ask for.
enum SecretsFact implements Fact {
  /// The accounts that the owner trusts.
  TRUSTED_ACCOUNTS
}
