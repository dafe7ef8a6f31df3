package dev.rampart.lambda;

import dev.rampart.guardrail.Operation;
import java.util.List;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageRequest;

/// What the move of a variable's value to a secret, and its undo, may call.
final class SecretOperations {
  private static final String SERVICE = "secretsmanager";

  private SecretOperations() {}

  static List<Operation> of(SecretsManagerClient client) {
    return List.of(
        Operation.of(
            SERVICE, "CreateSecret", CreateSecretRequest.builder().build(), client::createSecret),
        Operation.of(
            SERVICE,
            "DeleteResourcePolicy",
            DeleteResourcePolicyRequest.builder().build(),
            client::deleteResourcePolicy),
        Operation.of(
            SERVICE, "DeleteSecret", DeleteSecretRequest.builder().build(), client::deleteSecret),
        Operation.of(
            SERVICE,
            "GetSecretValue",
            GetSecretValueRequest.builder().build(),
            client::getSecretValue),
        Operation.of(
                SERVICE,
                "PutResourcePolicy",
                PutResourcePolicyRequest.builder().build(),
                client::putResourcePolicy)
            .granting(),
        Operation.of(
            SERVICE,
            "PutSecretValue",
            PutSecretValueRequest.builder().build(),
            client::putSecretValue),
        Operation.of(
            SERVICE,
            "UpdateSecretVersionStage",
            UpdateSecretVersionStageRequest.builder().build(),
            client::updateSecretVersionStage));
  }
}
