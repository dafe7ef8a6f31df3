package dev.rampart.guardrail;

import java.time.Duration;

/// What came of reading a resource.
///
/// @param <R> the resource
public sealed interface Loaded<R extends Resource> {
  /// It is there.
  record Present<R extends Resource>(R resource) implements Loaded<R> {}

  /// It does not exist, or not any more.
  record Gone<R extends Resource>() implements Loaded<R> {}

  /// It is changing right now; a judgement would be about a passing state.
  record Unsettled<R extends Resource>(String why, Duration lookAgain) implements Loaded<R> {}
}
