package dev.rampart.secrets;

import dev.rampart.function.ChangeFunction;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Watch;
import java.time.InstantSource;
import java.util.List;

/// Looks at secrets, keys and parameters that changed, and puts violations right.
public final class SecretsDomain extends ChangeFunction {
  /// Sets the function up, once per execution environment.
  public SecretsDomain() {
    this(SecretsClients.create());
  }

  private SecretsDomain(SecretsClients clients) {
    super(domains(clients), SecretsOperations.with(clients));
  }

  /// The kinds of resources looked after; each lists its guardrails.
  static List<Domain<?>> domains(SecretsClients clients) {
    return List.of(
        new Secrets(clients.secrets(), clients.trusted(), InstantSource.system()),
        new Keys(clients.keys(), clients.trusted(), InstantSource.system()),
        new Parameters(clients.parameters()));
  }

  @Override
  public List<Watch> watches() {
    return List.of(new FailedRotation());
  }
}
