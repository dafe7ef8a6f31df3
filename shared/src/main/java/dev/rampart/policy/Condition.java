package dev.rampart.policy;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// One condition of a statement.
///
/// @param operator in lower case, without `IfExists` and set prefix: `stringequals`
/// @param key in lower case: `aws:sourceaccount`
/// @param values what it is compared with
/// @param ifExists whether a missing key satisfies it
/// @param forAllValues whether it also holds for an empty set, and so for a missing key
public record Condition(
    String operator, String key, List<String> values, boolean ifExists, boolean forAllValues) {
  // A second factor counts in any account, and a session's name and tags are the caller's choice.
  private static final Set<String> INDIFFERENT_KEYS =
      Set.of(
          "aws:currenttime",
          "aws:epochtime",
          "aws:multifactorauthage",
          "aws:multifactorauthpresent",
          "aws:referer",
          "aws:requestedregion",
          "aws:securetransport",
          "aws:tagkeys",
          "aws:useragent",
          "lambda:functionurlauthtype",
          "lambda:invokedviafunctionurl",
          "sts:durationseconds",
          "sts:rolesessionname",
          "sts:transitivetagkeys");

  public Condition {
    values = List.copyOf(values);
  }

  static Condition of(String operator, String key, List<String> values) {
    var word = operator.toLowerCase(Locale.ROOT);
    var forAll = word.startsWith("forallvalues:");
    word = word.substring(word.indexOf(':') + 1);
    var ifExists = word.endsWith("ifexists");
    word = ifExists ? word.substring(0, word.length() - "ifexists".length()) : word;
    return new Condition(word, key.toLowerCase(Locale.ROOT), values, ifExists, forAll);
  }

  /// Whether the key has to be there and to have one of the values.
  public boolean isPositive() {
    return !ifExists && !forAllValues && compares();
  }

  /// Whether the key has to have one of the values if it is there.
  public boolean compares() {
    return switch (operator) {
      case "stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike" -> true;
      default -> false;
    };
  }

  /// Whether the key says nothing about who calls, or only what callers choose themselves.
  public boolean isIndifferent() {
    return INDIFFERENT_KEYS.contains(key) || key.startsWith("aws:requesttag/");
  }
}
