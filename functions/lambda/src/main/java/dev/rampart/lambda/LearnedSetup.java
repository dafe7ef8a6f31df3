package dev.rampart.lambda;

/// What was read of a function beyond what every look reads, because a guardrail asked for it.
record LearnedSetup() {
  static LearnedSetup nothing() {
    return new LearnedSetup();
  }
}
