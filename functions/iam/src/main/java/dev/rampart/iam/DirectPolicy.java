package dev.rampart.iam;

/// A policy that a user has by itself, and not through a group.
///
/// @param name the policy's name
/// @param arn the ARN of a managed policy, empty for an inline one
public record DirectPolicy(String name, String arn) {
  /// Whether the policy is part of the user.
  boolean inline() {
    return arn.isEmpty();
  }
}
