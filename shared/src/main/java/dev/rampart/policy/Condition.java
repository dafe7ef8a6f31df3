package dev.rampart.policy;

import java.util.List;
import java.util.Locale;

/// One condition of a statement.
///
/// @param operator in lower case, without `IfExists` and set prefix: `stringequals`
/// @param key in lower case: `aws:sourceaccount`
/// @param values what it is compared with
/// @param ifExists whether a missing key satisfies it
/// @param forAllValues whether it also holds for an empty set, and so for a missing key
public record Condition(
    String operator, String key, List<String> values, boolean ifExists, boolean forAllValues) {
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
  boolean isPositive() {
    return !ifExists
        && !forAllValues
        && switch (operator) {
          case "stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike" ->
              true;
          default -> false;
        };
  }
}
