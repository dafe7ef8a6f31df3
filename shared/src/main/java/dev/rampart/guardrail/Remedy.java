package dev.rampart.guardrail;

import java.util.List;

/// A way to put a violation right.
public sealed interface Remedy {
  /// Rampart can do it.
  ///
  /// @param plan an imperative clause that reads after "would" and after "Done:"
  /// @param steps at least one; applied in order, undone in reverse
  /// @param finish what is left to do when a person says so, [Finish#nothing] for most
  record Fix(String plan, List<Step> steps, Finish finish) implements Remedy {
    public Fix {
      steps = List.copyOf(steps);
      if (steps.isEmpty()) {
        throw new IllegalArgumentException("a fix without steps");
      }
    }

    /// A fix that leaves nothing to do.
    public Fix(String plan, List<Step> steps) {
      this(plan, steps, Finish.nothing());
    }
  }

  /// The second half of a fix whose first half keeps everything working. A person asks for it once
  /// what depends on the old state is changed, and it can be undone by itself.
  ///
  /// A late value of its steps may be of an answer to a step of the fix. The last step is to change
  /// the part, or take it away: that is how it is told whether the finish was made.
  ///
  /// @param plan an imperative clause that reads after "would"
  /// @param after what has to be so before, a lower-case clause that follows "once"
  /// @param steps applied in order, undone in reverse
  record Finish(String plan, String after, List<Step> steps) {
    private static final Finish NOTHING = new Finish("", "", List.of());

    public Finish {
      steps = List.copyOf(steps);
    }

    /// The finish of a fix that leaves nothing to do.
    public static Finish nothing() {
      return NOTHING;
    }

    public boolean isNothing() {
      return steps.isEmpty();
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
