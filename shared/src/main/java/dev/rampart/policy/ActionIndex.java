package dev.rampart.policy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Actions that every policy is asked about, to be found by pattern.
///
/// Most patterns of a policy are about none of them. Looking each pattern up here takes a step for
/// each; asking the policy about each action takes the product of both.
final class ActionIndex {
  // In alphabetical order, in lower case; the names as AWS writes them are in the same places.
  private final String[] sorted;
  private final List<String> names;
  private final Map<String, Integer> places = new HashMap<>();

  ActionIndex(Collection<String> actions) {
    names = actions.stream().distinct().sorted(String.CASE_INSENSITIVE_ORDER).toList();
    sorted = names.stream().map(each -> each.toLowerCase(Locale.ROOT)).toArray(String[]::new);
    for (int i = 0; i < sorted.length; i++) {
      places.put(sorted[i], i);
    }
  }

  int size() {
    return sorted.length;
  }

  /// The action in a place, as AWS writes it.
  String name(int place) {
    return names.get(place);
  }

  /// The place of an action that is in here.
  int place(String action) {
    return Arrays.binarySearch(sorted, action.toLowerCase(Locale.ROOT));
  }

  boolean contains(String action) {
    return places.containsKey(action.toLowerCase(Locale.ROOT));
  }

  /// Marks the places of all actions that a pattern matches, or may match.
  void mark(Glob pattern, BitSet marks) {
    int prefix = pattern.plainPrefix();
    if (prefix == pattern.text().length()) {
      var place = places.get(pattern.text());
      if (place != null) {
        marks.set(place);
      }
      return;
    }
    var start = pattern.text().substring(0, prefix);
    var plain = pattern.withoutVariables();
    for (int i = first(start); i < sorted.length && sorted[i].startsWith(start); i++) {
      if (!marks.get(i) && plain.matchesPlain(sorted[i])) {
        marks.set(i);
      }
    }
  }

  private int first(String start) {
    int found = Arrays.binarySearch(sorted, start);
    return found < 0 ? -found - 1 : found;
  }
}
