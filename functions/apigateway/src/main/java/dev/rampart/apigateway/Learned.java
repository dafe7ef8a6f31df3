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
/// @param webAcls the ARNs of the web ACLs in the Region: [Read#WEB_ACLS]
record Learned(
    @Nullable Set<String> deployments,
    @Nullable Map<String, Unpublished> unpublished,
    @Nullable Boolean asksCertificates,
    @Nullable Set<String> validators,
    @Nullable Set<String> webAcls) {
  static Learned nothing() {
    return new Learned(null, null, null, null, null);
  }

  Learned withDeployments(Set<String> ids) {
    return new Learned(ids, unpublished, asksCertificates, validators, webAcls);
  }

  Learned withUnpublished(Map<String, Unpublished> differences) {
    return new Learned(deployments, differences, asksCertificates, validators, webAcls);
  }

  Learned withCertificates(boolean asked) {
    return new Learned(deployments, unpublished, asked, validators, webAcls);
  }

  Learned withValidators(Set<String> ids) {
    return new Learned(deployments, unpublished, asksCertificates, ids, webAcls);
  }

  Learned withWebAcls(Set<String> arns) {
    return new Learned(deployments, unpublished, asksCertificates, validators, arns);
  }
}
