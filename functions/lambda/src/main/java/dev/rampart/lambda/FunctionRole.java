package dev.rampart.lambda;

/// The role that a function runs as.
///
/// @param arn the role's ARN
public record FunctionRole(String arn) {}
