package dev.rampart.respond;

import java.time.Duration;

/// What became of a look, or of one violation that it found.
public sealed interface Outcome {
  /// A violation, in short.
  ///
  /// @param part the key of the part
  /// @param detail what is wrong, a lower-case clause
  record Finding(String guardrail, String part, String detail) {}

  /// All parts are as they should be.
  record Clean() implements Outcome {}

  /// The resource is not there (any more).
  record Gone() implements Outcome {}

  /// Too early to judge, or somebody else is at it: put back into the queue.
  record Deferred(String why, Duration lookAgain) implements Outcome {}

  /// Wrong since before Rampart looked, or known already.
  record Debt(Finding finding) implements Outcome {}

  /// Wrong, and the owner said to leave it.
  record Exempt(Finding finding, String why) implements Outcome {}

  /// Wrong again and again: Rampart backs off for a while.
  record Contested(Finding finding, String why) implements Outcome {}

  /// Wrong, told, and left to a person.
  record Reported(Finding finding, String why) implements Outcome {}

  /// Put right and proved.
  record Fixed(Finding finding, String fix) implements Outcome {}

  /// The second half of a fix, which a person asked for, is made and proved.
  record Finished(Finding finding, String fix) implements Outcome {}

  /// Fixed as planned, but the violation is still there or something else broke.
  record NotHeld(Finding finding, String fix, String why) implements Outcome {}

  /// The fix could not be made; what was begun is undone.
  record Failed(Finding finding, String fix, String why) implements Outcome {}

  /// The word for logs, metrics and alerts.
  default String word() {
    return switch (this) {
      case Clean _ -> "CLEAN";
      case Gone _ -> "GONE";
      case Deferred _ -> "DEFERRED";
      case Debt _ -> "DEBT";
      case Exempt _ -> "EXEMPT";
      case Contested _ -> "CONTESTED";
      case Reported _ -> "REPORTED";
      case Fixed _ -> "FIXED";
      case Finished _ -> "FINISHED";
      case NotHeld _ -> "NOT_HELD";
      case Failed _ -> "FAILED";
    };
  }

  /// The violation it is about; an empty one where there is none.
  default Finding found() {
    return switch (this) {
      case Clean _, Gone _, Deferred _ -> new Finding("", "", "");
      case Debt(var finding) -> finding;
      case Exempt(var finding, _) -> finding;
      case Contested(var finding, _) -> finding;
      case Reported(var finding, _) -> finding;
      case Fixed(var finding, _) -> finding;
      case Finished(var finding, _) -> finding;
      case NotHeld(var finding, _, _) -> finding;
      case Failed(var finding, _, _) -> finding;
    };
  }

  /// Why it is not fixed, empty if there is nothing to say.
  default String reason() {
    return switch (this) {
      case Clean _, Gone _, Debt _, Fixed _, Finished _ -> "";
      case Deferred(var why, _) -> why;
      case Exempt(_, var why) -> why;
      case Contested(_, var why) -> why;
      case Reported(_, var why) -> why;
      case NotHeld(_, _, var why) -> why;
      case Failed(_, _, var why) -> why;
    };
  }

  /// The id of the fix, empty if none was made.
  default String fixId() {
    return switch (this) {
      case Fixed(_, var fix) -> fix;
      case Finished(_, var fix) -> fix;
      case NotHeld(_, var fix, _) -> fix;
      case Failed(_, var fix, _) -> fix;
      case Clean _, Gone _, Deferred _, Debt _, Exempt _, Contested _, Reported _ -> "";
    };
  }
}
