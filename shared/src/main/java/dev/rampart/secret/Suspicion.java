package dev.rampart.secret;

/// That a value is a secret, in words that an alert may carry: nothing of the value is in here.
///
/// @param kind what it seems to be, a noun phrase such as `database password in a URL`
/// @param length of the whole value, in characters
public record Suspicion(String kind, int length) {}
