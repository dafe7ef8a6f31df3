package dev.rampart.apigateway;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What was read of an API beyond what every look reads, because a guardrail asked for it. All of
/// it is null until then.
///
/// @param deployments the ids of all deployments: [Read#DEPLOYMENTS]
/// @param unpublished how the draft differs from what each stage serves, without the stages from
///   which it differs in more than authorization, or may: [Read#UNPUBLISHED]
/// @param asksCertificates whether every custom domain of it asks for a client certificate:
///   [Read#DOMAIN_NAMES]
/// @param validators the ids of the request validators that check something: [Read#VALIDATORS]
record Learned(
    @Nullable Set<String> deployments,
    @Nullable Map<String, Unpublished> unpublished,
    @Nullable Boolean asksCertificates,
    @Nullable Set<String> validators) {
  static Learned nothing() {
    return new Learned(null, null, null, null);
  }

  Learned withDeployments(Set<String> ids) {
    return new Learned(ids, unpublished, asksCertificates, validators);
  }

  Learned withUnpublished(Map<String, Unpublished> differences) {
    return new Learned(deployments, differences, asksCertificates, validators);
  }

  Learned withCertificates(boolean asked) {
    return new Learned(deployments, unpublished, asked, validators);
  }

  Learned withValidators(Set<String> ids) {
    return new Learned(deployments, unpublished, asksCertificates, ids);
  }
}
