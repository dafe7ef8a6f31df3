package dev.rampart.apigateway;

import dev.rampart.guardrail.Fact;

/// What a guardrail may ask to be read in addition.
public enum Read implements Fact {
  /// Which deployments a stage could go back to.
  DEPLOYMENTS,
  /// How the draft differs from what each stage serves.
  UNPUBLISHED,
  /// Whether the custom domains ask callers for a certificate.
  DOMAIN_NAMES,
  /// Which request validators check something.
  VALIDATORS,
  /// Which web ACLs there are.
  WEB_ACLS
}
