package dev.rampart.iam;

import dev.rampart.function.UndoFunction;
import software.amazon.awssdk.services.iam.IamClient;

/// Takes fixes of [IamFunction] back.
public final class IamUndo extends UndoFunction {
  /// Sets the function up, once per execution environment.
  public IamUndo() {
    this(IamFunction.client());
  }

  private IamUndo(IamClient iam) {
    super(
        IamFunction.domains(iam, IamFunction.settings(), IamFunction.cloudTrail()),
        IamOperations.with(iam));
  }
}
