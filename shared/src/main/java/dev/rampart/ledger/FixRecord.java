package dev.rampart.ledger;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// One fix, from the plan to the alert: everything needed to resume it, to undo it and to tell of
/// it.
///
/// @param id its name everywhere
/// @param undoes the id of the fix that this one undoes, empty for an ordinary one
/// @param finishes the id of the fix that this one finishes, or whose finish it undoes; empty for
///   all others
/// @param resource the resource's key
/// @param guardrail the guardrail whose violation it fixes
/// @param part the key of the part that the alert is about
/// @param along the keys of the parts that are fixed along with it
/// @param status how far it got
/// @param steps the calls, each with its undo and, once made, its answer
/// @param before the parts before the fix; what was not there is left out
/// @param good the parts of the resource that were good before the fix, with a digest of each; the
///   fix may make none of them bad
/// @param after the parts after the fix, for telling drift; what is gone or not proved yet is left
///   out
/// @param applied how many steps were begun
/// @param looks how many times the result was looked at
/// @param alert the alert as far as it is written
/// @param finish what is left to do when a person says so
public record FixRecord(
    String id,
    String undoes,
    String finishes,
    String resource,
    String guardrail,
    String part,
    List<String> along,
    Status status,
    Instant at,
    List<StepRecord> steps,
    Map<String, JsonNode> before,
    Map<String, String> good,
    Map<String, JsonNode> after,
    int applied,
    int looks,
    JsonNode alert,
    FinishRecord finish) {
  /// How the ids of undos begin.
  public static final String UNDO = "undo-";

  /// How far a fix got. Each is stored before the next begins.
  public enum Status {
    /// Before-state and undo are stored; nothing was written to the account.
    PLANNED,
    /// Steps are being made; `applied` says which.
    APPLYING,
    /// All steps were made; the proof is outstanding.
    APPLIED,
    /// A step failed, or the fix broke something else: the first `applied` steps are being undone.
    ROLLING_BACK,
    /// Proved.
    HELD,
    /// Made, but looking again still shows the violation.
    NOT_HELD,
    /// A step failed or the fix broke something else; what was done is undone.
    ROLLED_BACK,
    /// Neither done nor undone: a person has to look.
    STUCK,
    /// Done with, and told.
    ALERTED;

    /// Whether the fix still needs Rampart.
    public boolean isUnfinished() {
      return switch (this) {
        case PLANNED, APPLYING, APPLIED, ROLLING_BACK, HELD, NOT_HELD, ROLLED_BACK, STUCK -> true;
        case ALERTED -> false;
      };
    }
  }

  /// One step as stored.
  ///
  /// @param answer what the service answered, null before
  public record StepRecord(String effect, JsonNode apply, JsonNode undo, JsonNode answer) {}

  /// The second half of a fix as stored.
  ///
  /// @param plan an imperative clause
  /// @param after what has to be so before
  public record FinishRecord(String plan, String after, List<StepRecord> steps) {
    public FinishRecord {
      steps = List.copyOf(steps);
    }

    /// The finish of a fix that leaves nothing to do.
    public static FinishRecord nothing() {
      return new FinishRecord("", "", List.of());
    }

    @JsonIgnore
    public boolean isNothing() {
      return steps.isEmpty();
    }
  }

  public FixRecord {
    // What was stored before there were finishes lacks these.
    finishes = Objects.requireNonNullElse(finishes, "");
    finish = Objects.requireNonNullElseGet(finish, FinishRecord::nothing);
    along = List.copyOf(along);
    steps = List.copyOf(steps);
    before = Map.copyOf(before);
    good = Map.copyOf(good);
    after = Map.copyOf(after);
  }

  /// The keys of all parts that it fixes.
  public List<String> parts() {
    var parts = new ArrayList<String>();
    parts.add(part);
    parts.addAll(along);
    return parts;
  }

  /// The keys under which notes on all its parts are kept.
  public List<String> keys() {
    return parts().stream().map(each -> Notes.key(guardrail, each)).toList();
  }

  /// A part in short, for telling whether it became another.
  public static String digest(JsonNode part) {
    return Blob.digest(part);
  }

  public FixRecord with(Status next) {
    return copy(next, steps, after, applied, looks, alert);
  }

  public FixRecord beginning(int step) {
    return copy(Status.APPLYING, steps, after, step + 1, looks, alert);
  }

  /// About to be taken back.
  ///
  /// @param made how many steps were made or may have been
  public FixRecord rollingBack(int made, JsonNode words) {
    return copy(Status.ROLLING_BACK, steps, after, made, looks, words);
  }

  public FixRecord answered(int step, JsonNode answer) {
    var next = new ArrayList<>(steps);
    var old = steps.get(step);
    next.set(step, new StepRecord(old.effect(), old.apply(), old.undo(), answer));
    return copy(status, next, after, applied, looks, alert);
  }

  public FixRecord leaving(Map<String, JsonNode> parts) {
    return copy(status, steps, parts, applied, looks, alert);
  }

  public FixRecord lookedAt() {
    return copy(status, steps, after, applied, looks + 1, alert);
  }

  public FixRecord telling(JsonNode words) {
    return copy(status, steps, after, applied, looks, words);
  }

  private FixRecord copy(
      Status newStatus,
      List<StepRecord> newSteps,
      Map<String, JsonNode> newAfter,
      int newApplied,
      int newLooks,
      JsonNode newAlert) {
    return new FixRecord(
        id,
        undoes,
        finishes,
        resource,
        guardrail,
        part,
        along,
        newStatus,
        at,
        newSteps,
        before,
        good,
        newAfter,
        newApplied,
        newLooks,
        newAlert,
        finish);
  }

  /// All steps that may need an answer to one of this fix.
  @JsonIgnore
  public List<StepRecord> stepsToCome() {
    return Stream.concat(steps.stream(), finish.steps().stream()).toList();
  }

  /// Whether a person asked for it.
  @JsonIgnore
  public boolean isAskedFor() {
    return isUndo() || isFinish();
  }

  /// Whether it takes a fix back, or an undo.
  @JsonIgnore
  public boolean isUndo() {
    return !undoes.isEmpty();
  }

  /// Whether it is the second half of a fix.
  @JsonIgnore
  public boolean isFinish() {
    return !finishes.isEmpty() && undoes.isEmpty();
  }

  /// Whether the parts are to be left alone afterwards: they are as bad again as before the fix.
  @JsonIgnore
  public boolean isSparing() {
    return isTakingBack() && finishes.isEmpty();
  }

  /// Whether it brings back the state before a fix, as opposed to making the fix again.
  @JsonIgnore
  public boolean isTakingBack() {
    return id.startsWith(UNDO);
  }
}
