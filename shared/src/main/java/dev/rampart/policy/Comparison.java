package dev.rampart.policy;

/// Whether a policy grants nothing that another does not.
public sealed interface Comparison {
  /// It grants nothing more, proved.
  record Within() implements Comparison {}

  /// It grants more, proved by an example that one policy allows and the other does not.
  ///
  /// @param statement which statement grants it: `statement 2`
  record Beyond(String statement, String action, String resource) implements Comparison {}

  /// Neither is proved. Who has to be sure takes this for a no.
  record Unproved(String why) implements Comparison {}

  /// Whether it is certain that nothing more is granted.
  default boolean isWithin() {
    return this instanceof Within;
  }
}
