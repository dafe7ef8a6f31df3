package dev.rampart.secrets;

import static dev.rampart.guardrail.Severity.HIGH;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.undetermined;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import dev.rampart.secrets.KeyCondition.Life;
import dev.rampart.secrets.KeyCondition.Rotation;
import dev.rampart.secrets.KeyCondition.Use;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Flags keys that are about to be deleted, that were put out of use, or that rotate no more, and
/// keeps them where the owner asks for it. A key that was never in use or never rotated is nobody's
/// mistake of today, and one that was out of use before its deletion was scheduled stays so.
@Rule(
    summary = "Encryption key is about to be lost, disabled, or rotates no more",
    risk =
        "What a lost key encrypted is lost with it; what a disabled one encrypted is out of reach.",
    severity = HIGH,
    triggers = {
      "kms:CancelKeyDeletion",
      "kms:CreateKey",
      "kms:DeleteImportedKeyMaterial",
      "kms:DisableKey",
      "kms:DisableKeyRotation",
      "kms:EnableKey",
      "kms:EnableKeyRotation",
      "kms:ImportKeyMaterial",
      "kms:ScheduleKeyDeletion",
      "kms:TagResource",
      "kms:UntagResource"
    },
    configTypes = Key.TYPE,
    standards = {"KMS.3", "KMS.4"},
    byDefault = "alert")
public final class KeyAtRisk implements Guardrail<Key, KeyCondition> {
  @Override
  public Map<String, KeyCondition> parts(Key key) {
    return key.conditions();
  }

  @Override
  public Verdict check(KeyCondition condition, Key key, Past<KeyCondition> past) {
    return switch (condition) {
      case Life life -> life(life, key, past);
      case Use _ -> use(key, past);
      case Rotation rotation -> rotation(rotation, key, past);
    };
  }

  private static Verdict life(Life life, Key key, Past<KeyCondition> past) {
    return switch (life.state()) {
      case "" -> undetermined("the key may not be described");
      case "PendingDeletion" -> deletion(key, past);
      case "PendingReplicaDeletion" ->
          violation("it is to be deleted once its replicas are")
              .leftToAPerson("whoever deletes the replicas has to stop first")
              .verdict();
      default -> compliant();
    };
  }

  private static Verdict deletion(Key key, Past<KeyCondition> past) {
    var finding =
        violation(
            "it is to be deleted in %d days, with all that it encrypts".formatted(key.daysLeft()));
    return wasEnabled(past)
        ? finding
            .fixedBy(
                "cancel the deletion and enable the key again",
                List.of(KeyCalls.keep(key), KeyCalls.enable(key)))
            .verdict()
        : finding
            .fixedBy(
                "cancel the deletion and leave the key disabled, since it was not seen enabled"
                    + " right before; aws kms enable-key --key-id %s enables it"
                        .formatted(key.id().arn()),
                List.of(KeyCalls.keep(key)))
            .verdict();
  }

  // Out of use is also what waits for its deletion: nobody has to be told that twice.
  private static Verdict use(Key key, Past<KeyCondition> past) {
    return switch (key.life().state()) {
      case "" -> undetermined("the key may not be described");
      case "Disabled", "PendingImport" -> outOfUse(key, past);
      default -> compliant();
    };
  }

  private static Verdict outOfUse(Key key, Past<KeyCondition> past) {
    if (past.isUnread()) {
      return asks(Fact.History.PAST);
    }
    if (!wasInUse(past)) {
      return compliant();
    }
    return key.life().is("PendingImport")
        ? violation("its material is deleted, so that nothing can be decrypted")
            .leftToAPerson("only who has the material can import it again")
            .verdict()
        : violation("it is disabled and was in use")
            .fixedBy("enable the key again", List.of(KeyCalls.enable(key)))
            .verdict();
  }

  private static Verdict rotation(Rotation rotation, Key key, Past<KeyCondition> past) {
    if (!rotation.refused().isEmpty()) {
      return undetermined(rotation.refused());
    }
    if (rotation.isOn()) {
      return compliant();
    }
    if (past.isUnread()) {
      return asks(Fact.History.PAST);
    }
    var before = findFormerRotation(past);
    if (before.isEmpty()) {
      return compliant();
    }
    var finding = violation("it rotates no more");
    var steps = List.of(KeyCalls.rotate(key, before.get().days()));
    return key.life().is("Enabled")
        ? finding.fixedBy("let the key rotate again as it did", steps).verdict()
        : finding
            .leftToAPerson(
                "a key that is disabled cannot be told to rotate; afterwards, it can",
                steps.getFirst().apply())
            .verdict();
  }

  private static boolean wasEnabled(Past<KeyCondition> past) {
    return past.lastGood()
        .filter(each -> each instanceof Life life && life.is("Enabled"))
        .isPresent();
  }

  private static boolean wasInUse(Past<KeyCondition> past) {
    return past.lastGood().filter(each -> each instanceof Use use && use.enabled()).isPresent();
  }

  private static Optional<Rotation> findFormerRotation(Past<KeyCondition> past) {
    return past.lastGood()
        .flatMap(
            each ->
                each instanceof Rotation rotation && rotation.isOn()
                    ? Optional.of(rotation)
                    : Optional.empty());
  }
}
