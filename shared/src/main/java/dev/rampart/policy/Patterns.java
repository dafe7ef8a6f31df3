package dev.rampart.policy;

import java.util.List;

/// A set of actions or resources: those that one of the patterns matches, or those that none does.
///
/// @param inverted whether it is `NotAction` or `NotResource`
record Patterns(boolean inverted, List<Glob> globs) {
  /// Everything, as where a trust policy names no resource.
  static final Patterns EVERYTHING = new Patterns(true, List.of());

  Patterns {
    globs = List.copyOf(globs);
  }

  Answer contains(String value) {
    var found = Answer.NO;
    for (var glob : globs) {
      if (glob.matches(value)) {
        found = found.or(glob.hasVariable() ? Answer.UNKNOWN : Answer.YES);
      }
    }
    return inverted ? found.not() : found;
  }

  /// Whether all that the pattern matches is in here. Sound, not complete.
  boolean covers(Glob pattern) {
    return inverted
        ? globs.stream().noneMatch(each -> each.meets(pattern))
        : globs.stream().anyMatch(each -> each.covers(pattern));
  }

  /// Whether all that is in the other is in here. Sound, not complete.
  boolean covers(Patterns other) {
    if (!other.inverted) {
      return other.globs.stream().allMatch(this::covers);
    }
    return inverted
        ? globs.stream().allMatch(mine -> other.excludes(mine))
        : globs.stream().anyMatch(each -> each.covers(new Glob("*")));
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
