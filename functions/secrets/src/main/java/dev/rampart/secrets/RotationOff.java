package dev.rampart.secrets;

import static dev.rampart.guardrail.Severity.LOW;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.undetermined;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.Map;

/// Flags secrets that rotated and do not any more, and those whose rotation is overdue. A secret
/// that never rotated may be one that cannot.
@Rule(
    summary = "Secret rotates no more",
    risk = "A value that leaked stays good for as long as nobody changes it.",
    severity = LOW,
    triggers = {
      "secretsmanager:CancelRotateSecret",
      "secretsmanager:RotateSecret",
      "secretsmanager:RotationFailed",
      "secretsmanager:TagResource",
      "secretsmanager:UntagResource"
    },
    configTypes = Secret.TYPE,
    standards = {"SecretsManager.1", "SecretsManager.4"},
    byDefault = "alert")
public final class RotationOff implements Guardrail<Secret, SecretRotation> {
  @Override
  public Map<String, SecretRotation> parts(Secret secret) {
    return Map.of("rotation", secret.rotation());
  }

  @Override
  public Verdict check(SecretRotation rotation, Secret secret, Past<SecretRotation> past) {
    if (!rotation.refused().isEmpty()) {
      return undetermined(rotation.refused());
    }
    if (!rotation.overdue().isEmpty()) {
      return violation(
              "its rotation was due on %s and did not happen".formatted(rotation.overdue()))
          .leftToAPerson("the log of its rotation function says why")
          .verdict();
    }
    if (rotation.enabled()) {
      return compliant();
    }
    if (past.isUnread()) {
      return asks(Fact.History.PAST);
    }
    if (past.lastGood().filter(SecretRotation::enabled).isEmpty()) {
      return compliant();
    }
    return violation("it rotated and does not any more")
        .leftToAPerson(
            "only its owner knows whether something else rotates it now; aws secretsmanager"
                + " rotate-secret starts it again, and changes the value at once")
        .verdict();
  }
}
