package dev.rampart.guardrail;

import java.util.Locale;

/// What a step does to the account. The owner consents to effects; the first three are consented to
/// by a plain `fix`.
public enum Effect {
  /// Puts back a state that was known good.
  RESTORES,
  /// Switches a protection on.
  ENABLES,
  /// Takes an offending grant away.
  RESTRICTS,
  /// Replaces a grant by a smaller one.
  NARROWS,
  /// Contains a resource that cannot be put right.
  CONTAINS,
  /// Makes a change live.
  DEPLOYS,
  /// Gives somebody a right.
  GRANTS;

  /// Whether a plain `fix` consents to it.
  public boolean isConsentedByFix() {
    return switch (this) {
      case RESTORES, ENABLES, RESTRICTS -> true;
      case NARROWS, CONTAINS, DEPLOYS, GRANTS -> false;
    };
  }

  /// The word in `/rampart/guardrails/<Name>`: `fix+narrows`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
