package dev.rampart.secrets;

import dev.rampart.guardrail.Operation;
import dev.rampart.guardrail.Operations;
import java.util.List;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutResourcePolicyRequest;

/// What a fix, or its undo, may call.
final class SecretsOperations {
  private SecretsOperations() {}

  static Operations with(SecretsClients clients) {
    return new Operations(ofSecrets(clients.secrets()));
  }

  // Putting a policy grants nothing as a fix: the function's role may only put one that Secrets
  // Manager itself finds not to be public, and a fix never adds a statement that was not good.
  private static List<Operation> ofSecrets(SecretsManagerClient secrets) {
    return List.of(
        Operation.of(
            "secretsmanager",
            "DeleteResourcePolicy",
            DeleteResourcePolicyRequest.builder().build(),
            secrets::deleteResourcePolicy),
        Operation.of(
            "secretsmanager",
            "PutResourcePolicy",
            PutResourcePolicyRequest.builder().build(),
            secrets::putResourcePolicy));
  }
}
