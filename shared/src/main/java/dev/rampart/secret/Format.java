package dev.rampart.secret;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A line of `formats.tsv`, which explains the columns.
final class Format {
  private static final int COLUMNS = 6;

  /// What a match means.
  enum Verdict {
    SECRET,
    SECRET_UNLESS_PUBLIC,
    HARMLESS
  }

  private final Verdict verdict;
  private final String kind;
  private final List<String> markers;
  private final String expression;
  private final String source;
  private final String example;
  // Compiled when its marker was seen: most are never needed, and a cold start would pay for all.
  private @Nullable Pattern pattern;

  private Format(
      Verdict verdict,
      String kind,
      List<String> markers,
      String expression,
      String source,
      String example) {
    this.verdict = verdict;
    this.kind = kind;
    this.markers = markers;
    this.expression = expression;
    this.source = source;
    this.example = example;
  }

  static Format parse(String line) {
    var columns = line.split("\t", -1);
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException("a format has " + COLUMNS + " columns: " + columns[1]);
    }
    return new Format(
        Verdict.valueOf(columns[0].toUpperCase(Locale.ROOT).replace('-', '_')),
        columns[1],
        List.of(columns[2].split("\\|", -1)),
        columns[3],
        columns[4],
        columns[5].replace("¦", "").replace("\\n", "\n"));
  }

  Verdict verdict() {
    return verdict;
  }

  String kind() {
    return kind;
  }

  String source() {
    return source;
  }

  String example() {
    return example;
  }

  /// Where it may match; null where it cannot.
  @Nullable Matcher matcher(String text) {
    return markers.stream().anyMatch(text::contains) ? pattern().matcher(text) : null;
  }

  /// Whether this is all that the text is.
  boolean isAllOf(String text) {
    return markers.stream().anyMatch(text::contains) && pattern().matcher(text).matches();
  }

  // Two threads may both compile it: the same pattern.
  private Pattern pattern() {
    var known = pattern;
    if (known == null) {
      known =
          Pattern.compile(
              verdict == Verdict.HARMLESS
                  ? expression
                  : "(?:^|[^A-Za-z0-9])(?:" + expression + ")(?:[^A-Za-z0-9]|$)");
      pattern = known;
    }
    return known;
  }
}
