package dev.rampart.change;

/// A service of AWS that looks for weaknesses found one.
///
/// @param kind what it found, in the service's own word: `UnusedPermission`
/// @param resourceType the CloudFormation type, such as `AWS::IAM::Role`
/// @param arn the resource's ARN
public record Finding(String kind, String resourceType, String arn) implements Cause {}
