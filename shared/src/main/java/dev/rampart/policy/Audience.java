package dev.rampart.policy;

import java.util.Set;
import java.util.TreeSet;

/// Who may use what a statement of a resource policy allows.
public sealed interface Audience {
  /// The statement allows nobody anything: it denies.
  record Nobody() implements Audience {}

  /// Only the own account, or a place or organization named by a fixed value.
  record Known() implements Audience {}

  /// AWS services act; for whom is another question.
  record Services(Set<String> names, boolean scoped) implements Audience {
    public Services {
      names = Set.copyOf(names);
    }
  }

  /// Other accounts, by id.
  record Foreign(Set<String> accounts) implements Audience {
    public Foreign {
      accounts = Set.copyOf(accounts);
    }
  }

  /// Anyone, but only from certain networks.
  record Network(Set<String> ranges) implements Audience {
    public Network {
      ranges = Set.copyOf(ranges);
    }
  }

  /// Everyone on earth with or without an AWS account.
  record Anyone() implements Audience {}

  /// Cannot be said.
  record Unclear(String why) implements Audience {}

  /// The same with accounts left out that are as good as the own one.
  default Audience without(Set<String> trusted) {
    if (!(this instanceof Foreign(var accounts))) {
      return this;
    }
    var others = new TreeSet<>(accounts);
    others.removeAll(trusted);
    return others.isEmpty() ? new Known() : new Foreign(others);
  }
}
