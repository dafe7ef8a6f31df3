package dev.rampart.iam;

import com.fasterxml.jackson.annotation.JsonIgnore;

/// The policy that bounds what a principal can be granted.
///
/// @param of the principal's unique id, which a new principal of the same name does not have
/// @param arn the policy's ARN, empty for none
public record Boundary(String of, String arn) {
  /// Whether nothing bounds the principal.
  @JsonIgnore
  public boolean isNone() {
    return arn.isEmpty();
  }
}
