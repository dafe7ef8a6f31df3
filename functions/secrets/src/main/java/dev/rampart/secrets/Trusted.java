package dev.rampart.secrets;

import java.util.Set;

/// The accounts that the owner trusts like the own one.
///
/// @param isKnown whether anybody asked
public record Trusted(boolean isKnown, Set<String> accounts) {
  /// Why nothing is done about an account that the owner does not trust, a clause.
  static final String WHO_KNOWS =
      "only a person knows whether the account is a partner: /rampart/trusted-accounts names those"
          + " that are";

  static final Trusted UNASKED = new Trusted(false, Set.of());

  public Trusted {
    accounts = Set.copyOf(accounts);
  }

  static Trusted of(Set<String> accounts) {
    return new Trusted(true, accounts);
  }
}
