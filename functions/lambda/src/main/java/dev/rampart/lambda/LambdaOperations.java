package dev.rampart.lambda;

import dev.rampart.guardrail.Operation;
import dev.rampart.guardrail.Operations;
import java.util.List;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.GetPolicyRequest;
import software.amazon.awssdk.services.lambda.model.RemovePermissionRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionUrlConfigRequest;

/// What a fix of a function, or its undo, may call.
final class LambdaOperations {
  private static final String SERVICE = "lambda";

  private LambdaOperations() {}

  static Operations of(LambdaClient client) {
    return new Operations(
        List.of(
            Operation.of(
                    SERVICE,
                    "AddPermission",
                    AddPermissionRequest.builder().build(),
                    client::addPermission)
                .granting()
                .lockedBy("RevisionId"),
            Operation.of(
                SERVICE, "GetPolicy", GetPolicyRequest.builder().build(), client::getPolicy),
            Operation.of(
                    SERVICE,
                    "RemovePermission",
                    RemovePermissionRequest.builder().build(),
                    client::removePermission)
                .lockedBy("RevisionId"),
            // Grants nothing as a fix: the function's role may only set AWS_IAM, the undo's any.
            Operation.of(
                SERVICE,
                "UpdateFunctionUrlConfig",
                UpdateFunctionUrlConfigRequest.builder().build(),
                client::updateFunctionUrlConfig)));
  }
}
