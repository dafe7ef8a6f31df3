package dev.rampart.iam;

/// A managed policy that a principal has.
///
/// @param arn the policy's ARN
public record AttachedPolicy(String arn) {
  /// Whether AWS wrote the policy and keeps it up to date.
  public boolean belongsToAws() {
    return arn.split(":", 6)[4].equals("aws");
  }

  /// The name without path.
  public String name() {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }
}
