package dev.rampart.guardrail;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is known of one part's past.
///
/// @param good versions of this part that were seen and judged good, the newest first
/// @param birth how the part came to be
/// @param debtCounts whether somebody asked to put old debt right too
/// @param <P> the part
public record Past<P>(List<Good<P>> good, Birth birth, boolean debtCounts) {
  public Past {
    good = List.copyOf(good);
  }

  /// A past of which only what a change broke is put right.
  public Past(List<Good<P>> good, Birth birth) {
    this(good, birth, false);
  }

  /// A version that was good.
  ///
  /// @param at when it was first seen
  /// @param by who had made the change that led to that look, if known
  public record Good<P>(P part, Instant at, String by) {}

  /// How a part came to be.
  public enum Birth {
    /// The ledger was not asked yet.
    UNREAD,
    /// An earlier look saw the part, good or bad.
    KNOWN,
    /// Proved new: an earlier look saw the resource without it, or CloudTrail shows the resource
    /// being created by this change.
    NEW,
    /// Nobody looked before.
    UNKNOWN
  }

  /// The past before the ledger was read.
  public static <P> Past<P> unread() {
    return new Past<>(List.of(), Birth.UNREAD);
  }

  /// The newest good version.
  public Optional<P> lastGood() {
    return good.stream().findFirst().map(Good::part);
  }

  /// Whether this very version was judged good before, by an earlier rule or among other things
  /// than now: then there is no change of it to take back.
  public boolean wasGood(P part) {
    return good.stream().anyMatch(each -> each.part().equals(part));
  }

  public boolean isUnread() {
    return birth == Birth.UNREAD;
  }

  public boolean isNew() {
    return birth == Birth.NEW;
  }

  /// Whether a bad state is more than told of: worth reads that only a fix needs.
  public boolean callsForAFix() {
    return debtCounts || provesRegression();
  }

  /// Whether a bad state of the part is a change for the worse, and not old debt.
  public boolean provesRegression() {
    return !good.isEmpty() || isNew();
  }
}
