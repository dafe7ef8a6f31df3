package dev.rampart.secrets;

import dev.rampart.guardrail.Call;
import software.amazon.awssdk.services.secretsmanager.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutResourcePolicyRequest;

/// The calls that fixes of secrets are made of.
final class SecretCalls {
  private SecretCalls() {}

  /// Gives the secret this policy, unless Secrets Manager finds it public; takes the policy away if
  /// it is empty.
  static Call limit(Secret secret, String document) {
    return document.isEmpty()
        ? delete(secret)
        : Call.of(put(secret, document).blockPublicPolicy(true).build());
  }

  /// Gives the secret a policy back that it had, whatever it is.
  static Call giveBack(Secret secret, String document) {
    return document.isEmpty() ? delete(secret) : Call.of(put(secret, document).build());
  }

  private static PutResourcePolicyRequest.Builder put(Secret secret, String document) {
    return PutResourcePolicyRequest.builder().secretId(secret.id().arn()).resourcePolicy(document);
  }

  private static Call delete(Secret secret) {
    return Call.of(DeleteResourcePolicyRequest.builder().secretId(secret.id().arn()).build());
  }
}
