package dev.rampart.lambda;

import dev.rampart.guardrail.Operation;
import dev.rampart.guardrail.Operations;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AddLayerVersionPermissionRequest;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetPolicyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.RemoveLayerVersionPermissionRequest;
import software.amazon.awssdk.services.lambda.model.RemovePermissionRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionUrlConfigRequest;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/// What a fix of a function, or its undo, may call.
final class LambdaOperations {
  private static final String SERVICE = "lambda";

  private LambdaOperations() {}

  static Operations of(LambdaClient client, SecretsManagerClient secrets) {
    return new Operations(
        Stream.concat(ofFunctions(client).stream(), SecretOperations.of(secrets).stream())
            .toList());
  }

  private static List<Operation> ofFunctions(LambdaClient client) {
    return List.of(
        Operation.of(
                SERVICE,
                "AddLayerVersionPermission",
                AddLayerVersionPermissionRequest.builder().build(),
                client::addLayerVersionPermission)
            .granting(),
        Operation.of(
                SERVICE,
                "AddPermission",
                AddPermissionRequest.builder().build(),
                client::addPermission)
            .granting()
            .lockedBy("RevisionId"),
        Operation.of(
            SERVICE,
            "DeleteFunctionConcurrency",
            DeleteFunctionConcurrencyRequest.builder().build(),
            client::deleteFunctionConcurrency),
        Operation.of(
            SERVICE,
            "GetFunctionConfiguration",
            GetFunctionConfigurationRequest.builder().build(),
            client::getFunctionConfiguration),
        Operation.of(SERVICE, "GetPolicy", GetPolicyRequest.builder().build(), client::getPolicy),
        Operation.of(
            SERVICE,
            "PutFunctionConcurrency",
            PutFunctionConcurrencyRequest.builder().build(),
            client::putFunctionConcurrency),
        Operation.of(
                SERVICE,
                "RemoveLayerVersionPermission",
                RemoveLayerVersionPermissionRequest.builder().build(),
                client::removeLayerVersionPermission)
            .lockedBy("RevisionId"),
        Operation.of(
                SERVICE,
                "RemovePermission",
                RemovePermissionRequest.builder().build(),
                client::removePermission)
            .lockedBy("RevisionId"),
        // Who may call it may give a function other layers, and another role with a right more.
        Operation.of(
                SERVICE,
                "UpdateFunctionConfiguration",
                UpdateFunctionConfigurationRequest.builder().build(),
                client::updateFunctionConfiguration)
            .granting()
            .lockedBy("RevisionId"),
        // Grants nothing as a fix: the function's role may only set AWS_IAM, the undo's any.
        Operation.of(
            SERVICE,
            "UpdateFunctionUrlConfig",
            UpdateFunctionUrlConfigRequest.builder().build(),
            client::updateFunctionUrlConfig));
  }
}
