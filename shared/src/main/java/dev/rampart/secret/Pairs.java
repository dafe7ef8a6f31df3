package dev.rampart.secret;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/// Names and values within a text: settings, connection strings, queries, markup.
final class Pairs {
  /// A name and its value.
  record Pair(String name, String value) {}

  private static final Pattern NAME =
      Pattern.compile(
          "[A-Za-z\\x{80}-\\x{ffff}_@/.:][A-Za-z\\x{80}-\\x{ffff}0-9_.@/:-]*(?:"
              + " [A-Za-z\\x{80}-\\x{ffff}0-9_]+)?");
  private static final Pattern START = Pattern.compile("^(?:export +|set +|- +|-D|--?)");
  private static final Pattern ELEMENT = Pattern.compile("<([\\w:.-]+)(?:\\s[^<>]*)?>([^<>]+)</");
  private static final Pattern NAMED =
      Pattern.compile("(?:key|name)=\"([^\"]+)\"\\s+value=\"([^\"]+)\"");
  // In the middle of anything: name = value, name: value, "name": "value", name => 'value'.
  private static final Pattern LOOSE =
      Pattern.compile(
          "([A-Za-z\\x{80}-\\x{ffff}_][A-Za-z\\x{80}-\\x{ffff}0-9_.-]+)[\"']?"
              + "[\\x20\\t]{0,3}(?:=>|[=:])[\\x20\\t]{0,3}"
              + "(?:\"([^\"\\n]+)\"|'([^'\\n]+)'|([^\\s\"',;&<>(){}]{4,}))");
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "([A-Za-z_][\\w.-]+)=(\"[^\"\\n]+\"|'[^'\\n]+')"
              + "|(?:^|\\s)(?:-D|--?)([a-z][\\w.-]+)=([\\w!.+*-]{5,})"
              + "|(?:^|\\s)([A-Z][A-Z0-9_]+)=([\\w!.+*-]{5,})");
  private static final Pattern OPTION =
      Pattern.compile("(?:^|\\s)--?([A-Za-z][\\w-]+)\\s+[\"']?([^\\s\"'-]\\S{3,})");
  private static final Pattern USER_OPTION =
      Pattern.compile("(?:^|\\s)(?:-u|--user|--proxy-user|-U)[ =]?[\"']?[\\w.@-]+:([^\\s\"']{3,})");
  private static final Pattern QUERY = Pattern.compile("[?&#]([A-Za-z_][\\w.-]*)=([^&#\\s\"'<>]+)");

  private Pairs() {}

  /// The pairs that a text consists of for the most part; none if it is something else.
  static List<Pair> all(String text) {
    for (var separator : List.of("\n", ";", "&", ",", " ")) {
      var found = separated(text, separator);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private static List<Pair> separated(String text, String separator) {
    if (!text.contains(separator)) {
      return separator.equals(" ") && text.indexOf('\n') < 0 ? pair(text, false) : List.of();
    }
    var found = new ArrayList<Pair>();
    int pieces = 0;
    for (var piece : text.split(separator, -1)) {
      var line = piece.strip();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith("[")) {
        continue;
      }
      pieces++;
      found.addAll(pair(line, separator.equals("\n")));
    }
    return found.size() * 2 >= pieces ? found : List.of();
  }

  private static List<Pair> pair(String text, boolean colons) {
    int at = text.indexOf('=');
    int colon = colons ? text.indexOf(": ") : -1;
    int end = colon >= 0 && (at < 0 || colon < at) ? colon : at;
    if (colons && text.endsWith(":")) {
      return List.of(new Pair(text, ""));
    }
    if (end < 1 || text.startsWith("=", end + 1)) {
      return List.of();
    }
    var name = START.matcher(Text.bare(text.substring(0, end))).replaceFirst("").strip();
    var value = text.substring(end + 1).strip();
    return NAME.matches(name) ? List.of(new Pair(name, value)) : List.of();
  }

  /// The parameters of an address.
  static List<Pair> query(String address) {
    var found = new ArrayList<Pair>();
    var matcher = QUERY.matcher(address);
    while (matcher.find()) {
      found.add(new Pair(matcher.group(1), matcher.group(2)));
    }
    return found;
  }

  /// The elements of markup that contain text only, or a name and a value.
  static List<Pair> elements(String text) {
    var found = new ArrayList<Pair>();
    var attributes = text.indexOf('<') < 0 ? null : NAMED.matcher(text);
    while (attributes != null && attributes.find()) {
      found.add(new Pair(attributes.group(1), attributes.group(2)));
    }
    if (text.contains("</")) {
      var matcher = ELEMENT.matcher(text);
      while (matcher.find()) {
        found.add(new Pair(matcher.group(1), matcher.group(2)));
      }
    }
    return found;
  }

  /// What is assigned, without a space, in the middle of a text: `-Dname=value`, `name="value"`.
  static List<Pair> assigned(String text) {
    var found = new ArrayList<Pair>();
    var matcher = ASSIGNED.matcher(text);
    while (matcher.find()) {
      for (int i = 1; i < matcher.groupCount(); i += 2) {
        if (matcher.group(i) != null) {
          found.add(new Pair(matcher.group(i), Text.bare(matcher.group(i + 1))));
        }
      }
    }
    return found;
  }

  /// What looks like a pair in the middle of a text; some are none.
  static List<Pair> loose(String text) {
    var found = new ArrayList<Pair>();
    var matcher = LOOSE.matcher(text);
    while (matcher.find()) {
      for (int i = 2; i <= 4; i++) {
        if (matcher.group(i) != null) {
          found.add(new Pair(matcher.group(1), matcher.group(i)));
        }
      }
    }
    var options = OPTION.matcher(text);
    while (options.find()) {
      found.add(new Pair(options.group(1), options.group(2)));
    }
    var users = USER_OPTION.matcher(text);
    while (users.find()) {
      found.add(new Pair("password", users.group(1)));
    }
    return found;
  }
}
