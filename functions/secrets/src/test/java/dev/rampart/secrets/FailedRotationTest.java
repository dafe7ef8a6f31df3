package dev.rampart.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.guardrail.Sighting.Seen;
import dev.rampart.guardrail.Trust;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FailedRotationTest {
  private static final Trust TRUST = new Trust("123456789012", Set.of(), Set.of());

  private final FailedRotation watch = new FailedRotation();

  @Test
  void tellsOfTheStepThatFailed() {
    var seen = saw(event()).orElseThrow();
    assertThat(seen.resource()).isEqualTo(Database.ID);
    assertThat(seen.part()).isEqualTo("rotation");
    assertThat(seen.detail()).isEqualTo("its rotation failed at the step createSecret");
    assertThat(seen.advice()).contains("aws secretsmanager rotate-secret tries again");
  }

  @Test
  void tellsNothingElseOfTheMessage() {
    var event = event();
    ((ObjectNode) event.path("detail")).put("errorMessage", "no user with " + Database.VALUE);
    assertThat(saw(event).map(Seen::detail)).hasValue("its rotation failed");
  }

  @Test
  void tellsOfASecretThatAServiceManages() {
    var arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!cluster-96866c5c-AbCdEf";
    var event = event();
    ((ObjectNode) event.path("detail")).putObject("additionalEventData").put("SecretId", arn);
    assertThat(saw(event).map(seen -> seen.resource().arn())).hasValue(arn);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "orders/database", "arn:aws:sqs:us-east-1:123456789012:orders"})
  void leavesWhatNamesNoSecret(String name) {
    var event = event();
    ((ObjectNode) event.path("detail")).putObject("additionalEventData").put("SecretId", name);
    assertThat(saw(event)).isEmpty();
  }

  @Test
  void leavesEverythingElse() {
    for (var name : Recorded.names()) {
      if (!name.startsWith("RotationFailed")) {
        assertThat(saw(Recorded.event(name))).as(name).isEmpty();
      }
    }
  }

  private static JsonNode event() {
    return Recorded.event("RotationFailed.database");
  }

  private Optional<Seen> saw(JsonNode event) {
    return Recorded.change(event)
        .filter(watch::listensTo)
        .flatMap(
            change ->
                watch.look(change, TRUST) instanceof Seen seen
                    ? Optional.of(seen)
                    : Optional.empty());
  }
}
