package dev.rampart.policy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// How far an allowing statement of an identity policy reaches, as far as its wildcards tell.
public enum Reach {
  /// Every action of every service, or all but a list.
  EVERYTHING,
  /// Every action of a service.
  SERVICE,
  /// Some of a service by a wildcard, sensitive ones among them.
  RISKY,
  /// Something less, or not on everything.
  LIMITED;

  private static final Pattern SERVICE_NAME = Pattern.compile("[A-Za-z0-9-]+");
  private static final Pattern PARTITION = Pattern.compile("[a-z*?-]+");
  private static final Pattern SERVICE_OF_ARN = Pattern.compile("[a-z0-9*?-]+");
  // Words of ARNs that are a type and not a name: "function:*" is every function, "orders/*" is one
  // bucket.
  private static final Set<String> TYPES =
      Set.of(
          "alias",
          "api",
          "bucket",
          "cluster",
          "deliverystream",
          "event-bus",
          "event-source-mapping",
          "execution",
          "function",
          "group",
          "identity",
          "identitypool",
          "instance",
          "key",
          "layer",
          "log-group",
          "parameter",
          "policy",
          "pipe",
          "repository",
          "role",
          "rule",
          "schedule",
          "secret",
          "stack",
          "statemachine",
          "stream",
          "table",
          "user",
          "userpool",
          "workgroup");

  static Reach of(Statement statement) {
    if (!statement.allows() || !isOnEverything(statement)) {
      return LIMITED;
    }
    if (statement.hasNotAction()) {
      return EVERYTHING;
    }
    var widest = LIMITED;
    for (var action : statement.actions()) {
      var reach = ofAction(action);
      // Looked up only where nothing is known to be as wide.
      if (reach == LIMITED && widest == LIMITED && isRisky(action)) {
        reach = RISKY;
      }
      if (reach.compareTo(widest) < 0) {
        widest = reach;
      }
    }
    return widest;
  }

  private static Reach ofAction(String action) {
    int run = lastRun(action);
    if (run == 0) {
      return EVERYTHING;
    }
    if (run > 0 && action.charAt(run - 1) == ':') {
      var service = action.substring(0, run - 1);
      if (lastRun(service) == 0) {
        return EVERYTHING;
      }
      if (SERVICE_NAME.matcher(service).matches()) {
        return SERVICE;
      }
    }
    return LIMITED;
  }

  private static boolean isRisky(String action) {
    return new Glob(action).hasWildcard() && Sensitive.isAnyMatchedBy(Glob.ofAction(action));
  }

  private static boolean isOnEverything(Statement statement) {
    if (statement.hasNotResource()) {
      return true;
    }
    for (var resource : statement.resources()) {
      if (isEvery(resource)) {
        return true;
      }
    }
    return false;
  }

  static List<String> unlimited(Statement statement) {
    return statement.hasNotResource()
        ? List.of("*")
        : statement.resources().stream().filter(Reach::isEvery).toList();
  }

  // "*", "arn:*", "arn:aws:*", "arn:aws:s3:::*", "arn:aws:lambda:*:*:function:*": a whole service
  // at least.
  private static boolean isEvery(String resource) {
    int run = lastRun(resource);
    if (run <= 0) {
      return run == 0;
    }
    char before = resource.charAt(run - 1);
    if ((before != ':' && before != '/') || !resource.startsWith("arn:")) {
      return false;
    }
    // Each colon ends a field; the last field is what is left before the wildcards.
    var fields = resource.substring(0, run).split(":", -1);
    return switch (fields.length) {
          case 2, 3, 4, 5 -> before == ':';
          case 6 -> before == ':' || isType(fields[5].substring(0, fields[5].length() - 1));
          case 7 -> before == ':' && isType(fields[5]);
          default -> false;
        }
        && (fields.length < 3 || PARTITION.matcher(fields[1]).matches())
        && (fields.length < 4 || SERVICE_OF_ARN.matcher(fields[2]).matches());
  }

  private static boolean isType(String word) {
    return TYPES.contains(word.toLowerCase(Locale.ROOT));
  }

  /// Where the wildcards begin that a text ends with; nowhere, -1, unless one of them is a star:
  /// "?" alone matches names of one character, and nothing has such a name.
  private static int lastRun(String text) {
    int start = text.length();
    boolean star = false;
    while (start > 0 && (text.charAt(start - 1) == '*' || text.charAt(start - 1) == '?')) {
      start--;
      star |= text.charAt(start) == '*';
    }
    return star ? start : -1;
  }
}
