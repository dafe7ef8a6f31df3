package dev.rampart.guardrail;

import java.util.Set;

/// How far the owner lets Rampart go.
///
/// @param everyPrincipal whether IAM fixes reach beyond roles of serverless services
/// @param exemptPrincipals names or ARNs of principals that are never touched
/// @param trustedAccounts account ids that are as good as the own one
public record Bounds(
    boolean everyPrincipal, Set<String> exemptPrincipals, Set<String> trustedAccounts) {
  public Bounds {
    exemptPrincipals = Set.copyOf(exemptPrincipals);
    trustedAccounts = Set.copyOf(trustedAccounts);
  }
}
