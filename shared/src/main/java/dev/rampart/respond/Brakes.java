package dev.rampart.respond;

import dev.rampart.guardrail.Severity;
import dev.rampart.ledger.Fixes.Limit;
import dev.rampart.ledger.Notes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What keeps Rampart from fixing without end.
final class Brakes {
  private static final Duration CONTEST_WINDOW = Duration.ofMinutes(15);
  private static final int CONTESTED_AFTER = 2;
  private static final List<Duration> BACK_OFF =
      List.of(Duration.ofMinutes(15), Duration.ofMinutes(30), Duration.ofMinutes(60));
  // Of the hour's fixes, those that only critical violations may use: one in five.
  private static final int RESERVE = 5;

  private final Tools tools;
  private final Notes notes;

  Brakes(Tools tools, Notes notes) {
    this.tools = tools;
    this.notes = notes;
  }

  /// The contest that the part is in, if it is in one.
  Optional<Notes.Contest> contest(String key) {
    var now = tools.now();
    var known = notes.contests().get(key);
    if (known != null && known.until().isAfter(now)) {
      return Optional.of(known);
    }
    if (notes.fixesSince(key, now.minus(CONTEST_WINDOW)) < CONTESTED_AFTER) {
      return Optional.empty();
    }
    var round = known == null ? 0 : Math.min(known.round() + 1, BACK_OFF.size() - 1);
    return Optional.of(new Notes.Contest(now.plus(BACK_OFF.get(round)), round));
  }

  /// The limit that a fix of this severity counts against.
  Limit limit(Severity severity) {
    var all = tools.maxFixesPerHour();
    return new Limit(tools.function(), severity == Severity.CRITICAL ? all : all - all / RESERVE);
  }
}
