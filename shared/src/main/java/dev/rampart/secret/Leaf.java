package dev.rampart.secret;

import com.google.re2j.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Judges a value in which nothing else is hidden, by its name and its looks.
final class Leaf {
  private static final int SHORTEST_PASSWORD = 3;
  private static final int SHORTEST_PIN = 4;
  private static final int SHORTEST_TOKEN = 8;
  private static final int SHORTEST_MENTIONED = 20;
  private static final int SHORTEST_LOGIN = 6;
  private static final List<Integer> MNEMONICS = List.of(12, 15, 18, 21, 24);

  private static final Pattern LIST = Pattern.compile("[,;|\\s]+");
  private static final Pattern USER_AND_PASSWORD =
      Pattern.compile("([^\\s:,;/=]+):([^\\s/]\\S{3,})");
  private static final Pattern USER_SLASH_PASSWORD = Pattern.compile("[\\w.@-]+/([^\\s/]{6,})");
  private static final Pattern SEPARATED = Pattern.compile(".*[-_./:,#].*");
  private static final Pattern ETHEREUM_KEY = Pattern.compile("0x[0-9a-fA-F]{64}");
  private static final Pattern ETHEREUM_ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");
  private static final Pattern GROUPS = Pattern.compile("[A-Za-z0-9]{4}(?: [A-Za-z0-9]{4}){3,}");
  private static final Pattern CALLED_SECRET =
      Pattern.compile("(?i)[a-z]*(?:secret|geheim|passw|super|private)[a-z]*");
  private static final Pattern MNEMONIC = Pattern.compile("[a-z]{3,8}(?: [a-z]{3,8})+");

  private Leaf() {}

  /// The kind of secret; null if it seems to be none.
  static @Nullable String judge(Name name, String value) {
    if (Shape.isPlaceholder(value) || Name.isName(value) || Formats.INSTANCE.isHarmless(value)) {
      return null;
    }
    if (isMnemonic(value)) {
      return "recovery phrase of a wallet";
    }
    return isSecret(name, value) || isListOfSecrets(name, value) ? name.meaning().kind() : null;
  }

  private static boolean isSecret(Name name, String value) {
    if (isNameOfASecret(name, value)) {
      return false;
    }
    if (name.shown() && name.meaning() != Meaning.PASSWORD) {
      return false;
    }
    return switch (name.meaning()) {
      case PASSWORD -> isPassword(name, value);
      case SHARED_SECRET -> name.head() ? isWhatever(value) && isNoPath(value) : isStrong(value);
      case SECRET -> name.head() ? isSecretItself(value) || isInGroups(value) : isStrong(value);
      case TOKEN ->
          !ETHEREUM_ADDRESS.matches(value)
              && (name.head() ? isToken(value) || isInGroups(value) : isStrong(value));
      case KEY ->
          ETHEREUM_KEY.matches(value)
              || (isKey(name, value) && !ETHEREUM_ADDRESS.matches(value))
              || (name.head() && isInGroups(value));
      case CREDENTIALS -> isCredentials(name, value);
      case LOGIN -> isSomebodysLogin(name, value);
      case NOTHING -> Nameless.isSecret(value);
      case HARMLESS, LABELS, TRANSPARENT, PROVIDER, SWITCH -> false;
    };
  }

  // As in DB_PASSWORD=orders-db-password; but some sign with "my-secret".
  private static boolean isNameOfASecret(Name name, String value) {
    if (name.meaning() == Meaning.SHARED_SECRET
        || name.meaning() == Meaning.CREDENTIALS
        || !Shape.isLetters(value)
        || !SEPARATED.matches(value)) {
      return false;
    }
    var read = Name.of(value);
    return read.head() && read.meaning().suffices();
  }

  private static boolean isPassword(Name name, String value) {
    return name.head() ? isWhatever(value) : isStrong(value) || isCareful(value) || isMixed(value);
  }

  // As people are told to make them: Winter-Tag9, Ofen!Rohr.
  private static boolean isMixed(String value) {
    return Shape.isChosen(value)
        && isNoPath(value)
        && (!Shape.isNameLike(value)
            || (Shape.hasDigit(value) && value.chars().anyMatch(Character::isUpperCase)));
  }

  // Whatever a person may take for a password.
  private static boolean isWhatever(String value) {
    if (Shape.isNumber(value)) {
      return value.length() >= SHORTEST_PIN;
    }
    return value.length() >= SHORTEST_PASSWORD
        && !Shape.isEverydayPassword(value)
        && !(value.indexOf('/') >= 0 && Shape.isNameLike(value));
  }

