package dev.rampart.local.function;

import java.util.List;

/// How one invocation ended, and what the function logged meanwhile.
public sealed interface Invocation {
  List<String> log();

  /// The function answered.
  record Returned(String payload, List<String> log) implements Invocation {}

  /// The function threw; `payload` is the error as the runtime reports it.
  record Threw(String type, String payload, List<String> log) implements Invocation {}

  /// The function ran out of time and was killed.
  record TimedOut(String message, List<String> log) implements Invocation {}

  /// The process ended in the middle; what it did until then stays done.
  record Crashed(String message, List<String> log) implements Invocation {}

  default boolean returned() {
    return this instanceof Returned;
  }

  /// In words, for people.
  default String summary() {
    return switch (this) {
      case Returned(String payload, List<String> _) -> payload;
      case Threw(String type, String payload, List<String> _) -> type + ": " + payload;
      case TimedOut(String message, List<String> _) -> message;
      case Crashed(String message, List<String> _) -> message;
    };
  }
}
