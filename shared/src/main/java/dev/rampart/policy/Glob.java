package dev.rampart.policy;

import java.util.Arrays;
import java.util.Locale;

/// A pattern as IAM has them: `*` stands for any run of characters, `?` for exactly one; there is
/// nothing else. `${*}`, `${?}` and `${$}` are the characters themselves; any other `${…}` is a
/// policy variable, whose value is not known here.
///
/// Source:
/// [Wildcards](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html#reference_policies_elements_resource_wildcards),
/// [variables](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html).
///
/// @param text the pattern as it is written
public record Glob(String text) {
  // Tokens are characters, or one of these. The characters of a variable's name are moved out of
  // the way, so that no `?` and no letter of another pattern matches them.
  private static final int ANY_RUN = -1;
  private static final int ANY_ONE = -2;
  private static final int VARIABLE = -3;
  private static final int NAME = 1 << 20;
  // Beyond it, what AWS counts as one character is not documented.
  private static final int ASCII = 128;

  /// The same in lower case: actions are compared without regard to case.
  public static Glob ofAction(String action) {
    return new Glob(action.toLowerCase(Locale.ROOT));
  }

  /// Whether it can match more than one text.
  public boolean hasWildcard() {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || hasVariable();
  }

  /// Whether a part of it is only known when a request is made.
  public boolean hasVariable() {
    return text.indexOf('$') >= 0 && text.contains("${");
  }

  /// Whether it matches a text, or may: a variable is taken for any value.
  public boolean matches(String value) {
    return withoutVariables().matchesPlain(value);
  }

  private Glob withoutVariables() {
    return hasVariable() ? simplified() : this;
  }

  /// The same with each variable taken for any text, and with one star for each run of them.
  Glob simplified() {
    return hasVariable() || text.contains("**") ? new Glob(readable(tokens())) : this;
  }

  // The last star is the only place to go back to, so a run of ten thousand stars costs nothing and
  // no input costs more than the product of both lengths.
  boolean matchesPlain(String value) {
    int at = 0;
    int in = 0;
    int star = -1;
    int resume = 0;
    while (at < value.length()) {
      var sign = in < text.length() ? text.charAt(in) : '\0';
      if (in < text.length() && sign == '*') {
        star = in++;
        resume = at;
        if (in == text.length()) {
          return true;
        }
      } else if (in < text.length() && (sign == '?' || sign == value.charAt(at))) {
        in++;
        at++;
      } else if (star >= 0) {
        in = star + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (in < text.length() && text.charAt(in) == '*') {
      in++;
    }
    return in == text.length();
  }

  /// Whether every text that the other matches is matched by this one, whatever the variables stand
  /// for. Sound, not complete: a `false` may only mean that this cannot tell.
  public boolean covers(Glob other) {
    if (text.equals("*") || text.equals(other.text)) {
      return true;
    }
    if (!hasWildcard() && !other.hasVariable()) {
      return false;
    }
    var wide = tokens();
    var narrow = other.tokens();
    int at = 0;
    int in = 0;
    int star = -1;
    int resume = 0;
    while (at < narrow.length) {
      if (in < wide.length && wide[in] == ANY_RUN) {
        star = in++;
        resume = at;
      } else if (in < wide.length && isMatchedBy(wide[in], narrow[at])) {
        in++;
        at++;
      } else if (star >= 0) {
        in = star + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (in < wide.length && wide[in] == ANY_RUN) {
      in++;
    }
    return in == wide.length;
  }

  // A run of the narrow pattern is matched by a run only; what is one character, known or not, by
  // `?` too.
  private static boolean isMatchedBy(int wide, int narrow) {
    if (wide == ANY_ONE) {
      return narrow == ANY_ONE || (narrow >= 0 && narrow < ASCII);
    }
    return wide == narrow && wide != ANY_RUN;
  }

  /// Whether some text might be matched by both. A variable may stand for anything.
  public boolean meets(Glob other) {
    if (countsCharactersOf(other) || other.countsCharactersOf(this)) {
      return true;
    }
    var left = tokensWithoutVariables();
    var right = other.tokensWithoutVariables();
    // reached[j]: the tokens of the left so far and the first j of the right have a text in common.
    var reached = new boolean[right.length + 1];
    reached[0] = true;
    for (int j = 0; j < right.length && right[j] == ANY_RUN; j++) {
      reached[j + 1] = true;
    }
    for (var token : left) {
      var next = new boolean[right.length + 1];
      next[0] = reached[0] && token == ANY_RUN;
      for (int j = 0; j < right.length; j++) {
        // A run is empty, or takes in one token of the other side.
        next[j + 1] =
            (token == ANY_RUN || right[j] == ANY_RUN)
                ? reached[j + 1] || next[j]
                : reached[j] && meetsOne(token, right[j]);
      }
      reached = next;
    }
    return reached[right.length];
  }

  private boolean countsCharactersOf(Glob other) {
    return text.indexOf('?') >= 0 && other.text.chars().anyMatch(each -> each >= ASCII);
  }

  private static boolean meetsOne(int left, int right) {
    return left == right || left < 0 || right < 0;
  }

  private int[] tokensWithoutVariables() {
    return withoutVariables().tokens();
  }

  /// As a pattern without variables, each of which may be anything.
  private static String readable(int[] tokens) {
    var text = new StringBuilder();
    for (var token : tokens) {
      if (token == ANY_RUN || token == VARIABLE) {
        text.append('*');
      } else if (token == ANY_ONE) {
        text.append('?');
      } else if (token < NAME) {
        text.append((char) token);
      }
    }
    return text.toString();
  }

  // A run next to single ones is put last: "*?" and "?*" are the same.
  private int[] tokens() {
    var tokens = new int[text.length() + 1];
    int count = 0;
    boolean run = false;
    for (int i = 0; i < text.length(); i++) {
      var sign = text.charAt(i);
      if (sign == '*') {
        run = true;
        continue;
      }
      if (sign == '?') {
        tokens[count++] = ANY_ONE;
        continue;
      }
      if (run) {
        tokens[count++] = ANY_RUN;
        run = false;
      }
      int end = sign == '$' && text.startsWith("${", i) ? text.indexOf('}', i) : -1;
      if (end < 0) {
        tokens[count++] = sign;
      } else if (end == i + 3 && "*?$".indexOf(text.charAt(i + 2)) >= 0) {
        tokens[count++] = text.charAt(i + 2);
        i = end;
      } else {
        tokens[count++] = VARIABLE;
        for (int j = i + 2; j <= end; j++) {
          tokens[count++] = NAME + text.charAt(j);
        }
        i = end;
      }
    }
    if (run) {
      tokens[count++] = ANY_RUN;
    }
    return Arrays.copyOf(tokens, count);
  }
}
