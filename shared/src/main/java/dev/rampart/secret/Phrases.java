package dev.rampart.secret;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The phrases of `names.tsv`.
final class Phrases {

  // What is shorter ends too many other words.
  private static final int LONG_ENOUGH_TO_END_A_WORD = 6;
  private static final Set<String> SHORT_ENDINGS = Set.of("token", "pass", "pwd");
  private static final int SHORT = 3;
  private static final int ASCII = 128;

  static final Phrases INSTANCE = new Phrases(Lines.of("names.tsv"));

  private final Map<String, Meaning> meanings = new HashMap<>();
  private final Set<String> vocabulary = new HashSet<>();
  private final List<String> endings = new ArrayList<>();
  private final Set<String> switches = new HashSet<>();
  private int longest;

  private Phrases(List<String> lines) {
    for (var line : lines) {
      var columns = line.split("\t", -1);
      for (var phrase : columns[1].split(", ", -1)) {
        add(Meaning.parse(columns[0]), phrase);
      }
    }
  }

  private void add(Meaning meaning, String phrase) {
    if (meaning == Meaning.SWITCH) {
      switches.add(singular(phrase));
      return;
    }
    var words = Stream.of(phrase.split(" ", -1)).map(Phrases::singular).toList();
    meanings.putIfAbsent(String.join(" ", words), meaning);
    vocabulary.addAll(words);
    longest = Math.max(longest, words.size());
    if (words.size() == 1 && meaning.suffices() && endsWords(phrase)) {
      endings.add(phrase);
    }
  }

  /// Phrases and names are compared without the plural's ending.
  static String singular(String word) {
    return word.length() > SHORT && word.endsWith("s") && !word.endsWith("ss")
        ? word.substring(0, word.length() - 1)
        : word;
  }

  private static boolean endsWords(String word) {
    return word.length() >= LONG_ENOUGH_TO_END_A_WORD
        || SHORT_ENDINGS.contains(word)
        || word.chars().anyMatch(each -> each >= ASCII);
  }

  boolean knows(String word) {
    return vocabulary.contains(word);
  }

  boolean isSwitch(String word) {
    return switches.contains(word);
  }

  /// The known word that ends a word which is written together, as in `dbpassword`.
  @Nullable String ending(String word) {
    for (var each : endings) {
      if (word.endsWith(each)) {
        return each;
      }
    }
    return null;
  }

  /// What the longest phrase means that ends with a word.
  ///
  /// @param last the place of that word
  @Nullable Meaning endingAt(List<String> words, int last) {
    for (int length = Math.min(longest, last + 1); length > 0; length--) {
      var meaning = meanings.get(String.join(" ", words.subList(last + 1 - length, last + 1)));
      if (meaning != null) {
        return meaning;
      }
    }
    return null;
  }
}
