package dev.rampart.secrets;

/// How a parameter is kept.
///
/// @param name the parameter's name
/// @param type `String`, `StringList` or `SecureString`
public record ParameterType(String name, String type) {}
