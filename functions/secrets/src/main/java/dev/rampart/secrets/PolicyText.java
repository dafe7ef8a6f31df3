package dev.rampart.secrets;

/// What was read of a resource policy.
///
/// @param document JSON as the service returned it but for the order of the principals, empty if
///   there is no policy
/// @param refused why it could not be read, a clause; empty if it could
public record PolicyText(String document, String refused) {
  public PolicyText {
    document = PrincipalOrder.sorted(document);
  }

  /// A policy that was read.
  static PolicyText of(String document) {
    return new PolicyText(document, "");
  }

  /// A policy that may not be read.
  static PolicyText refused(String why) {
    return new PolicyText("", why);
  }

  /// Whether nothing is known of it.
  boolean isRefused() {
    return !refused.isEmpty();
  }
}
