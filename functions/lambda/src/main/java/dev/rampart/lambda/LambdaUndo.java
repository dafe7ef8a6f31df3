package dev.rampart.lambda;

import dev.rampart.function.UndoFunction;
import software.amazon.awssdk.services.lambda.LambdaClient;

/// Takes fixes of [LambdaDomain] back.
public final class LambdaUndo extends UndoFunction {
  /// Sets the function up, once per execution environment.
  public LambdaUndo() {
    this(LambdaDomain.client());
  }

  private LambdaUndo(LambdaClient lambda) {
    super(
        LambdaDomain.domains(
            lambda, LambdaDomain.settings(), LambdaDomain.s3(), LambdaDomain.keys()),
        LambdaOperations.of(lambda, LambdaDomain.secrets()));
  }
}
