package dev.rampart.ledger;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.rampart.ledger.FixRecord.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What is written about the violations of one resource. Only the holder of the lease changes it.
///
/// @param open what is wrong right now, by part
/// @param fixes when which part was fixed, of the last day
/// @param contests parts that somebody breaks again and again
/// @param spared parts that an undo exempted, until when
/// @param finished the fixes that are finished, each with the id of its finish
/// @param undone parts that an undo brought back, each with a digest of how: as long as nobody
///   changes them, a person wants them so
public record Notes(
    Map<String, Open> open,
    List<Fixed> fixes,
    Map<String, Contest> contests,
    Map<String, Instant> spared,
    Map<String, String> finished,
    Map<String, String> undone) {
  private static final Duration MEMORY = Duration.ofDays(1);

  /// A violation that is open.
  ///
  /// @param digest of the bad part, to tell the same violation from a new one
  /// @param why why it was not fixed
  /// @param retriable whether a later look may fix it without a new change
  public record Open(
      Instant since, String by, String digest, String detail, String why, boolean retriable) {}

  /// A fix that was made.
  public record Fixed(String part, Instant at, String fix) {}

  /// A part under dispute: it is left alone until then, and for longer each time.
  public record Contest(Instant until, int round) {}

  public Notes {
    open = new LinkedHashMap<>(open);
    fixes = new ArrayList<>(fixes);
    contests = new LinkedHashMap<>(contests);
    spared = new LinkedHashMap<>(spared);
    // Older notes lack these.
    finished = new LinkedHashMap<>(Objects.requireNonNullElse(finished, Map.of()));
    undone = new LinkedHashMap<>(Objects.requireNonNullElse(undone, Map.of()));
  }

  /// Nothing noted yet.
  public static Notes none() {
    return new Notes(Map.of(), List.of(), Map.of(), Map.of(), Map.of(), Map.of());
  }

  /// The name of a part across guardrails.
  public static String key(String guardrail, String part) {
    return guardrail + " " + part;
  }

  /// How many fixes the part has had since then.
  public long fixesSince(String part, Instant since) {
    return fixes.stream()
        .filter(each -> each.part().equals(part) && each.at().isAfter(since))
        .count();
  }

  /// Until when an undo spares the part, if it does.
  public Optional<Instant> sparedUntil(String part, Instant now) {
    return Optional.ofNullable(spared.get(part)).filter(now::isBefore);
  }

  /// Notes that a person wants these states of a fix's parts: for a while the parts are spared
  /// whatever becomes of them, and then for as long as they stay so.
  public void spare(FixRecord undo, Instant until) {
    for (var part : undo.parts()) {
      var state = undo.after().get(part);
      spared.put(key(undo.guardrail(), part), until);
      if (state != null) {
        undone.put(key(undo.guardrail(), part), Ledger.digest(state));
      }
    }
  }

  /// Notes that nobody wants the parts of a fix to be left alone any more.
  public void spareNoMore(FixRecord fix) {
    fix.keys().forEach(spared::remove);
    fix.keys().forEach(undone::remove);
  }

  /// Whether a person wants a part as it is.
  ///
  /// @param digest of the part now
  public boolean isWanted(String part, String digest) {
    return digest.equals(undone.get(part));
  }

  /// Notes that the resource is gone, and with it all that was to be said of its parts.
  public void gone() {
    open.clear();
    undone.clear();
  }

  /// Whether a look that finds all good has nothing to change here.
  @JsonIgnore
  public boolean isAtRest() {
    return open.isEmpty() && undone.isEmpty();
  }

  /// Notes that a finish was made, or that it was taken back.
  public void finished(FixRecord ended) {
    var isMade = ended.status() == Status.HELD || ended.status() == Status.NOT_HELD;
    if (ended.finishes().isEmpty() || !isMade) {
      return;
    }
    if (!ended.isTakingBack()) {
      finished.put(ended.finishes(), ended.id());
    } else if (ended.status() == Status.HELD) {
      finished.remove(ended.finishes());
    }
  }

  /// Whether somebody breaks the part again and again at that time.
  public boolean isContested(String part, Instant now) {
    var contest = contests.get(part);
    return contest != null && now.isBefore(contest.until());
  }

  /// Drops what is too old to matter.
  public void forget(Instant now) {
    fixes.removeIf(each -> each.at().isBefore(now.minus(MEMORY)));
    contests.values().removeIf(each -> each.until().isBefore(now.minus(MEMORY)));
    spared.values().removeIf(until -> until.isBefore(now));
  }

  @JsonIgnore
  public boolean isEmpty() {
    return open.isEmpty()
        && fixes.isEmpty()
        && contests.isEmpty()
        && spared.isEmpty()
        && finished.isEmpty()
        && undone.isEmpty();
  }
}
