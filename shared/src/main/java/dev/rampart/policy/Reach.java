package dev.rampart.policy;

import java.util.List;
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

  // At least one star among the wildcards: "?" alone matches names of one character, and no action
  // has such a name. Possessive: a run of ten thousand stars costs ten thousand steps.
  private static final String ALL = "\\?*+\\*[*?]*+";
  private static final Pattern EVERY_ACTION = Pattern.compile(ALL + "(?::" + ALL + ")?");
  private static final Pattern EVERY_ACTION_OF_A_SERVICE = Pattern.compile("[A-Za-z0-9-]++:" + ALL);

  // Words of ARNs that are a type and not a name: "function:*" is every function, "orders/*" is one
  // bucket.
  private static final String TYPE =
      "(?i:alias|api|bucket|cluster|deliverystream|event-bus|event-source-mapping|execution"
          + "|function|group|identity|identitypool|instance|key|layer|log-group|parameter|policy"
          + "|pipe|repository|role|rule|schedule|secret|stack|statemachine|stream|table|user"
          + "|userpool|workgroup)";
  // "*", "arn:*", "arn:aws:*", "arn:aws:s3:::*", "arn:aws:lambda:*:*:function:*": a whole service
  // at least.
  private static final Pattern EVERY_RESOURCE =
      Pattern.compile(
          ALL
              + "|arn:(?:[a-z*?-]+:(?:[a-z0-9*?-]+:(?:[^:]*:(?:[^:]*:(?:"
              + TYPE
              + "[:/])?)?)?)?)?"
              + ALL);

  static Reach of(Statement statement) {
    if (!statement.allows() || !isEveryResource(statement)) {
      return LIMITED;
    }
    if (statement.hasNotAction() || anyMatches(statement.actions(), EVERY_ACTION)) {
      return EVERYTHING;
    }
    if (anyMatches(statement.actions(), EVERY_ACTION_OF_A_SERVICE)) {
      return SERVICE;
    }
    return statement.actions().stream().anyMatch(Reach::isRisky) ? RISKY : LIMITED;
  }

  private static boolean isRisky(String action) {
    var pattern = Glob.ofAction(action);
    return pattern.hasWildcard() && Sensitive.isAnyMatchedBy(pattern);
  }

  private static boolean isEveryResource(Statement statement) {
    return !unlimited(statement).isEmpty();
  }

  static List<String> unlimited(Statement statement) {
    return statement.hasNotResource()
        ? List.of("*")
        : statement.resources().stream()
            .filter(each -> EVERY_RESOURCE.matcher(each).matches())
            .toList();
  }

  private static boolean anyMatches(List<String> values, Pattern pattern) {
    // Both patterns need a star, which most names do not have.
    return values.stream()
        .anyMatch(each -> each.indexOf('*') >= 0 && pattern.matcher(each).matches());
  }
}
