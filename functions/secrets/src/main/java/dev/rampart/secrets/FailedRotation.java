package dev.rampart.secrets;

import dev.rampart.change.ApiCall;
import dev.rampart.change.Change;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Severity;
import dev.rampart.guardrail.Sighting;
import dev.rampart.guardrail.Trust;
import dev.rampart.guardrail.Watch;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells of rotations that failed. The state of a secret does not show it: it is told to rotate as
/// before, and the next rotation is not due yet.
@Rule(
    summary = "Rotation of a secret failed",
    risk = "The old value stays good, or the database has another one than those who read it.",
    severity = Severity.MEDIUM,
    triggers = "secretsmanager:RotationFailed",
    standards = "SecretsManager.2",
    byDefault = "alert")
public final class FailedRotation implements Watch {
  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
  private static final Pattern STEP =
      Pattern.compile("\\b(createSecret|setSecret|testSecret|finishSecret)\\b");

  @Override
  public Set<String> types() {
    return Set.of(Secret.TYPE);
  }

  // Secrets Manager tries again and again.
  @Override
  public Duration window() {
    return Duration.ofMinutes(15);
  }

  @Override
  public Sighting look(Change change, Trust trust) {
    if (!(change.cause() instanceof ApiCall call)) {
      return Sighting.idle();
    }
    var arn = call.requested("SecretId");
    return SecretNames.isArn(arn)
        ? new Sighting.Seen(
            new ResourceId(Secret.TYPE, arn),
            "rotation",
            "its rotation failed" + step(change),
            "the log of its rotation function says why; if it was repaired since, aws"
                + " secretsmanager rotate-secret tries again at once")
        : Sighting.idle();
  }

  // Nothing else of the message is told: a function may have written anything into it.
  private static String step(Change change) {
    var said = STEP.matcher(change.envelope().at("/detail/errorMessage").asText(""));
    return said.find() ? " at the step " + said.group(1) : "";
  }
}
