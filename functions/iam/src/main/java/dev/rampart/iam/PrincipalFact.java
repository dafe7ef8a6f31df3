package dev.rampart.iam;

import dev.rampart.guardrail.Fact;

/// Reads about principals that few looks need.
public enum PrincipalFact implements Fact {
  /// The documents of the policies of the account's own that it has, and of its boundary: what it
  /// may do together. All of them are asked for at once.
  DOCUMENTS,
  /// Which other accounts the owner trusts.
  TRUSTED_ACCOUNTS,
  /// What a role really used.
  USAGE,
  /// What it called in the last hours, which [#USAGE] may not have yet.
  RECENT_CALLS,
  /// What narrower documents would still allow, as IAM's simulator says; of use with [#USAGE].
  SIMULATION
}
