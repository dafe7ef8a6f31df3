package dev.rampart.lambda;

/// What a function runs on.
///
/// @param identifier as the API has it: `python3.13`
public record RuntimeName(String identifier) {}
