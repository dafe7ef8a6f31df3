package dev.rampart.lambda;

import org.jspecify.annotations.Nullable;

/// How many executions at a time are set aside for a function, which is also the most it may have.
///
/// @param executions how many; 0 if somebody stopped the function; null if it takes what the
///   account has left
public record Reservation(@Nullable Integer executions) {
  /// None: the function may use up what all functions share.
  static final Reservation NONE = new Reservation(null);

  /// Whether the function may run and is limited.
  public boolean limits() {
    return executions != null && executions > 0;
  }

  /// How many there are; 0 without any.
  int count() {
    return executions == null ? 0 : executions;
  }

  /// Whether nothing runs at all.
  public boolean stops() {
    return executions != null && executions == 0;
  }
}
