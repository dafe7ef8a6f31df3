package dev.rampart.policy;

/// What an action does, as AWS classifies it. One that does several things has the level that says
/// most: whatever changes permissions or tags also writes.
public enum AccessLevel {
  /// Names what there is, but not its contents.
  LIST,
  /// Reads contents or settings.
  READ,
  /// Creates, changes or deletes.
  WRITE,
  /// Changes who may do what.
  PERMISSIONS_MANAGEMENT,
  /// Changes tags and nothing else.
  TAGGING
}
