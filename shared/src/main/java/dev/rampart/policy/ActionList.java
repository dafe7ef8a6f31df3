package dev.rampart.policy;

import dev.rampart.policy.PublishedService.Actions;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads the text form of a catalog, which explains itself in its first lines.
///
/// By hand: it happens at a cold start, where neither regular expressions nor streams are compiled
/// yet. Strict, since a list that is out of order would find some of its actions only.
final class ActionList {
  private static final String SOURCE = "# source: ";
  private static final String PUBLISHED = " (MIT), published ";

  private final String text;

  private ActionList(String text) {
    this.text = text;
  }

  /// A catalog of the services in a text. What is wrong within a service shows when it is read.
  ///
  /// @throws IllegalArgumentException naming the line that is wrong
  static ActionCatalog parse(String text) {
    return new ActionList(text).parse();
  }

  /// The access level that a letter stands for.
  static AccessLevel level(char letter) {
    return switch (letter) {
      case 'L', 'l' -> AccessLevel.LIST;
      case 'R', 'r' -> AccessLevel.READ;
      case 'W', 'w' -> AccessLevel.WRITE;
      case 'P', 'p' -> AccessLevel.PERMISSIONS_MANAGEMENT;
      case 'T', 't' -> AccessLevel.TAGGING;
      default -> throw new IllegalArgumentException("no access level: " + letter);
    };
  }

  private ActionCatalog parse() {
    int end = endOfLine(0);
    int published = text.lastIndexOf(PUBLISHED, end);
    if (!text.startsWith(SOURCE) || published < SOURCE.length()) {
      throw wrong(0, "names no source");
    }
    var source = text.substring(SOURCE.length(), published);
    return new ActionCatalog(
        source, date(text.substring(published + PUBLISHED.length(), end)), services(end + 1));
  }

  private LocalDate date(String day) {
    try {
      return LocalDate.parse(day);
    } catch (DateTimeException e) {
      throw wrong(0, "has no date");
    }
  }

  // Looks at the lines of services only.
  private Map<String, PublishedService> services(int afterSource) {
    if (text.charAt(text.length() - 1) != '\n') {
      // A file that was cut off most likely ends within a line.
      throw wrong(text.length(), "does not end");
    }
    int at = afterSource;
    while (text.startsWith("#", at)) {
      at = endOfLine(at) + 1;
    }
    if (at == text.length()) {
      throw wrong(at, "should be a service");
    }
    var services = new LinkedHashMap<String, PublishedService>();
    var previous = "";
    while (at < text.length()) {
      var prefix = prefix(at);
      if (prefix.compareTo(previous) <= 0) {
        throw wrong(at, "is out of order");
      }
      int start = endOfLine(at) + 1;
      int end = nextService(start);
      services.put(prefix, new PublishedService(prefix, this, start, end));
      previous = prefix;
      at = end;
    }
    return services;
  }

  private String prefix(int start) {
    int end = endOfLine(start) - 1;
    if (text.charAt(start) != '[' || text.charAt(end) != ']' || !isName(start + 1, end, false)) {
      throw wrong(start, "is no service");
    }
    return text.substring(start + 1, end);
  }

  private int nextService(int from) {
    int at = text.indexOf('[', from);
    while (at >= 0 && text.charAt(at - 1) != '\n') {
      at = text.indexOf('[', at + 1);
    }
    return at < 0 ? text.length() : at;
  }

  /// Reads the lines of one service.
  ///
  /// @throws IllegalArgumentException naming the line that is wrong
  Actions actions(int start, int end) {
    var names = new ArrayList<String>();
    var letters = new byte[64];
    for (int at = start; at < end; at = endOfLine(at) + 1) {
      if (text.charAt(at) == '#') {
        continue;
      }
      var name = name(at);
      if (!names.isEmpty() && name.compareToIgnoreCase(names.getLast()) <= 0) {
        throw wrong(at, "is out of order");
      }
      if (names.size() == letters.length) {
        letters = Arrays.copyOf(letters, 2 * letters.length);
      }
      letters[names.size()] = (byte) text.charAt(at);
      names.add(name);
    }
    if (names.isEmpty()) {
      throw wrong(start, "should be an action");
    }
    return new Actions(names.toArray(String[]::new), Arrays.copyOf(letters, names.size()));
  }

  private String name(int start) {
    int end = endOfLine(start);
    if (end - start < 3
        || "LlRrWwPpTt".indexOf(text.charAt(start)) < 0
        || text.charAt(start + 1) != ' '
        || !isName(start + 2, end, true)) {
      throw wrong(start, "is no action");
    }
    return text.substring(start + 2, end);
  }

  private boolean isName(int start, int end, boolean capitals) {
    for (int i = start; i < end; i++) {
      char each = text.charAt(i);
      boolean fits =
          (each >= 'a' && each <= 'z')
              || (each >= '0' && each <= '9')
              || each == '-'
              || (capitals && each >= 'A' && each <= 'Z');
      if (!fits) {
        return false;
      }
    }
    return start < end;
  }

  private int endOfLine(int start) {
    int end = text.indexOf('\n', start);
    if (end < 0) {
      throw wrong(start, "does not end");
    }
    return end;
  }

  private IllegalArgumentException wrong(int at, String what) {
    long line = 1 + text.substring(0, at).chars().filter(each -> each == '\n').count();
    return new IllegalArgumentException("line " + line + " of the list of actions " + what);
  }
}
