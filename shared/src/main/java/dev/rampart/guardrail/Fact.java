package dev.rampart.guardrail;

/// A costly read that a guardrail may ask for once it needs it. Each domain has an enum of its own.
public interface Fact {
  /// The enum constant's name, for logs.
  String name();

  /// What is known of the part's past; the engine has it.
  enum History implements Fact {
    PAST
  }
}
