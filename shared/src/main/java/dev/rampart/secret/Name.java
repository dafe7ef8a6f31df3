package dev.rampart.secret;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A name, read as words.
///
/// @param meaning what the phrase says that ends last
/// @param head whether nothing follows that phrase, as in `DB_PASSWORD` and not in `PASSWORD_DB`
/// @param shown whether the name says that browsers get the value
record Name(Meaning meaning, boolean head, boolean shown) {
  private static final Name UNKNOWN = new Name(Meaning.NOTHING, false, false);

  // Longer names are no names; and these patterns are ours, without anything that could explode.
  private static final int LONGEST = 512;
  private static final Pattern BREAKS =
      Pattern.compile(
          "[^\\p{L}\\p{N}]+|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");
  private static final Pattern ACCENTS = Pattern.compile("\\p{Mn}+");
  private static final Pattern LAST_DIGITS = Pattern.compile("\\d+$");
  private static final Pattern SHOWN =
      Pattern.compile(
          "(?i)^((next_|nuxt_|expo_)?public|vite|(react|vue|ng)_app|gatsby|storybook)_.*");

  static Name of(String raw) {
    if (raw.length() > LONGEST) {
      return UNKNOWN;
    }
    var words = words(raw);
    boolean shown = SHOWN.matcher(raw).matches();
    boolean head = words.isEmpty() || !Phrases.INSTANCE.isSwitch(words.getFirst());
    boolean provider = false;
    for (int i = words.size() - 1; i >= 0; i--) {
      var meaning = Phrases.INSTANCE.endingAt(words, i);
      provider |= meaning == Meaning.PROVIDER;
      if (meaning == null) {
        head = false;
      } else if (meaning != Meaning.TRANSPARENT && meaning != Meaning.PROVIDER) {
        return new Name(meaning, head, shown);
      }
    }
    return new Name(provider ? Meaning.KEY : Meaning.NOTHING, provider && head, shown);
  }

  /// Of a part of what the other name is the name of: a part without a meaning has the whole's.
  ///
  /// What is in a map of labels is seldom a secret: `FIELD_NAMES={"password": "Passwort"}`.
  Name within(Name whole) {
    boolean seen = shown || whole.shown;
    if (meaning == Meaning.NOTHING) {
      // {"anna": …, "olaf": …}
      boolean people = whole.meaning == Meaning.LOGIN || whole.meaning == Meaning.CREDENTIALS;
      return new Name(people ? Meaning.PASSWORD : whole.meaning, false, seen);
    }
    if (whole.isHead(Meaning.LABELS)) {
      return new Name(meaning == Meaning.PASSWORD ? meaning : Meaning.HARMLESS, false, seen);
    }
    return new Name(meaning, head, seen);
  }

  /// Of a part of a text that has many, of which most say little.
  Name orHarmless() {
    return meaning == Meaning.NOTHING ? new Name(Meaning.HARMLESS, false, shown) : this;
  }

  /// Of a part of what browsers get.
  Name asShown() {
    return new Name(meaning, head, true);
  }

  boolean isHead(Meaning wanted) {
    return head && meaning == wanted;
  }

  /// Whether a value is itself nothing but words that names are made of: `api_token`.
  static boolean isName(String value) {
    var read = of(value);
    return read.head
        && read.meaning != Meaning.NOTHING
        && BREAKS
            .splitAsStream(value)
            .map(Name::plain)
            .map(Phrases::singular)
            .allMatch(Phrases.INSTANCE::knows);
  }

  private static List<String> words(String raw) {
    return BREAKS
        .splitAsStream(Normalizer.normalize(raw, Normalizer.Form.NFKC))
        .map(each -> known(plain(each)))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static String plain(String word) {
    var decomposed = Normalizer.normalize(word.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
    // Composed again: the voiced sounds of Japanese are accents too, but other letters.
    return word.codePoints().allMatch(each -> each < 0x250)
        ? ACCENTS.matcher(decomposed).replaceAll("").replace("ß", "ss")
        : Normalizer.normalize(decomposed, Normalizer.Form.NFC);
  }

  private static String known(String raw) {
    var word = Phrases.singular(raw);
    if (Phrases.INSTANCE.knows(word)) {
      return word;
    }
    var bare = Phrases.singular(LAST_DIGITS.matcher(raw).replaceFirst(""));
    if (Phrases.INSTANCE.knows(bare)) {
      return bare;
    }
    var ending = Phrases.INSTANCE.ending(bare);
    return ending == null ? bare : ending;
  }
}
