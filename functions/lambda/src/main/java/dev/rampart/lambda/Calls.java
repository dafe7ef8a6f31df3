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

  static GetPolicyRequest getPolicy(String name, String qualifier) {
    return GetPolicyRequest.builder().functionName(name).qualifier(nullIfEmpty(qualifier)).build();
  }

  /// Removes the statement if the policy is still the one that was judged.
  static Call remove(LambdaFunction function, Permission permission) {
    var revision = nullIfEmpty(function.revision(permission.qualifier()));
    return Call.of(removal(function, permission).revisionId(revision).build());
  }

  /// Removes the statement after an earlier step, which may have changed the lock.
  ///
  /// @param step its number in the fix
  static Call removeLater(LambdaFunction function, Permission permission, int step) {
    var read = Call.of(getPolicy(function.name(), permission.qualifier()));
    var revision = new Late("revision" + step, read, "RevisionId", false);
    return new Call(
        removal(function, permission).revisionId(revision.marker()).build(), Set.of(revision));
  }

  /// Removes a statement that the fix itself has added.
  static Call removeAgain(LambdaFunction function, Permission permission) {
    return Call.of(removal(function, permission).build());
  }

  static Call setAuthType(LambdaFunction function, FunctionUrl url, FunctionUrlAuthType authType) {
    return Call.of(
        UpdateFunctionUrlConfigRequest.builder()
            .functionName(function.name())
            .qualifier(nullIfEmpty(url.qualifier()))
            .authType(authType)
            .build());
  }

  static @Nullable String nullIfEmpty(String text) {
    return text.isEmpty() ? null : text;
  }

  private static RemovePermissionRequest.Builder removal(
      LambdaFunction function, Permission permission) {
    return RemovePermissionRequest.builder()
        .functionName(function.name())
        .qualifier(nullIfEmpty(permission.qualifier()))
        .statementId(permission.statement().sid());
  }
}
