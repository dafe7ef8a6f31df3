package dev.rampart.lambda;

/// The key that encrypts a function's environment at rest.
///
/// @param arn the customer key's ARN; empty for AWS's own
public record EnvironmentKey(String arn) {
  /// Whether the owner says who may decrypt.
  boolean isTheOwners() {
    return !arn.isEmpty();
  }
}
