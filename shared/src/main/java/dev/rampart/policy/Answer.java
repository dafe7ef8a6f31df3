package dev.rampart.policy;

/// An answer that may be out of reach. What is not known is never taken for safe.
public enum Answer {
  /// It is so.
  YES,
  /// It is not so.
  NO,
  /// It depends on the request, or on what is not understood.
  UNKNOWN;

  Answer not() {
    return switch (this) {
      case YES -> NO;
      case NO -> YES;
      case UNKNOWN -> UNKNOWN;
    };
  }

  /// So if both are.
  Answer and(Answer other) {
    if (this == NO || other == NO) {
      return NO;
    }
    return this == YES ? other : UNKNOWN;
  }

  /// So if one of them is.
  Answer or(Answer other) {
    return not().and(other.not()).not();
  }
}
