package dev.rampart.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// When AWS stops looking after a runtime, by a table that `local/tools/runtimes.py` writes from
/// the page https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html.
final class Runtimes {
  private static final String TABLE = "runtimes.txt";
  private static final String NEVER = "-";
  // The days of the table begin at midnight there, as that page says.
  private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");
  private static final Map<String, Ends> ENDS = read();

  private Runtimes() {}

  /// The days on which things end for a runtime. An empty one is not known yet.
  ///
  /// @param support from then on there are no security updates
  /// @param creation from then on no function can be created with it
  /// @param updates from then on no function with it can be changed
  record Ends(
      Optional<LocalDate> support, Optional<LocalDate> creation, Optional<LocalDate> updates) {
    /// Whether there are no security updates any more.
    boolean isUnsupported(Instant at) {
      return isPast(support, at);
    }

    /// Whether a function with it can still be changed.
    boolean isFrozen(Instant at) {
      return isPast(updates, at);
    }

    private static boolean isPast(Optional<LocalDate> day, Instant at) {
      return day.isPresent() && !at.atZone(PACIFIC).toLocalDate().isBefore(day.get());
    }
  }

  /// What is known of a runtime: nothing of one that is newer than the table.
  static Optional<Ends> find(String identifier) {
    return Optional.ofNullable(ENDS.get(identifier));
  }

  private static Map<String, Ends> read() {
    try (InputStream table = Objects.requireNonNull(Runtimes.class.getResourceAsStream(TABLE))) {
      var ends = new TreeMap<String, Ends>();
      new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" ", -1))
          .forEach(
              words -> ends.put(words[0], new Ends(day(words[1]), day(words[2]), day(words[3]))));
      return ends;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + TABLE, e);
    }
  }

  private static Optional<LocalDate> day(String word) {
    return word.equals(NEVER) ? Optional.empty() : Optional.of(LocalDate.parse(word));
  }
}
