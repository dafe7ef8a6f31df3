package dev.rampart.change;

/// A Config rule changed its mind about a resource.
///
/// @param rule the rule's name, possibly with the suffix of a conformance pack
/// @param resourceType the CloudFormation type
/// @param resourceId Config's id of the resource
public record ConfigCompliance(String rule, String resourceType, String resourceId)
    implements Cause {}
