package dev.rampart.secret;

import com.google.re2j.Pattern;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a value looks like, whatever its name.
final class Shape {
  private static final int SHORTEST_GENERATED = 16;
  private static final int SHORTEST_CHOSEN = 6;
  // As many as base64 has.
  private static final int MOST_DISTINCT = 64;
  private static final int CHARACTERS_OF_A_MASK = 3;
  // Camel case changes at every seventh letter or so; what is random, at every third.
  private static final double CHANGES_OF_WORDS = 0.15;
  private static final double CHANGES_OF_CHANCE = 0.22;
  private static final double CHANGES_OF_LETTERS = 0.3;
  private static final double VOWELS_OF_WORDS = 0.3;

  // What fills in the value later, in the ways of shells, CloudFormation, Helm, Octopus,
  // printf; or what a pattern looks for.
  private static final List<String> TEMPLATE_SIGNS =
      List.of("${", "{{", "#{", "<%", "%{", "$[", "[^", "(?", "\\S", "\\w");
  private static final Pattern TEMPLATE =
      anyOf(
          "\\$\\(.*\\)",
          "\\$[A-Z_][A-Z0-9_]*",
          "%[A-Za-z_]+%|%[sdv]|%\\([a-z_]+\\)s",
          "<[^<>]*>",
          "\\[[^\\[\\]]*\\]",
          "\\{[A-Za-z_. -]*\\}",
          "\\(.*\\)",
          "__[A-Za-z0-9_]+__|@@?[A-Z_]+@@?|:[a-z_]+",
          "!(?:Ref|Sub|GetAtt|ImportValue)\\b.*");
  private static final Pattern CODE =
      anyOf(
          "(?:process\\.env|os\\.environ|System\\.getenv|env|ENV)[.\\[(].*",
          "[a-z_]+(?:\\.[A-Za-z_]+)*\\(.*\\)");
  private static final Pattern PATH =
      anyOf(
          "@?(?:~|\\.{1,2})?(?:/[\\w.@ -]+)+/?",
          "[A-Za-z]:\\\\.*",
          "[\\w.@-]+(?:/[\\w.@-]+)*\\.(?:pem|json|key|jks|p12|pfx|crt|cer|pub|ya?ml|txt|env|ini"
              + "|conf|cfg|properties|xml|html?|tf|gpg|kdbx|so|jar|zip|gz|csv|md|sql|py|js|ts)");
  private static final Pattern WEB =
      anyOf(
          "[A-Za-z][A-Za-z0-9+.-]*://\\S*",
          "[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+",
          "(?:[a-z0-9_-]+\\.)+[a-z]{2,24}(?::\\d+)?(?:/\\S*)?",
          "\\d{1,3}(?:\\.\\d{1,3}){3}(?:[:/]\\d+)?",
          "[a-z][a-z0-9.-]*:\\d{2,5}",
          "mailto:.*|tel:.*");
  private static final Pattern MEASURE =
      anyOf(
          "[+-]?\\d+(?:[.,]\\d+)*(?:\\s?(?:ms|s|secs?|seconds|m|min|mins|minutes|h|hours?|d|days?|w"
              + "|[kKMGT]i?[bB]?|%))?",
          "P(?:\\d+[YMWD])*(?:T(?:\\d+[HMS])+)?",
          "\\d{4}-\\d{2}-\\d{2}(?:[T ][\\d:.]+(?:Z|[+-]\\d{2}:?\\d{2})?)?",
          "v?\\d+(?:\\.\\d+){1,3}(?:[-+.][\\w.+-]+)?|v\\d+",
          "(?:cron|rate|at)\\(.*\\)",
          "[a-z]{2}(?:-[a-z]+)+-\\d[a-z]?|[a-z]{2}[-_][A-Z]{2}");
  private static final Pattern UUID =
      Pattern.compile("\\{?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\}?");
  // Words with at most a number at their ends: names of things, not what was made up to be secret.
  private static final Pattern WORDS =
      Pattern.compile(
          "[A-Za-z_\\x{80}-\\x{ffff}]*\\d{0,4}(?:[._/:#@ -]+[A-Za-z_\\x{80}-\\x{ffff}]*\\d{0,4})*");
  private static final Pattern LETTERS =
      Pattern.compile("[A-Za-z\\x{80}-\\x{ffff}]+(?:[._/:#, -]+[A-Za-z\\x{80}-\\x{ffff}]+)*");
  private static final Pattern MASK =
      Pattern.compile("[*xX•.?_#-]+|(?:\\S{0,8})[*•x]{4,}\\S{0,8}|\\.{3}");
  private static final Pattern PROSE =
      Pattern.compile("(?s).*[\\p{L}][.,;!?] +\\p{L}.*|(?:\\S+\\s+){13,}\\S+.*|.*[。、].*");
  private static final Pattern LONG_PROSE =
      Pattern.compile("(?s)(?:\\S+\\s+){7,}\\S+[.!?].*|(?:\\S+\\s+){13,}\\S+.*|.*[。、].*");
  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://\\S*");

