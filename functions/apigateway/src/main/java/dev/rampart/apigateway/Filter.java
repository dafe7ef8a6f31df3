package dev.rampart.apigateway;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.ArrayList;
import java.util.List;

/// A rule of a web ACL, as far as it tells how strict the rule is.
///
/// Versions remembered before `alternatives` and `priority` were kept have none and 0.
///
/// @param matches a digest of what it looks for
/// @param alternatives digests of which each alone makes a request match, as of the countries of a
///   list
/// @param reaction what becomes of a request that matches
/// @param spared the rules of a group that stop nothing although the group may, sorted
/// @param limit the requests in five minutes that a rate-based rule takes of one caller, 0 for
///   other rules
/// @param partial whether it looks only at some requests
/// @param priority its place: that of the lowest number is the first
public record Filter(
    String matches,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> alternatives,
    Reaction reaction,
    List<String> spared,
    double limit,
    boolean partial,
    int priority) {
  public Filter {
    alternatives = List.copyOf(alternatives);
    spared = List.copyOf(spared);
  }

  /// From the least strict to the strictest. A group of rules that decides by itself blocks.
  public enum Reaction {
    LETS_THROUGH("lets through what it matches"),
    COUNTS("only counts what it matches"),
    CHALLENGES("only asks callers for a proof"),
    BLOCKS("blocks what it matches");

    private final String words;

    Reaction(String words) {
      this.words = words;
    }
  }

  /// Whether it keeps anything away.
  boolean stops() {
    return reaction.compareTo(Reaction.COUNTS) > 0;
  }

  /// Whether what it matches is looked at by no later rule.
  boolean letsThrough() {
    return reaction == Reaction.LETS_THROUGH;
  }

  boolean isBefore(Filter other) {
    return priority < other.priority;
  }

  /// Whether it looks for all that the other looks for.
  boolean covers(Filter other) {
    return matches.equals(other.matches)
        || (!other.alternatives.isEmpty() && alternatives.containsAll(other.alternatives));
  }

  /// What kind of rule it is, in words.
  String kind() {
    return limit > 0 ? "rate limit" : "rule";
  }

  /// How it is less strict than it was, in words that follow the rule's name.
  List<String> weakerThan(Filter before) {
    var weaker = new ArrayList<String>();
    if (reaction.compareTo(before.reaction) < 0) {
      weaker.add(reaction.words + " now");
    }
    var spares = new ArrayList<>(spared);
    spares.removeAll(before.spared);
    if (!spares.isEmpty()) {
      weaker.add("acts no more on what " + String.join(", ", spares) + " finds");
    }
    if (before.limit > 0 && limit > before.limit) {
      weaker.add(
          "takes %s requests in five minutes instead of %s"
              .formatted(Numbers.text(limit), Numbers.text(before.limit)));
    }
    if (partial && !before.partial) {
      weaker.add("looks at some requests only now");
    }
    return weaker;
  }
}
