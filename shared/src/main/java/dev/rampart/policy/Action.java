package dev.rampart.policy;

/// An action of AWS, as it may stand in a policy.
///
/// @param service the prefix, in lower case
/// @param name without the prefix, in AWS's spelling
/// @param level what it does
/// @param resourceLevel whether a policy can limit it to resources; if not, only `"*"` allows it
public record Action(String service, String name, AccessLevel level, boolean resourceLevel) {
  /// What stands in a policy: `s3:GetObject`.
  public String id() {
    return service + ":" + name;
  }
}
