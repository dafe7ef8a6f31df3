package dev.rampart.guardrail;

/// What a [Watch] says about an event.
public sealed interface Sighting {
  /// Nothing to tell.
  record Idle() implements Sighting {}

  /// Something that a person should know of. What has the same resource and part is told of once,
  /// and counted for the rest of the watch's window.
  ///
  /// @param part what of the resource it is about: the key to count by, and what an exemption names
  /// @param detail what happened, a lower-case clause that follows "resource: part:"
  /// @param advice what a person may do if all is well, a lower-case clause
  record Seen(ResourceId resource, String part, String detail, String advice) implements Sighting {}

  static Sighting idle() {
    return new Idle();
  }
}
