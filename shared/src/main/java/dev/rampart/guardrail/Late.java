package dev.rampart.guardrail;

import java.util.Set;

/// A value known only when the fix runs: an id that AWS assigns, a lock, a secret.
///
/// In a request it stands as [#marker]. If `from` is the call of an earlier step, the stored answer
/// of that step is used, in the undo too; otherwise `from` is read just before sending, once for
/// all values of a call. What is put in is never looked through for further markers.
///
/// Where the marker is the name of a member, `{"{{variables}}": "", "STAGE": "prod"}`, all members
/// of the map that `path` leads to take its place; one that the request names itself stays as the
/// request has it.
///
/// @param name a word, unique within the fix
/// @param from the call whose answer holds the value; it may have late values itself
/// @param path the field of the answer, such as `RevisionId`; nested ones by dots
/// @param secret whether the value may never be stored or shown
/// @param without the members of a map that are left out
public record Late(String name, Call from, String path, boolean secret, Set<String> without) {
  public Late {
    if (!name.matches("[A-Za-z][A-Za-z0-9]*")) {
      throw new IllegalArgumentException("not a name: " + name);
    }
    without = Set.copyOf(without);
  }

  /// A value of which nothing is left out.
  public Late(String name, Call from, String path, boolean secret) {
    this(name, from, path, secret, Set.of());
  }

  /// The same map without some of its members.
  public Late without(String... members) {
    return new Late(name, from, path, secret, Set.of(members));
  }

  /// What stands in the request in place of the value.
  public String marker() {
    return "{{" + name + "}}";
  }
}
