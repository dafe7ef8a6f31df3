package dev.rampart.secret;

import com.google.re2j.Matcher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lines of `formats.tsv`.
final class Formats {
  static final Formats INSTANCE = new Formats(Lines.of("formats.tsv"));

  // So many placeholders in the form of one provider's keys, and still a key after them?
  private static final int MOST_MATCHES = 64;

  // Every format is longer.
  private static final int SHORTEST = 14;

  private final List<Format> all;
  private final List<Format> secret;
  private final List<Format> harmless;

  private Formats(List<String> lines) {
    // The first line names the columns.
    all = lines.stream().skip(1).map(Format::parse).toList();
    secret = all.stream().filter(each -> each.verdict() != Format.Verdict.HARMLESS).toList();
    harmless = all.stream().filter(each -> each.verdict() == Format.Verdict.HARMLESS).toList();
  }

  List<Format> all() {
    return all;
  }

  /// Whether a value is nothing but what only looks like a secret.
  boolean isHarmless(String value) {
    return harmless.stream().anyMatch(each -> each.isAllOf(value));
  }

  /// What stands in a text, in the words of an alert.
  ///
  /// @param shown whether browsers get it
  @Nullable String find(String text, boolean shown) {
    if (text.length() < SHORTEST) {
      return null;
    }
    for (var format : secret) {
      if (format.verdict() == Format.Verdict.SECRET_UNLESS_PUBLIC && shown) {
        continue;
      }
      var matcher = format.matcher(text);
      if (matcher != null && findsOne(matcher)) {
        return format.kind();
      }
    }
    return null;
  }

  private boolean findsOne(Matcher matcher) {
    for (int i = 0; i < MOST_MATCHES && matcher.find(); i++) {
      var found = own(matcher);
      if (!Shape.isPlaceholder(found) && !isHarmless(found)) {
        return true;
      }
    }
    return false;
  }

  // The group that narrows the match, or the match without what stands before and after it.
  private static String own(Matcher matcher) {
    for (int i = 1; i <= matcher.groupCount(); i++) {
      var group = matcher.group(i);
      if (group != null) {
        return group;
      }
    }
    return Shape.trimmed(matcher.group());
  }
}