  private static final Set<String> PLACEHOLDER_WORDS = new HashSet<>();
  private static final Set<String> PLACEHOLDER_WORDS_OF_SENTENCES = new HashSet<>();
  private static final Set<String> EMPTY_VALUES = new HashSet<>();

  static {
    for (var line : Lines.of("placeholders.txt")) {
      if (line.startsWith("= ")) {
        EMPTY_VALUES.addAll(Set.of(line.substring(2).split(" ", -1)));
      } else if (line.startsWith("~ ")) {
        PLACEHOLDER_WORDS_OF_SENTENCES.addAll(Set.of(line.substring(2).split(" ", -1)));
      } else {
        PLACEHOLDER_WORDS.addAll(Set.of(line.split(" ", -1)));
      }
    }
  }

  private Shape() {}

  private static Pattern anyOf(String... alternatives) {
    return Pattern.compile(String.join("|", alternatives));
  }

  /// Without what is no letter or digit at both ends.
  static String trimmed(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && !Character.isLetterOrDigit(text.charAt(start))) {
      start++;
    }
    while (end > start && !Character.isLetterOrDigit(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /// Whether it stands where a secret will be, or says that there is none.
  static boolean isPlaceholder(String value) {
    return isTemplate(value)
        || MASK.matches(value)
        || EMPTY_VALUES.contains(value.toLowerCase(Locale.ROOT))
        || hasFewCharacters(value)
        || isSequence(value)
        || value.contains("EXAMPLE")
        || value.endsWith("...")
        || hasPlaceholderWord(value);
  }

  private static boolean isTemplate(String value) {
    return TEMPLATE_SIGNS.stream().anyMatch(value::contains)
        || (!value.isEmpty()
            && !Character.isLetterOrDigit(value.charAt(0))
            && TEMPLATE.matches(value))
        || (hasAny(value, ".[(") && CODE.matches(value));
  }

  private static boolean hasAny(String value, String characters) {
    return value.chars().anyMatch(each -> characters.indexOf(each) >= 0);
  }

  private static boolean hasPlaceholderWord(String value) {
    boolean camel = !isGenerated(value);
    boolean sentence = isLetters(value);
    int start = 0;
    for (int i = 0; i <= value.length(); i++) {
      boolean inside = i < value.length() && Character.isLetter(value.charAt(i));
      boolean hump =
          inside
              && camel
              && i > start
              && Character.isUpperCase(value.charAt(i))
              && Character.isLowerCase(value.charAt(i - 1));
      if (!inside || hump) {
        var word = value.substring(start, i).toLowerCase(Locale.ROOT);
        if (PLACEHOLDER_WORDS.contains(word)
            || (sentence && PLACEHOLDER_WORDS_OF_SENTENCES.contains(word))) {
          return true;
        }
        start = inside ? i : i + 1;
      }
    }
    return false;
  }

  private static boolean hasFewCharacters(String value) {
    // What follows a provider's prefix counts, so that sk-xxxxxxxxxxxx is seen for what it is.
    var last = value.substring(Math.max(0, value.length() - SHORTEST_GENERATED));
    return last.length() == SHORTEST_GENERATED
        && last.chars().distinct().count() <= CHARACTERS_OF_A_MASK;
  }

  /// Whether most characters follow their neighbours in the alphabet, as in `0123456789abcdef`.
  static boolean isSequence(String value) {
    int steps = 0;
    for (int i = 1; i < value.length(); i++) {
      int step = value.charAt(i) - value.charAt(i - 1);
      if (step == 1 || step == 0) {
        steps++;
      }
    }
    return value.length() >= SHORTEST_GENERATED && steps * 10 >= value.length() * 7;
  }

  /// A path, an address, a measure, a date: what is written down for everybody.
  static boolean isEveryday(String value) {
    return MEASURE.matches(value)
        || (hasAny(value, ".:@") && WEB.matches(value))
        || (hasAny(value, "/.\\") && PATH.matches(value) && !isGenerated(value.replace("/", "")))
        || (hasAny(value, " 。、") && PROSE.matches(value));
  }

  /// The same of what may be a password: there, dots make no host of it, and a comma no sentence.
  static boolean isEverydayPassword(String value) {
    return MEASURE.matches(value)
        || ADDRESS.matches(value)
        || (hasAny(value, "/.\\") && PATH.matches(value) && !isGenerated(value.replace("/", "")))
        || (hasAny(value, " 。、") && LONG_PROSE.matches(value));
  }

  static boolean isNumber(String value) {
    return !value.isEmpty() && value.chars().allMatch(each -> each >= '0' && each <= '9');
  }

  static boolean isUuid(String value) {
    return UUID.matches(value);
  }

  /// Only letters and what stands between words.
  static boolean isLetters(String value) {
    return LETTERS.matches(value);
  }

  /// Whether it seems to come from a random generator.
  static boolean isGenerated(String value) {
    if (value.length() < SHORTEST_GENERATED || !isOneWord(value) || !hasLetter(value)) {
      return false;
    }
    int changes = changes(value);
    if (changes >= CHANGES_OF_WORDS * value.length()) {
      return hasDigit(value)
          || hasFewVowels(value)
          || changes >= CHANGES_OF_LETTERS * value.length();
    }
    // Small alphabets change less: capital letters and a few digits, as in base32.
    return hasDigit(value) && hasFewVowels(value) && value.chars().allMatch(Shape::isAlphanumeric);
  }

  private static boolean isAlphanumeric(int each) {
    return (each >= 'A' && each <= 'Z')
        || (each >= 'a' && each <= 'z')
        || (each >= '0' && each <= '9');
  }

  // Without digits, only this tells chance from words.
  private static boolean hasFewVowels(String value) {
    return value.chars().filter(each -> "aeiouAEIOU".indexOf(each) >= 0).count()
        < VOWELS_OF_WORDS * value.length();
  }

  /// Whether that is so without any doubt, although its name says nothing.
  static boolean isClearlyGenerated(String value) {
    return changes(value) >= CHANGES_OF_CHANCE * value.length()
        && value.chars().anyMatch(Character::isUpperCase)
        && value.chars().anyMatch(Character::isLowerCase)
        && hasDigit(value)
        && value.chars().distinct().count() * 5 >= Math.min(value.length(), MOST_DISTINCT) * 2L;
  }

  /// Whether somebody took care to make it hard to guess: letters and digits, or signs among them.
  static boolean isChosen(String value) {
    return value.length() >= SHORTEST_CHOSEN
        && isOneWord(value)
        && hasLetter(value)
        && (hasDigit(value) || value.chars().anyMatch(each -> "!$%&*+?^~§€|".indexOf(each) >= 0))
        && !isEveryday(value);
  }

  /// Whether it reads like the name of something: `orders-db-2`.
  static boolean isNameLike(String value) {
    return WORDS.matches(value) && changes(value) < CHANGES_OF_WORDS * value.length();
  }

  private static boolean isOneWord(String value) {
    return value.chars().noneMatch(Character::isWhitespace);
  }

  static boolean hasDigit(String value) {
    return value.chars().anyMatch(Character::isDigit);
  }

  static boolean hasLetter(String value) {
    return value.chars().anyMatch(Character::isLetter);
  }

  // Between letters and digits, and from small to capital letters.
  private static int changes(String value) {
    int changes = 0;
    for (int i = 1; i < value.length(); i++) {
      char before = value.charAt(i - 1);
      char each = value.charAt(i);
      boolean between =
          (Character.isLetter(before) && Character.isDigit(each))
              || (Character.isDigit(before) && Character.isLetter(each))
              || (Character.isLowerCase(before) && Character.isUpperCase(each));
      if (between) {
        changes++;
      }
    }
    return changes;
  }
}