  // Letters and digits in one word.
  private static boolean isCareful(String value) {
    return Shape.isChosen(value) && Shape.hasDigit(value) && !SEPARATED.matches(value);
  }

  private static boolean isNoPath(String value) {
    return Shape.isGenerated(value) || !value.contains("/");
  }

  private static boolean isSecretItself(String value) {
    return isStrong(value)
        || (Shape.isChosen(value) && !Shape.isNameLike(value) && isNoPath(value));
  }

  // As one-time password seeds are shown: to be typed by a person.
  private static boolean isInGroups(String value) {
    return GROUPS.matches(value) && Shape.isGenerated(value.replace(" ", ""));
  }

  private static boolean isToken(String value) {
    return isStrong(value)
        || (value.length() > SHORTEST_TOKEN && CALLED_SECRET.matches(value))
        || (value.length() >= SHORTEST_TOKEN
            && Shape.isChosen(value)
            && isNoPath(value)
            && Shape.hasDigit(value));
  }

  private static boolean isStrong(String value) {
    return isGeneratedKey(value)
        || (Shape.isChosen(value)
            && Shape.hasDigit(value)
            && !Shape.isNameLike(value)
            && isNoPath(value));
  }

  private static boolean isGeneratedKey(String value) {
    return Shape.isGenerated(value) && !Shape.isEveryday(value) && !isPathLike(value);
  }

  // No base64 has both a slash and one of these.
  private static boolean isPathLike(String value) {
    return value.indexOf('/') >= 0 && value.chars().anyMatch(each -> "-_.".indexOf(each) >= 0);
  }

  private static boolean isListOfSecrets(Name name, String value) {
    if (name.meaning() == Meaning.NOTHING || name.meaning() == Meaning.PASSWORD) {
      return false;
    }
    var pieces = LIST.split(value);
    if (pieces.length < 2) {
      return false;
    }
    for (var piece : pieces) {
      if (!piece.equals(value)
          && !Shape.isPlaceholder(piece)
          && !Formats.INSTANCE.isHarmless(piece)
          && !Shape.isUuid(piece)
          && isListed(name, piece)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isListed(Name name, String piece) {
    return switch (name.meaning()) {
      case CREDENTIALS, LOGIN -> isLogin(piece, false);
      case SHARED_SECRET, SECRET, TOKEN, KEY -> isGeneratedKey(piece) && !name.shown();
      case NOTHING, PASSWORD, HARMLESS, LABELS, TRANSPARENT, PROVIDER, SWITCH -> false;
    };
  }

  private static boolean isCredentials(Name name, String value) {
    if (USER_AND_PASSWORD.matches(value)) {
      return isLogin(value, true);
    }
    return isSlashLogin(value) || (name.head() ? isSecretItself(value) : isStrong(value));
  }

  private static boolean isSlashLogin(String value) {
    var slash = USER_SLASH_PASSWORD.matcher(value);
    return slash.matches() && isCareful(slash.group(1));
  }

  private static boolean isLogin(String value, boolean certain) {
    var matcher = USER_AND_PASSWORD.matcher(value);
    if (!matcher.matches()) {
      return false;
    }
    var password = matcher.group(2);
    return !Shape.isPlaceholder(password)
        && !Formats.INSTANCE.isHarmless(password)
        && !Shape.isEverydayPassword(password)
        && (certain
            ? password.length() >= SHORTEST_LOGIN
            : isCareful(password) || isStrong(password));
  }

  private static boolean isKey(Name name, String value) {
    return isGeneratedKey(value)
        && !Shape.isUuid(value)
        && (name.head() || value.length() >= SHORTEST_MENTIONED);
  }

  private static boolean isSomebodysLogin(Name name, String value) {
    return USER_AND_PASSWORD.matches(value)
        ? isLogin(value, false)
        : isSlashLogin(value) || (name.head() && isKey(name, value));
  }

  private static boolean isMnemonic(String value) {
    return MNEMONIC.matches(value)
        && MNEMONICS.contains(value.split(" ", -1).length)
        && !hasSmallWords(value);
  }

  // Sentences have them, mnemonics (BIP 39) do not.
  private static boolean hasSmallWords(String value) {
    return List.of(value.split(" ", -1)).stream()
        .anyMatch(List.of("the", "and", "for", "with", "from", "not", "are")::contains);
  }
}
