package dev.rampart.secrets;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Effect;
import dev.rampart.guardrail.Step;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.DisableKeyRequest;
import software.amazon.awssdk.services.kms.model.DisableKeyRotationRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyRotationRequest;
import software.amazon.awssdk.services.kms.model.PutKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionRequest;

/// The calls that fixes of keys are made of.
final class KeyCalls {
  // KMS takes no less and no more:
  // https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
  private static final int SHORTEST = 7;
  private static final int LONGEST = 30;

  private KeyCalls() {}

  /// Gives the key this policy, if whoever asks could still give it another one.
  static Call putPolicy(Key key, String document) {
    return Call.of(
        PutKeyPolicyRequest.builder()
            .keyId(key.id().arn())
            .policyName("default")
            .policy(document)
            .bypassPolicyLockoutSafetyCheck(false)
            .build());
  }

  /// Keeps the key, which stays disabled; undone, it has as long as it had, or as KMS allows.
  static Step keep(Key key) {
    var arn = key.id().arn();
    return new Step(
        Effect.RESTORES,
        Call.of(CancelKeyDeletionRequest.builder().keyId(arn).build()),
        Call.of(
            ScheduleKeyDeletionRequest.builder()
                .keyId(arn)
                .pendingWindowInDays(Math.clamp(key.daysLeft(), SHORTEST, LONGEST))
                .build()));
  }

  /// Lets the key be used again.
  static Step enable(Key key) {
    var arn = key.id().arn();
    return new Step(
        Effect.RESTORES,
        Call.of(EnableKeyRequest.builder().keyId(arn).build()),
        Call.of(DisableKeyRequest.builder().keyId(arn).build()));
  }

  /// Lets the key rotate again.
  ///
  /// @param days how often
  static Step rotate(Key key, int days) {
    var arn = key.id().arn();
    return new Step(
        Effect.RESTORES,
        Call.of(EnableKeyRotationRequest.builder().keyId(arn).rotationPeriodInDays(days).build()),
        Call.of(DisableKeyRotationRequest.builder().keyId(arn).build()));
  }
}
