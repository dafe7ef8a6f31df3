package dev.rampart.change;

/// AWS Config noticed that a resource changed. An oversized item has no ARN and no name.
///
/// @param resourceType the CloudFormation type, such as `AWS::IAM::Role`
/// @param resourceId Config's id of the resource: for IAM the unique id, for functions the name
/// @param arn the ARN, else empty
/// @param resourceName the name, else empty
public record ConfigItem(String resourceType, String resourceId, String arn, String resourceName)
    implements Cause {}
