package dev.rampart.secrets;

import dev.rampart.function.UndoFunction;

/// Takes fixes of [SecretsDomain] back.
public final class SecretsUndo extends UndoFunction {
  /// Sets the function up, once per execution environment.
  public SecretsUndo() {
    this(SecretsClients.create());
  }

  private SecretsUndo(SecretsClients clients) {
    super(SecretsDomain.domains(clients), SecretsOperations.with(clients));
  }
}
