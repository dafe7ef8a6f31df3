package dev.rampart.local.demo;

import dev.rampart.local.aws.Clients;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A person breaks something, and what must be true afterwards.
///
/// @param deed what the person does, in words
/// @param outcome what Rampart must make of it
/// @param unsaid what no alert and no log may say, empty if all may be said
/// @param right what another client must read in the end, in words
/// @param does the calls
/// @param isRight reads it
public record Act(
    String guardrail,
    String deed,
    String outcome,
    String unsaid,
    String right,
    Consumer<Clients> does,
    Predicate<Clients> isRight) {
  /// One that Rampart puts right.
  public Act(
      String guardrail,
      String deed,
      String right,
      Consumer<Clients> does,
      Predicate<Clients> isRight) {
    this(guardrail, deed, "FIXED", "", right, does, isRight);
  }
}
