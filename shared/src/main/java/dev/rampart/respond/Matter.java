package dev.rampart.respond;

import dev.rampart.change.Change;
import dev.rampart.change.Sweep;
import dev.rampart.ledger.Memory;
import dev.rampart.ledger.Notes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The matter at hand: what happened to one resource, what is known of it, and who is looking.
///
/// @param memory what the ledger knew when the lease was taken
/// @param notes what is noted from here on; it goes into the ledger with the next write
/// @param primary the change that is told of
/// @param changes all that led here
record Matter(
    Tools tools, Memory memory, Notes notes, Change primary, List<Change> changes, Run run) {
  // The chain of looks is as long as an hour at least; what waits longer is told or dead-lettered.
  private static final int ATTEMPTS = 20;
  // SQS holds a message back for at most this long.
  static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

  Matter {
    changes = List.copyOf(changes);
  }

  /// Whether a person asked to fix the debt that is open.
  boolean fixesDebt() {
    return changes.stream()
        .anyMatch(each -> each.cause() instanceof Sweep sweep && sweep.fixOpen());
  }

  /// Whether nothing happened: Rampart looks by itself, and reports in one piece.
  boolean isSweep() {
    return changes.stream().allMatch(Change::isSweep);
  }

  boolean isOwn() {
    return tools.isOwn(primary.actor());
  }

  /// Whether the hint will not be put back again: what is not done now has to be told.
  boolean isLastAttempt() {
    return isLastAttempt(primary);
  }

  static boolean isLastAttempt(Change change) {
    return change.attempt() >= ATTEMPTS;
  }

  /// What was done about a violation.
  ///
  /// @param wrote whether the account was written to, so that the resource has to be loaded again
  /// @param unsettled whether a later look has to deal with it as if it were the first
  /// @param lookAgain when that look is due
  /// @param along what else it was done about
  record Reaction(
      Outcome outcome,
      boolean wrote,
      boolean unsettled,
      Optional<Duration> lookAgain,
      List<Outcome.Finding> along) {
    Reaction {
      along = List.copyOf(along);
    }

    static Reaction settled(Outcome outcome) {
      return new Reaction(outcome, false, false, Optional.empty(), List.of());
    }

    static Reaction later(Outcome outcome, Duration delay) {
      return new Reaction(outcome, false, true, Optional.of(delay), List.of());
    }

    Reaction along(List<Outcome.Finding> others) {
      return new Reaction(outcome, wrote, unsettled, lookAgain, others);
    }
  }
}
