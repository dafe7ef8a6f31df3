package dev.rampart.local.template;

/// An SSM parameter as deployed.
public record ParameterSpec(String logicalId, String name, String type, String value) {}
