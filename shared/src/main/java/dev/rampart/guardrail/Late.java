package dev.rampart.guardrail;

/// A value known only when the fix runs: an id that AWS assigns, a lock.
///
/// In a request it stands as [#marker]. If `from` is the call of an earlier step, the stored answer
/// of that step is used, in the undo too; otherwise `from` is read just before sending.
///
/// @param name a word, unique within the fix
/// @param from the call whose answer holds the value
/// @param path the field of the answer, such as `RevisionId`; nested ones by dots
/// @param secret whether the value may never be stored or shown
public record Late(String name, Call from, String path, boolean secret) {
  public Late {
    if (!name.matches("[A-Za-z][A-Za-z0-9]*")) {
      throw new IllegalArgumentException("not a name: " + name);
    }
  }

  /// What stands in the request in place of the value.
  public String marker() {
    return "{{" + name + "}}";
  }
}
