package dev.rampart.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A set of actions or resources: those that one of the patterns matches, or those that none does.
final class Patterns {
  /// Everything, as where a trust policy names no resource.
  static final Patterns EVERYTHING = new Patterns(true, List.of());

  private static final Glob ANYTHING = new Glob("*");

  private final boolean inverted;
  private final List<Glob> globs;
  private @Nullable Sorted sorted;

  private Patterns(boolean inverted, List<Glob> globs) {
    this.inverted = inverted;
    this.globs = globs;
  }

  /// @param inverted whether it is `NotAction`
  static Patterns ofActions(boolean inverted, List<String> actions) {
    var globs = new ArrayList<Glob>(actions.size());
    for (var action : actions) {
      globs.add(Glob.ofAction(action));
    }
    return new Patterns(inverted, globs);
  }

  /// @param inverted whether it is `NotResource`
  static Patterns ofResources(boolean inverted, List<String> resources) {
    var globs = new ArrayList<Glob>(resources.size());
    for (var resource : resources) {
      globs.add(new Glob(resource));
    }
    return new Patterns(inverted, globs);
  }

  /// Most patterns are names without a wildcard, and a policy may be asked about many names.
  private record Sorted(Set<String> names, List<Glob> wildcards) {
    static Sorted of(List<Glob> globs) {
      var names = new HashSet<String>();
      var wildcards = new ArrayList<Glob>();
      for (var glob : globs) {
        if (glob.hasWildcard()) {
          wildcards.add(glob);
        } else {
          names.add(glob.text());
        }
      }
      return new Sorted(names, wildcards);
    }
  }

  // Only where it is needed: what is asked about all of an index has no use for it.
  private Sorted sorted() {
    var known = sorted;
    if (known == null) {
      known = Sorted.of(globs);
      sorted = known;
    }
    return known;
  }

  /// Whether certainly nothing is left out.
  boolean isEverything() {
    return inverted ? globs.isEmpty() : globs.contains(ANYTHING);
  }

  boolean inverted() {
    return inverted;
  }

  List<Glob> globs() {
    return globs;
  }

  Answer contains(String value) {
    var found = sorted().names().contains(value) ? Answer.YES : Answer.NO;
    for (var glob : sorted().wildcards()) {
      if (found == Answer.YES) {
        break;
      }
      if (glob.matches(value)) {
        found = glob.hasVariable() ? Answer.UNKNOWN : Answer.YES;
      }
    }
    return inverted ? found.not() : found;
  }

  /// Which actions of an index are in here: those that certainly are, and those of which nobody
  /// knows.
  record Marks(BitSet certain, BitSet unknown) {}

  /// The same as asking [#contains] about each action of an index.
  Marks among(ActionIndex index) {
    var certain = new BitSet();
    var unknown = new BitSet();
    for (var glob : globs) {
      index.mark(glob, certain, unknown);
    }
    unknown.andNot(certain);
    if (inverted) {
      certain.or(unknown);
      certain.flip(0, index.size());
    }
    return new Marks(certain, unknown);
  }

  /// Whether all that the pattern matches is in here. Sound, not complete.
  boolean covers(Glob pattern) {
    if (inverted) {
      return globs.stream().noneMatch(each -> each.meets(pattern));
    }
    // A name covers itself only, and what has a variable in it may be another way to write it.
    return pattern.hasVariable()
        ? globs.stream().anyMatch(each -> each.covers(pattern))
        : sorted().names().contains(pattern.text())
            || sorted().wildcards().stream().anyMatch(each -> each.covers(pattern));
  }

  /// Whether all that is in the other is in here. Sound, not complete.
  boolean covers(Patterns other) {
    if (!other.inverted) {
      return other.globs.stream().allMatch(this::covers);
    }
    return inverted
        ? globs.stream().allMatch(mine -> other.excludes(mine))
        : globs.stream().anyMatch(each -> each.covers(ANYTHING));
  }

  private boolean excludes(Glob pattern) {
    return globs.stream().anyMatch(each -> each.covers(pattern));
  }

  /// Whether something may be in both. A `false` is certain.
  boolean meets(Patterns other) {
    if (inverted && other.inverted) {
      return true;
    }
    if (inverted) {
      return other.meets(this);
    }
    return other.inverted
        ? globs.stream().anyMatch(each -> !other.excludes(each))
        : globs.stream().anyMatch(each -> other.globs.stream().anyMatch(each::meets));
  }

  /// Each as a set of its own, where that is possible: a grant is the sum of its parts.
  List<Patterns> parts() {
    return inverted
        ? List.of(this)
        : globs.stream().map(each -> new Patterns(false, List.of(each))).toList();
  }

  @Override
  public String toString() {
    var all = String.join(", ", globs.stream().map(Glob::text).toList());
    if (!inverted) {
      return all;
    }
    return globs.isEmpty() ? "everything" : "all but " + all;
  }
}
