package dev.rampart.lambda;

import java.util.List;
import java.util.Map;
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
/// @param versions the published versions that hold the value of a variable, by its name:
///   [SetupFact#VERSIONS]
/// @param secretsKey the key that a moved secret gets: [SetupFact#SECRETS_KEY]
record LearnedSetup(
    @Nullable Set<String> trustedAccounts,
    @Nullable RoleSharers sharers,
    @Nullable Integer unreserved,
    @Nullable Map<String, List<String>> versions,
    @Nullable SecretsKey secretsKey) {
  static LearnedSetup nothing() {
    return new LearnedSetup(null, null, null, null, null);
  }

  LearnedSetup withTrustedAccounts(Set<String> accounts) {
    return new LearnedSetup(accounts, sharers, unreserved, versions, secretsKey);
  }

  LearnedSetup withSharers(RoleSharers others) {
    return new LearnedSetup(trustedAccounts, others, unreserved, versions, secretsKey);
  }

  LearnedSetup withUnreserved(int executions) {
    return new LearnedSetup(trustedAccounts, sharers, executions, versions, secretsKey);
  }

  LearnedSetup withVersions(Map<String, List<String>> holding) {
    return new LearnedSetup(trustedAccounts, sharers, unreserved, holding, secretsKey);
  }

  LearnedSetup withSecretsKey(SecretsKey key) {
    return new LearnedSetup(trustedAccounts, sharers, unreserved, versions, key);
  }
}
