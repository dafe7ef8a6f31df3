package dev.rampart.guardrail;

import java.util.List;

/// A way to put a violation right.
public sealed interface Remedy {
  /// Rampart can do it.
  ///
  /// @param plan an imperative clause that reads after "would" and after "Done:"
  /// @param steps at least one; applied in order, undone in reverse
  record Fix(String plan, List<Step> steps) implements Remedy {
    public Fix {
      steps = List.copyOf(steps);
      if (steps.isEmpty()) {
        throw new IllegalArgumentException("a fix without steps");
      }
    }
  }

  /// A person has to.
  ///
  /// @param because a lower-case clause
  /// @param commands what the person may run
  record ByHand(String because, List<Call> commands) implements Remedy {
    public ByHand {
      commands = List.copyOf(commands);
    }
  }
}
