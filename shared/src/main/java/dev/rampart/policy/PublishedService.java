package dev.rampart.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The actions of one service of the list, read from its text when first asked for.
///
/// They are kept in arrays: objects for thousands of actions would outlive every question.
final class PublishedService {
  private final String prefix;
  private final ActionList list;
  private final int start;
  private final int end;
  private volatile @Nullable Actions actions;

  /// @param start where the lines of its actions start in the list
  /// @param end where they end
  PublishedService(String prefix, ActionList list, int start, int end) {
    this.prefix = prefix;
    this.list = list;
    this.start = start;
    this.end = end;
  }

  int size() {
    return read().names.length;
  }

  Optional<Action> find(String name) {
    var known = read();
    int index = Arrays.binarySearch(known.names, name, String.CASE_INSENSITIVE_ORDER);
    return index < 0 ? Optional.empty() : Optional.of(action(known, index));
  }

  List<Action> actions() {
    var known = read();
    return IntStream.range(0, known.names.length).mapToObj(i -> action(known, i)).toList();
  }

  private Action action(Actions known, int index) {
    char letter = (char) known.letters[index];
    return new Action(
        prefix, known.names[index], ActionList.level(letter), Character.isUpperCase(letter));
  }

  // Two threads may both read at first, and find the same.
  private Actions read() {
    var known = actions;
    if (known == null) {
      known = list.actions(start, end);
      actions = known;
    }
    return known;
  }

  /// Names in alphabetical order, whatever their case, and the letter in front of each.
  static final class Actions {
    private final String[] names;
    private final byte[] letters;

    Actions(String[] names, byte[] letters) {
      this.names = names;
      this.letters = letters;
    }
  }
}
