package dev.rampart.change;

/// What became of one message.
public sealed interface Parsed {
  /// Something to look at.
  record Hint(Change change) implements Parsed {}

  /// Understood, and nothing to do for Rampart.
  record Ignored(String why) implements Parsed {}

  /// Not understood. The message is kept for a person (dead-letter queue).
  record Malformed(String why) implements Parsed {}
}
