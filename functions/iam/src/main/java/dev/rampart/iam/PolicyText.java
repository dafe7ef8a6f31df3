package dev.rampart.iam;

/// A policy document in force, as IAM keeps it.
///
/// @param name what it is called where it stands: an inline policy's name, `default version`
/// @param version the version of a managed policy, such as `v3`; empty for an inline policy
/// @param document the JSON text, to the byte
public record PolicyText(String name, String version, String document) {}
