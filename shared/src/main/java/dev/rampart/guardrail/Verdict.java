package dev.rampart.guardrail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a guardrail says about a part.
public sealed interface Verdict {
  /// Nothing wrong.
  record Compliant() implements Verdict {}

  /// Cannot be judged with what can be known; a person is told, nothing is written.
  ///
  /// @param why a lower-case clause
  record Undetermined(String why) implements Verdict {}

  /// Something is wrong.
  ///
  /// @param detail a lower-case clause that follows "resource:"
  /// @param ladder ways to put it right, the best first; the first that the owner consents to is
  ///   taken
  record Violation(String detail, List<Remedy> ladder) implements Verdict {
    public Violation {
      ladder = List.copyOf(ladder);
    }
  }

  /// More has to be read before this can be judged.
  record Asks(Set<Fact> facts) implements Verdict {
    public Asks {
      facts = Set.copyOf(facts);
    }
  }

  /// Too early: look again later.
  record NotYet(String why, Duration lookAgain) implements Verdict {}

  static Verdict compliant() {
    return new Compliant();
  }

  static Verdict undetermined(String why) {
    return new Undetermined(why);
  }

  static Verdict asks(Fact... facts) {
    return new Asks(Set.of(facts));
  }

  static Verdict notYet(String why, Duration lookAgain) {
    return new NotYet(why, lookAgain);
  }

  /// Begins a violation; add the rungs of the ladder, then [Finding#verdict].
  static Finding violation(String detail) {
    return new Finding(detail);
  }

  /// A violation in the making.
  final class Finding {
    private final String detail;
    private final List<Remedy> ladder = new ArrayList<>();

    private Finding(String detail) {
      this.detail = detail;
    }

    /// Adds a fix of one call.
    ///
    /// @param plan an imperative clause that reads after "would"
    public Finding fixedBy(String plan, Effect effect, Call apply, Call undo) {
      return fixedBy(plan, List.of(new Step(effect, apply, undo)));
    }

    /// Adds a fix of several calls, applied in order and undone in reverse.
    public Finding fixedBy(String plan, List<Step> steps) {
      return fixedBy(plan, steps, Remedy.Finish.nothing());
    }

    /// Adds a fix in two halves: what Rampart does at once, and what it does when a person says so.
    public Finding fixedBy(String plan, List<Step> steps, Remedy.Finish finish) {
      ladder.add(new Remedy.Fix(plan, steps, finish));
      return this;
    }

    /// Whether Rampart knows a way by itself so far.
    public boolean hasFix() {
      return ladder.stream().anyMatch(Remedy.Fix.class::isInstance);
    }

    /// Adds what a person has to decide.
    ///
    /// @param because why Rampart does not do it
    /// @param commands what that person may run
    public Finding leftToAPerson(String because, Call... commands) {
      ladder.add(new Remedy.ByHand(because, List.of(commands)));
      return this;
    }

    /// The finished violation.
    ///
    /// @throws IllegalStateException without a single rung
    public Verdict verdict() {
      if (ladder.isEmpty()) {
        throw new IllegalStateException("a violation says how it is fixed, or why a person has to");
      }
      return new Violation(detail, ladder);
    }
  }
}
