package dev.rampart.apigateway;

/// Whom a resource policy lets through to a method that asks nothing itself.
sealed interface Admission {
  /// Everyone on earth.
  record Everyone() implements Admission {}

  /// Only some, or nobody.
  record Some() implements Admission {}

  /// Cannot be said.
  record Unclear(String why) implements Admission {}
}
