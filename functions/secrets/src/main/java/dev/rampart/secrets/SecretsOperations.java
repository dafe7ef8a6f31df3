package dev.rampart.secrets;

import dev.rampart.guardrail.Operation;
import dev.rampart.guardrail.Operations;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.DisableKeyRequest;
import software.amazon.awssdk.services.kms.model.DisableKeyRotationRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyRotationRequest;
import software.amazon.awssdk.services.kms.model.PutKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionRequest;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutResourcePolicyRequest;

/// What a fix, or its undo, may call.
final class SecretsOperations {
  private SecretsOperations() {}

  static Operations with(SecretsClients clients) {
    var operations = new ArrayList<>(ofKeys(clients.keys()));
    operations.addAll(ofSecrets(clients.secrets()));
    return new Operations(operations);
  }

  private static List<Operation> ofKeys(KmsClient keys) {
    return List.of(
        Operation.of(
            "kms",
            "CancelKeyDeletion",
            CancelKeyDeletionRequest.builder().build(),
            keys::cancelKeyDeletion),
        Operation.of("kms", "DisableKey", DisableKeyRequest.builder().build(), keys::disableKey),
        Operation.of(
            "kms",
            "DisableKeyRotation",
            DisableKeyRotationRequest.builder().build(),
            keys::disableKeyRotation),
        Operation.of("kms", "EnableKey", EnableKeyRequest.builder().build(), keys::enableKey),
        Operation.of(
            "kms",
            "EnableKeyRotation",
            EnableKeyRotationRequest.builder().build(),
            keys::enableKeyRotation),
        Operation.of(
                "kms", "PutKeyPolicy", PutKeyPolicyRequest.builder().build(), keys::putKeyPolicy)
            .granting(),
        Operation.of(
            "kms",
            "ScheduleKeyDeletion",
            ScheduleKeyDeletionRequest.builder().build(),
            keys::scheduleKeyDeletion));
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
