package dev.rampart.iam;

import dev.rampart.guardrail.Fact;

/// Costly reads about permissions boundaries.
public enum BoundaryFact implements Fact {
  /// What the boundary in force allows.
  DOCUMENT
}
