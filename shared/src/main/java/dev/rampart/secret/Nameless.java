package dev.rampart.secret;

import com.google.re2j.Pattern;
import java.util.List;

/// Judges a value whose name says nothing: only chance beyond doubt counts.
final class Nameless {
  private static final int SHORTEST_NAMELESS = 32;
  private static final int SHORTEST_UNBROKEN = 24;
  // More is no key, but data.
  private static final int LONGEST_NAMELESS = 200;
  private static final int SHORTEST_RUN = 28;
  private static final int SHORTEST_RUN_AFTER_WORDS = 20;
  private static final List<Integer> LENGTHS_OF_HASHES = List.of(24, 32, 40, 48, 56, 64, 96, 128);

  private static final Pattern KEY_CHARACTERS = Pattern.compile("[A-Za-z0-9+/=_~!-]+");
  private static final Pattern UNBROKEN = Pattern.compile("[A-Za-z0-9]+");
  // What password managers make: signs in the midst of letters, and none of code or addresses.
  private static final Pattern SIGNS =
      Pattern.compile("[A-Za-z0-9!#$%^&*+~?@=_-]{12,}[!#$%^&*+~?@][A-Za-z0-9!#$%^&*+~?@=_-]+");
  private static final Pattern RUN = Pattern.compile("((?:[a-z]+[-_.:])*)([a-z0-9]+|[A-Z0-9]+)");
  // DER, a file from Google Drive, an address of Ethereum, JSON, a name made by CloudFormation.
  private static final Pattern NO_KEY =
      Pattern.compile(
          "(?:MI|1[A-Za-z0-9_-]{32,43}$|0x[0-9a-fA-F]+$|eyJ"
              + "|[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*-[A-Za-z0-9]{12,13}$).*");

  private Nameless() {}

  static boolean isSecret(String value) {
    if (value.length() > LONGEST_NAMELESS || NO_KEY.matches(value)) {
      return false;
    }
    boolean key =
        value.length() >= SHORTEST_NAMELESS
            ? KEY_CHARACTERS.matches(value)
            : value.length() >= SHORTEST_UNBROKEN && UNBROKEN.matches(value);
    return ((key || SIGNS.matches(value)) && Shape.isClearlyGenerated(value)) || isOddRun(value);
  }

  // Small letters and digits of a length that no hash and no id of AWS has.
  private static boolean isOddRun(String value) {
    var matcher = RUN.matcher(value);
    if (!matcher.matches()) {
      return false;
    }
    var run = matcher.group(2);
    int shortest = matcher.group(1).isEmpty() ? SHORTEST_RUN : SHORTEST_RUN_AFTER_WORDS;
    return run.length() >= shortest
        && !LENGTHS_OF_HASHES.contains(run.length())
        && Shape.hasDigit(run)
        && Shape.isGenerated(run);
  }
}
