package dev.rampart.local.demo;

import java.time.Duration;
import java.util.Optional;

/// How a part of the story ended.
///
/// @param time from the person's call until Rampart had proved its fix and another client read it
/// @param verified whether another client read what was to be
record Result(String what, String outcome, Optional<Duration> time, boolean verified) {}
