package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.emulator.Checkout;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What IAM Access Analyzer finds unused is looked at, and told with what to do about it.
@ExtendWith(WithBot.class)
final class UnusedAccessIT {
  private static final String QUEUES =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:GetRole","sqs:SendMessage"],
       "Resource":"arn:aws:sqs:us-east-1:123456789012:orders"}]}\
      """;

  private final Bot bot;
  private final Iam iam;

  UnusedAccessIT(Bot bot) {
    this.bot = bot;
    this.iam = new Iam(bot);
  }

  @Test
  void tellsOnceWhichServicesARoleDoesNotUse() throws IOException {
    Story role = iam.knownRole("unused");
    iam.put(role, "queues", QUEUES);
    bot.settle();
    grownOld(role);
    bot.account.person("ASIA" + Iam.nameOf(role), Iam.nameOf(role), "app").iam().listRoles();

    Story told = bot.story(role.arn());
    assertThat(bot.account.put(finding(role))).hasSize(1);
    var alert = told.awaitAlert("DEBT");
    bot.account.put(finding(role));

    assertThat(told.allAlerts()).hasSize(1);
    assertThat(alert.facts().path("guardrail").asText()).isEqualTo("UnusedAccess");
    assertThat(alert.facts().path("detail").asText()).contains("did not use these in 90 days: sqs");
    assertThat(alert.facts().path("byHand"))
        .anySatisfy(
            line ->
                assertThat(line.asText())
                    .startsWith("aws iam put-role-policy")
                    .contains("iam:GetRole")
                    .doesNotContain("sqs:SendMessage"));
    assertThat(told.writes("rampart-iam")).isEmpty();
  }

  @Test
  void tellsOfARoleThatNobodyUses() throws IOException {
    Story role = iam.knownRole("idle");
    grownOld(role);

    bot.account.put(finding(role));

    var alert = role.awaitAlert("DEBT");
    assertThat(alert.facts().path("detail").asText()).contains("nobody used the role");
    assertThat(alert.facts().path("byHand"))
        .anySatisfy(line -> assertThat(line.asText()).contains("policy/AWSDenyAll"));
  }

  @Test
  void saysNothingOfAYoungRole() throws IOException {
    Story role = iam.knownRole("young");

    bot.account.put(finding(role));

    role.awaitOutcome("CLEAN");
    assertThat(role.allAlerts()).isEmpty();
  }

  private void grownOld(Story role) {
    bot.emulator().backdate(Iam.nameOf(role), Instant.now().minus(Duration.ofDays(200)));
  }

  private static ObjectNode finding(Story role) throws IOException {
    var file = Checkout.find().root().resolve("events/iam/UnusedAccessFinding.permission.json");
    var event = (ObjectNode) new ObjectMapper().readTree(file.toFile());
    ((ObjectNode) event.path("detail")).put("resource", role.arn());
    return event;
  }
}
