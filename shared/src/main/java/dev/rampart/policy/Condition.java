package dev.rampart.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// One condition of a statement.
///
/// @param operator in lower case, without `IfExists` and set prefix: `stringequals`
/// @param key in lower case: `aws:sourceaccount`
/// @param values what it is compared with
/// @param ifExists whether a missing key satisfies it
/// @param set how a key with several values is compared
public record Condition(
    String operator, String key, List<String> values, boolean ifExists, Quantifier set) {
  // Any of the values will do; and all of these operators need the key to be there.
  private static final Set<String> POSITIVE =
      Set.of(
          "stringequals",
          "stringequalsignorecase",
          "stringlike",
          "arnequals",
          "arnlike",
          "numericequals",
          "dateequals",
          "bool",
          "binaryequals",
          "ipaddress");
  // None of the values may be met.
  private static final Set<String> NEGATIVE =
      Set.of(
          "stringnotequals",
          "stringnotequalsignorecase",
          "stringnotlike",
          "arnnotequals",
          "arnnotlike",
          "numericnotequals",
          "datenotequals",
          "notipaddress");
  // Values of these are patterns. ArnEquals behaves as ArnLike does.
  private static final Set<String> WITH_PATTERNS = Set.of("stringlike", "arnlike", "arnequals");
  private static final Set<String> OTHERS =
      Set.of(
          "null",
          "numericlessthan",
          "numericlessthanequals",
          "numericgreaterthan",
          "numericgreaterthanequals",
          "datelessthan",
          "datelessthanequals",
          "dategreaterthan",
          "dategreaterthanequals");
  private static final Set<String> CALLERS =
      Set.of("stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike");
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

  /// How a key with several values is compared.
  /// [Source](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html)
  public enum Quantifier {
    /// The key has one value.
    ONE,
    /// One of the key's values is enough.
    ANY,
    /// All have to; none at all will do too.
    ALL
  }

  static Condition of(String operator, String key, List<String> values) {
    var word = operator.toLowerCase(Locale.ROOT);
    var set =
        word.startsWith("forallvalues:")
            ? Quantifier.ALL
            : word.startsWith("foranyvalue:") ? Quantifier.ANY : Quantifier.ONE;
    // A prefix that nobody knows stays in front, and makes an operator that nobody knows.
    word = set == Quantifier.ONE ? word : word.substring(word.indexOf(':') + 1);
    var ifExists = word.endsWith("ifexists");
    word = ifExists ? word.substring(0, word.length() - "ifexists".length()) : word;
    return new Condition(word, key.toLowerCase(Locale.ROOT), values, ifExists, set);
  }

  /// Whether it also holds for an empty set, and so for a missing key.
  public boolean forAllValues() {
    return set == Quantifier.ALL;
  }

  /// What is left of it where the key is known to be there: `IfExists` and `ForAllValues` let
  /// nothing through any more.
  Condition whereTheKeyIsPresent() {
    return new Condition(
        operator, key, values, false, set == Quantifier.ALL ? Quantifier.ANY : set);
  }

  /// Whether its operator is one that AWS has described.
  boolean isUnderstood() {
    return POSITIVE.contains(operator) || NEGATIVE.contains(operator) || OTHERS.contains(operator);
  }

  /// Whether the key has to be there and to have one of the values.
  public boolean isPositive() {
    return !ifExists && !forAllValues() && compares();
  }

  /// Whether the key has to have one of the values if it is there.
  public boolean compares() {
    return CALLERS.contains(operator);
  }

  /// Whether the key says nothing about who calls, or only what callers choose themselves.
  public boolean isIndifferent() {
    return INDIFFERENT_KEYS.contains(key) || key.startsWith("aws:requesttag/");
  }

  /// Whether whatever meets this condition meets the other one too. Sound, not complete: a `false`
  /// may only mean that this cannot tell, as with operators that it does not know.
  boolean implies(Condition other) {
    if (!operator.equals(other.operator)
        || !key.equals(other.key)
        || set != other.set
        || (ifExists && !other.ifExists)
        || values.isEmpty() != other.values.isEmpty()) {
      // A condition without values may be one that never holds or one that does not count.
      return false;
    }
    if (POSITIVE.contains(operator)) {
      return values.stream().allMatch(each -> other.values.stream().anyMatch(accepts(each)));
    }
    if (NEGATIVE.contains(operator)) {
      return new HashSet<>(values).containsAll(other.values);
    }
    return new HashSet<>(values).equals(new HashSet<>(other.values));
  }

  private Predicate<String> accepts(String value) {
    if (!WITH_PATTERNS.contains(operator)) {
      return value::equals;
    }
    return operator.equals("stringlike")
        ? pattern -> new Glob(pattern).covers(new Glob(value))
        : pattern -> pattern.equals(value) || coversArn(pattern, value);
  }

  // Of an ARN each of the six parts is compared by itself: no wildcard reaches over a colon before
  // the last. A variable has colons of its own, and so no parts to tell.
  private static boolean coversArn(String pattern, String value) {
    var wide = pattern.split(":", 6);
    var narrow = value.split(":", 6);
    return wide.length == 6
        && narrow.length == 6
        && !pattern.contains("${")
        && !value.contains("${")
        && IntStream.range(0, 6).allMatch(i -> new Glob(wide[i]).covers(new Glob(narrow[i])));
  }
}
