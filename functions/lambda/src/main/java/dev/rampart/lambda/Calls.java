package dev.rampart.lambda;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Late;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.GetPolicyRequest;
import software.amazon.awssdk.services.lambda.model.RemovePermissionRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionUrlConfigRequest;

/// The calls that fixes of functions are made of.
final class Calls {
  private Calls() {}

  static GetPolicyRequest getPolicy(FunctionArn arn) {
    return GetPolicyRequest.builder().functionName(arn.name()).qualifier(arn.requested()).build();
  }

  /// Removes the statement if the policy is still the one that was judged.
  static Call remove(FunctionPolicy policy, Permission permission) {
    var revision = nullIfEmpty(policy.revision());
    return Call.of(
        removal(policy.arn(), permission.statement().sid()).revisionId(revision).build());
  }

  /// Removes the statement after an earlier step, which may have changed the lock.
  ///
  /// @param step its number in the fix
  static Call removeLater(FunctionArn arn, Permission permission, int step) {
    var revision = new Late("revision" + step, Call.of(getPolicy(arn)), "RevisionId", false);
    return new Call(
        removal(arn, permission.statement().sid()).revisionId(revision.marker()).build(),
        Set.of(revision));
  }

  /// Removes a statement that the fix itself has added.
  static Call removeAgain(FunctionArn arn, String sid) {
    return Call.of(removal(arn, sid).build());
  }

  /// What a person may run to remove the statement; nothing for one without a Sid, because Lambda
  /// removes statements by their Sid only.
  static Call[] removeByHand(FunctionPolicy policy, Permission permission) {
    return permission.statement().sid().isEmpty()
        ? new Call[0]
        : new Call[] {remove(policy, permission)};
  }

  static Call setAuthType(FunctionArn arn, FunctionUrlAuthType authType) {
    return Call.of(
        UpdateFunctionUrlConfigRequest.builder()
            .functionName(arn.name())
            .qualifier(arn.requested())
            .authType(authType)
            .build());
  }

  static Call setCors(FunctionArn arn, UrlCors cors) {
    return Call.of(
        UpdateFunctionUrlConfigRequest.builder()
            .functionName(arn.name())
            .qualifier(arn.requested())
            .cors(cors.toRequest())
            .build());
  }

  static @Nullable String nullIfEmpty(String text) {
    return text.isEmpty() ? null : text;
  }

  private static RemovePermissionRequest.Builder removal(FunctionArn arn, String sid) {
    return RemovePermissionRequest.builder()
        .functionName(arn.name())
        .qualifier(arn.requested())
        .statementId(sid);
  }
}
