package dev.rampart.apigateway;

import java.util.ArrayList;
import java.util.List;

/// A rule of a web ACL, as far as it tells how strict the rule is.
///
/// @param matches a digest of what it looks for
/// @param reaction what becomes of a request that matches
/// @param spared the rules of a group that stop nothing although the group may, sorted
/// @param limit the requests in five minutes that a rate-based rule takes of one caller, 0 for
///   other rules
/// @param partial whether it looks only at some requests
public record Filter(
    String matches, Reaction reaction, List<String> spared, double limit, boolean partial) {
  public Filter {
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
