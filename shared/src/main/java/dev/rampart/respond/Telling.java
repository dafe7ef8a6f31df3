package dev.rampart.respond;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.rampart.alert.Alert;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.Verdict.Violation;
import dev.rampart.ledger.FixRecord;
import dev.rampart.ledger.Ledger;
import dev.rampart.ledger.Notes;
import dev.rampart.respond.Judge.Judged;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Tells people of what is open, each thing once: what was told is noted until it is repaired.
final class Telling {
  private final Matter matter;
  private final Notes notes;
  private final Writer writer;

  Telling(Matter matter) {
    this.matter = matter;
    this.notes = matter.notes();
    this.writer = new Writer(matter.tools());
  }

  /// Whether this very violation was told already, and is not to be tried again without a new
  /// change.
  boolean isSettled(Judged<?> judged) {
    var open = notes.open().get(judged.key());
    return open != null && !open.retriable() && isSame(open, judged);
  }

  /// Whether this very violation was told already, however it goes on.
  boolean isTold(Judged<?> judged) {
    var open = notes.open().get(judged.key());
    return open != null && isSame(open, judged);
  }

  /// Tells of a violation that is not fixed and notes those that are alike, which its words name.
  void unfixed(
      Judged<?> lead,
      List<? extends Judged<?>> along,
      Violation violation,
      Resource resource,
      String why,
      boolean retriable) {
    unfixed("REPORTED", lead, violation, resource, why, retriable);
    along.forEach(
        each -> {
          if (each.verdict() instanceof Violation(var detail, _)) {
            note(each, detail, why, retriable);
          }
        });
  }

  /// Tells of a violation that is not fixed, unless that was told with the same reason.
  ///
  /// @param retriable whether a later look may fix it without a new change
  void unfixed(
      String outcome,
      Judged<?> judged,
      Violation violation,
      Resource resource,
      String why,
      boolean retriable) {
    if (isNews(judged, why)) {
      send(
          writer.unfixed(
              outcome,
              judged.guardrail(),
              judged.part(),
              resource,
              violation,
              matter.primary(),
              why));
    }
    note(judged, violation.detail(), why, retriable);
  }

  /// Tells that something cannot be judged.
  void undetermined(Judged<?> judged, Resource resource, String why) {
    send(writer.undetermined(judged.guardrail(), judged.part(), resource, matter.primary(), why));
  }

  /// Tells of a contest. It is noted elsewhere.
  void contested(Judged<?> judged, Violation violation, Resource resource, String why) {
    send(
        writer.unfixed(
            "CONTESTED",
            judged.guardrail(),
            judged.part(),
            resource,
            violation,
            matter.primary(),
            why));
  }

  /// Tells how a fix ended, unless it failed as it did before.
  void ended(FixRecord fix, Alert alert) {
    var open = notes.open().get(Notes.key(fix.guardrail(), fix.part()));
    var isOldNews =
        open != null
            && !alert.outcome().equals("FIXED")
            && open.why().equals(alert.why())
            && open.digest().equals(digest(fix, fix.part()));
    if (!isOldNews) {
      send(
          alert.ending(
              alert.outcome(), alert.done(), alert.why(), alert.undo(), matter.tools().now()));
    }
  }

  /// Notes a violation as open, without telling.
  void note(Judged<?> judged, String detail, String why, boolean retriable) {
    note(judged.key(), Ledger.digest(judged.state()), detail, why, retriable);
  }

  /// Notes a violation as open after a fix that did not help.
  void note(FixRecord fix, Alert alert) {
    for (var part : fix.parts()) {
      var key = Notes.key(fix.guardrail(), part);
      note(key, digest(fix, part), alert.detail(), alert.why(), true);
    }
  }

  private static String digest(FixRecord fix, String part) {
    var before = fix.before().get(part);
    return Ledger.digest(before == null ? NullNode.getInstance() : before);
  }

  private void note(String key, String digest, String detail, String why, boolean retriable) {
    var known = notes.open().get(key);
    var since = known == null ? matter.tools().now() : known.since();
    var by = matter.primary().actor().principal();
    notes.open().put(key, new Notes.Open(since, by, digest, detail, why, retriable));
  }

  /// Closes what is repaired, and forgets what a person brought back and somebody changed since.
  ///
  /// @param judged all parts of the resource
  void closeRepaired(List<? extends Judged<?>> judged) {
    var notGood = keys(judged, each -> !each.isGood());
    // A guardrail that crashed has not seen its parts repaired.
    var blind = keys(judged, Judged::isBlind);
    Predicate<String> isSeen = key -> blind.stream().noneMatch(key::startsWith);
    notes.open().keySet().removeIf(key -> !notGood.contains(key) && isSeen.test(key));
    var still = keys(judged, this::isStillWanted);
    notes.undone().keySet().removeIf(key -> !still.contains(key) && isSeen.test(key));
  }

  // What cannot be judged may only be out of sight.
  private boolean isStillWanted(Judged<?> judged) {
    return notes.isWanted(judged.key(), judged.digest()) || !(judged.isGood() || judged.isBad());
  }

  private static Set<String> keys(List<? extends Judged<?>> judged, Predicate<Judged<?>> which) {
    return judged.stream().filter(which).map(Judged::key).collect(Collectors.toSet());
  }

  /// Whether a violation was not told yet with that reason.
  boolean isNews(Judged<?> judged, String why) {
    var open = notes.open().get(judged.key());
    return open == null || !isSame(open, judged) || !open.why().equals(why);
  }

  private static boolean isSame(Notes.Open open, Judged<?> judged) {
    return open.digest().equals(Ledger.digest(judged.state()));
  }

  private void send(Alert alert) {
    matter.tools().alerts().send(alert);
  }
}
