package dev.rampart.lambda;

import dev.rampart.guardrail.Call;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;

/// The calls that a person may make, or that fixes of a function's setup are made of.
final class SetupCalls {
  private SetupCalls() {}

  /// Gives the function these layers and no others.
  static UpdateFunctionConfigurationRequest layers(FunctionSetup setup, Layers layers) {
    return update(setup).layers(layers.arns()).build();
  }

  /// Encrypts the environment with that key.
  static UpdateFunctionConfigurationRequest encryption(FunctionSetup setup, String key) {
    return update(setup).kmsKeyArn(key).build();
  }

  /// Sets that many executions aside.
  static Call reserve(FunctionSetup setup, Reservation reservation) {
    if (reservation.equals(Reservation.NONE)) {
      return Call.of(DeleteFunctionConcurrencyRequest.builder().functionName(setup.name()).build());
    }
    return Call.of(
        PutFunctionConcurrencyRequest.builder()
            .functionName(setup.name())
            .reservedConcurrentExecutions(reservation.count())
            .build());
  }

  private static UpdateFunctionConfigurationRequest.Builder update(FunctionSetup setup) {
    return UpdateFunctionConfigurationRequest.builder()
        .functionName(setup.name())
        .revisionId(Calls.nullIfEmpty(setup.revision()));
  }
}
