package dev.rampart.secrets;

import java.util.Set;

/// The accounts that the owner trusts like the own one.
///
/// @param isKnown whether anybody asked
public record Trusted(boolean isKnown, Set<String> accounts) {
  static final Trusted UNASKED = new Trusted(false, Set.of());

  public Trusted {
    accounts = Set.copyOf(accounts);
  }

  static Trusted of(Set<String> accounts) {
    return new Trusted(true, accounts);
  }
}
