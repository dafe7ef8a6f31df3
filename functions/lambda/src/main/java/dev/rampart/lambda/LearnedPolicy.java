package dev.rampart.lambda;

import java.util.EnumSet;
import java.util.Set;

/// What was read on top of a policy because a guardrail asked.
///
/// @param known the facts that were read
/// @param trusted the ids of accounts and organizations that the owner trusts like the own one
/// @param ownBuckets the names of buckets of the policy that belong to the account
record LearnedPolicy(Set<PolicyFact> known, Set<String> trusted, Set<String> ownBuckets) {
  static final LearnedPolicy NOTHING = new LearnedPolicy(Set.of(), Set.of(), Set.of());

  LearnedPolicy {
    known = Set.copyOf(known);
    trusted = Set.copyOf(trusted);
    ownBuckets = Set.copyOf(ownBuckets);
  }

  LearnedPolicy trusting(Set<String> ids) {
    return new LearnedPolicy(knowing(PolicyFact.TRUSTED_ACCOUNTS), ids, ownBuckets);
  }

  LearnedPolicy owning(Set<String> buckets) {
    return new LearnedPolicy(knowing(PolicyFact.OWN_BUCKETS), trusted, buckets);
  }

  boolean trustsOrganizations() {
    return trusted.stream().anyMatch(each -> each.startsWith("o-"));
  }

  private Set<PolicyFact> knowing(PolicyFact fact) {
    var more = EnumSet.of(fact);
    more.addAll(known);
    return more;
  }
}
