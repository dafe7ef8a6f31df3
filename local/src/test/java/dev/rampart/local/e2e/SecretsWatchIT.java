package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.emulator.Checkout;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/// What Rampart only tells of: parameters in plain text, secrets that rotate no more.
@ExtendWith(WithBot.class)
final class SecretsWatchIT {
  private static final String VALUE = "correct-horse-battery-staple";

  private final Bot bot;

  SecretsWatchIT(Bot bot) {
    this.bot = bot;
  }

  @Test
  void tellsOfAParameterThatIsKeptInPlainText() {
    String name = "/" + bot.name("shop") + "/database/password";
    Story told = bot.story("arn:aws:ssm:us-east-1:123456789012:parameter" + name);

    bot.eve.ssm().putParameter(put -> put.name(name).type(ParameterType.STRING).value(VALUE));

    var alert = told.isTold("REPORTED", "PlaintextParameter", "PutParameter");
    assertThat(alert.facts().toString()).contains(name).doesNotContain(VALUE);
    assertThat(told.calls("rampart-secrets"))
        .extracting(call -> call.name())
        .contains("ssm:DescribeParameters");
  }

  @Test
  void tellsOfASecretThatRotatesNoMore() {
    String name = bot.name("orders/database");
    String arn =
        bot.eve.secrets().createSecret(create -> create.name(name).secretString(VALUE)).arn();
    Story learning = bot.story(arn);
    bot.eve
        .secrets()
        .rotateSecret(
            rotate ->
                rotate
                    .secretId(name)
                    .rotationLambdaARN("arn:aws:lambda:us-east-1:123456789012:function:rotate")
                    .rotationRules(rules -> rules.automaticallyAfterDays(30L)));
    learning.awaitOutcome("CLEAN");
    bot.settle();

    Story told = bot.story(arn);
    bot.eve.secrets().cancelRotateSecret(cancel -> cancel.secretId(name));

    var alert = told.isTold("REPORTED", "RotationOff", "CancelRotateSecret");
    assertThat(alert.facts().toString()).doesNotContain(VALUE);
    assertThat(told.writes("rampart-secrets")).isEmpty();
  }

  // The emulated Secrets Manager calls no function, so none fails.
  @Test
  void tellsOfARotationThatFailed() throws IOException {
    String name = bot.name("orders/database");
    String arn =
        bot.eve.secrets().createSecret(create -> create.name(name).secretString(VALUE)).arn();
    bot.settle();
    ObjectNode event =
        (ObjectNode)
            new ObjectMapper()
                .readTree(
                    Checkout.find()
                        .root()
                        .resolve("events/secrets/RotationFailed.database.json")
                        .toFile());
    event.withObject("/detail").put("eventID", "rotation of " + arn);
    event.withObject("/detail/additionalEventData").put("SecretId", arn);

    Story told = bot.story(arn);
    bot.send("rampart-secrets", event.toString());

    var alert = told.awaitAlert("REPORTED");
    assertThat(alert.guardrail()).isEqualTo("FailedRotation");
    assertThat(alert.facts().path("detail").asText())
        .isEqualTo("its rotation failed at the step createSecret");
    told.awaitOutcome("CLEAN");
    bot.purge("rampart-secrets"); // what counts those alike comes a quarter of an hour later
    assertThat(told.writes("rampart-secrets")).isEmpty();
  }
}
