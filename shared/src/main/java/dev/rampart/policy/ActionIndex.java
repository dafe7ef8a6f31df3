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
  private static final int ASCII = 128;
  private static final char NOTHING = 0;
  private static final BitSet NONE = new BitSet();

  // In alphabetical order, in lower case; the names as AWS writes them are in the same places.
  private final String[] sorted;
  private final List<String> names;
  private final Map<String, Integer> places = new HashMap<>();
  // By two neighbours, the places of the actions that have them; by nothing and a character, of
  // those that have it.
  private final BitSet[][] having = new BitSet[ASCII][ASCII];

  ActionIndex(Collection<String> actions) {
    names = actions.stream().distinct().sorted(String.CASE_INSENSITIVE_ORDER).toList();
    sorted = names.stream().map(each -> each.toLowerCase(Locale.ROOT)).toArray(String[]::new);
    for (var each : having) {
      Arrays.fill(each, NONE);
    }
    for (int i = 0; i < sorted.length; i++) {
      places.put(sorted[i], i);
      char before = NOTHING;
      for (char each : sorted[i].toCharArray()) {
        note(NOTHING, each, i);
        note(before, each, i);
        before = each;
      }
    }
  }

  private void note(char before, char each, int place) {
    if (having[before][each].isEmpty()) {
      having[before][each] = new BitSet();
    }
    having[before][each].set(place);
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

  /// Marks the places of all actions that a pattern matches.
  ///
  /// @param maybe takes the place of `marks` for a pattern that only may match
  void mark(Glob pattern, BitSet marks, BitSet maybe) {
    if (pattern.hasWildcard()) {
      markAll(pattern, pattern.hasVariable() ? maybe : marks);
      return;
    }
    var place = places.get(pattern.text());
    if (place != null) {
      marks.set(place);
    }
  }

  private void markAll(Glob pattern, BitSet marks) {
    var simple = pattern.simplified();
    var candidates = havingThePartsOf(simple);
    for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
      if (!marks.get(i) && simple.matchesPlain(sorted[i])) {
        marks.set(i);
      }
    }
  }

  // Few, so that thousands of patterns cost little even if none starts with the name of a service.
  private BitSet havingThePartsOf(Glob pattern) {
    var found = new BitSet();
    found.set(0, sorted.length);
    char before = NOTHING;
    for (int i = 0; i < pattern.text().length(); i++) {
      char each = pattern.text().charAt(i);
      if (each >= ASCII) {
        return NONE;
      }
      if (each == '*' || each == '?') {
        before = NOTHING;
        continue;
      }
      found.and(having[before][each]);
      before = each;
    }
    return found;
  }
}
