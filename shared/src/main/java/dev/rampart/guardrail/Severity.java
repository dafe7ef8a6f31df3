package dev.rampart.guardrail;

/// How bad a violation is, from the least to the worst.
public enum Severity {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL
}
