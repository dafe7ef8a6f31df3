package dev.rampart.lambda;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What was read of a function beyond what every look reads, because a guardrail asked for it. All
/// of it is null until then.
///
/// @param trustedAccounts accounts that the owner trusts like the own one:
///   [SetupFact#TRUSTED_ACCOUNTS]
/// @param sharers what is known of the other functions with its role: [SetupFact#ROLE_SHARERS]
/// @param unreserved how many executions of the account are not set aside for any function:
///   [SetupFact#UNRESERVED]
record LearnedSetup(
    @Nullable Set<String> trustedAccounts,
    @Nullable RoleSharers sharers,
    @Nullable Integer unreserved) {
  static LearnedSetup nothing() {
    return new LearnedSetup(null, null, null);
  }

  LearnedSetup withTrustedAccounts(Set<String> accounts) {
    return new LearnedSetup(accounts, sharers, unreserved);
  }

  LearnedSetup withSharers(RoleSharers others) {
    return new LearnedSetup(trustedAccounts, others, unreserved);
  }

  LearnedSetup withUnreserved(int executions) {
    return new LearnedSetup(trustedAccounts, sharers, executions);
  }
}
