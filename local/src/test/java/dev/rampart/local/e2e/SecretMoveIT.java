package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.emulator.Checkout;
import dev.rampart.local.account.AlertInbox.Alert;
import dev.rampart.tester.LedgerText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;

/// A secret is moved out of a function's variables, in two halves, and all the way back.
@ExtendWith(WithBot.class)
final class SecretMoveIT {
  private static final String NAME = "DB_PASSWORD";
  private static final String NAMING = NAME + "_SECRET_ARN";
  private static final String SECRETS_KEY = "/rampart/secrets-key";
  private static final String SECRET = "Tr0ub4dor$1-k9Zq-of-the-move";

  private final Bot bot;

  SecretMoveIT(Bot bot) {
    this.bot = bot;
  }

  @Test
  void movesASecretFinishesAndComesAllTheWayBack() throws IOException {
    var function = new Function(bot);
    // What looks like a marker of Rampart's is a value like any other.
    var before = Map.of("STAGE", "{{value}}", NAME, SECRET);
    Story story = function.story();
    try (var _ = bot.with("/rampart/guardrails/PlaintextSecret", "fix+grants")) {
      sets(function, before);
      Alert fixed = story.isTold("FIXED", "PlaintextSecret", "UpdateFunctionConfiguration");

      String arn = variables(function).getOrDefault(NAMING, "");
      assertThat(variables(function)).containsAllEntriesOf(before).hasSize(3);
      assertThat(value(arn)).isEqualTo(SECRET);
      assertThat(policy(arn)).contains(role(function), "secretsmanager:GetSecretValue");
      JsonNode left = fixed.facts().path("finish");
      assertThat(left.path("plan").asText()).isEqualTo("take the variable DB_PASSWORD away");

      JsonNode finished = run(left.path("command").asText(), "finished");
      assertThat(variables(function)).isEqualTo(Map.of("STAGE", "{{value}}", NAMING, arn));
      run(finished.path("toUndoThis").asText(), "undone");
      assertThat(variables(function)).containsAllEntriesOf(before).hasSize(3);

      rotates(arn);
      run(left.path("command").asText(), "finished");
      run(fixed.facts().path("undo").asText(), "undone");
      assertThat(variables(function)).isEqualTo(before);
      assertThat(described(arn).deletedDate()).as("when the secret is deleted").isNotNull();
      assertThat(story.allAlerts())
          .extracting(Alert::outcome)
          .containsExactly("FIXED", "FINISHED", "UNDONE", "FINISHED", "UNDONE", "UNDONE");
    }
    isNowhere(SECRET);
  }

  @Test
  void encryptsItWithTheOwnersKeyIfTheRoleMayDecrypt() throws Exception {
    var function = new Function(bot);
    Story story = function.story();
    String key = key(role(function));
    try (var _ = bot.with("/rampart/guardrails/PlaintextSecret", "fix+grants");
        var _ = bot.with(SECRETS_KEY, key)) {
      sets(function, Map.of(NAME, SECRET));
      Alert fixed = story.isTold("FIXED", "PlaintextSecret", "UpdateFunctionConfiguration");

      String arn = variables(function).getOrDefault(NAMING, "");
      assertThat(value(arn)).isEqualTo(SECRET);
      assertThat(described(arn).kmsKeyId()).isEqualTo(key);
      run(fixed.facts().path("undo").asText(), "undone");
      assertThat(variables(function)).isEqualTo(Map.of(NAME, SECRET));
    }
    isNowhere(SECRET);
  }

  @Test
  void leavesItToAPersonIfTheRoleMayNotUseTheOwnersKey() throws Exception {
    var function = new Function(bot);
    Story story = function.story();
    try (var _ = bot.with("/rampart/guardrails/PlaintextSecret", "fix+grants");
        var _ = bot.with(SECRETS_KEY, key("arn:aws:iam::123456789012:role/somebody-else"))) {
      sets(function, Map.of(NAME, SECRET));

      Alert alert = story.isTold("REPORTED", "PlaintextSecret", "UpdateFunctionConfiguration");
      assertThat(alert.facts().path("why").asText())
          .contains("does not itself let " + role(function) + " use kms:Decrypt");
      assertThat(story.writes("rampart-lambda")).isEmpty();
    }
    isNowhere(SECRET);
  }

  /// A key with which a role may decrypt, through Secrets Manager only.
  private String key(String role) {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
           "Action": "kms:*", "Resource": "*"},
          {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "kms:Decrypt", "Resource": "*",
           "Condition":
             {"StringEquals": {"kms:ViaService": "secretsmanager.us-east-1.amazonaws.com"}}}]}
        """
            .formatted(role);
    return bot.eve.kms().createKey(create -> create.policy(policy)).keyMetadata().arn();
  }

  @Test
  void onlyTellsOfASecretByDefault() throws IOException {
    var function = new Function(bot);
    Story story = function.story();
    sets(function, Map.of(NAME, SECRET));
    bot.eve.lambda().publishVersion(publish -> publish.functionName(function.name));

    Alert alert = story.isTold("REPORTED", "PlaintextSecret", "UpdateFunctionConfiguration");
    assertThat(alert.facts().path("why").asText()).contains("alert only");
    assertThat(alert.facts().path("fix").path("commands").toString()).contains("create-secret");
    assertThat(story.writes("rampart-lambda")).isEmpty();
    isNowhere(SECRET);
  }

  /// Not in a log, not in an alert, not in the ledger, not in a record of what was called.
  private void isNowhere(String secret) throws IOException {
    bot.settle();
    Path folder =
        Checkout.find().root().resolve("local/target/e2e/" + ProcessHandle.current().pid());
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1).contains(secret))
            .as("whether %s has the secret", file)
            .isFalse();
      }
    }
    var tables = bot.account.operator().dynamoDb();
    String ledger = tables.listTables().tableNames().getFirst();
    assertThat(LedgerText.all(tables, ledger))
        .contains("PlaintextSecret", NAME)
        .doesNotContain(secret);
    assertThat(bot.account.inbox().alerts().toString()).contains(NAME).doesNotContain(secret);
    assertThat(bot.emulator().events(0, Duration.ZERO).toString()).doesNotContain(secret);
    assertThat(bot.emulator().calls(0).toString()).doesNotContain(secret);
  }

  private JsonNode run(String command, String result) {
    bot.settle();
    JsonNode answer = bot.run(command);
    assertThat(answer.path("result").asText()).as(answer.toString()).isEqualTo(result);
    return answer;
  }

  private void sets(Function function, Map<String, String> variables) {
    bot.eve
        .lambda()
        .updateFunctionConfiguration(
            update ->
                update
                    .functionName(function.name)
                    .environment(environment -> environment.variables(variables)));
  }

  private void rotates(String arn) {
    bot.eve.secrets().putSecretValue(put -> put.secretId(arn).secretString("rotated since"));
  }

  private Map<String, String> variables(Function function) {
    return bot.auditor
        .lambda()
        .getFunctionConfiguration(get -> get.functionName(function.name))
        .environment()
        .variables();
  }

  private String role(Function function) {
    return bot.auditor
        .lambda()
        .getFunctionConfiguration(get -> get.functionName(function.name))
        .role();
  }

  private String value(String arn) {
    return bot.auditor.secrets().getSecretValue(get -> get.secretId(arn)).secretString();
  }

  private String policy(String arn) {
    return bot.auditor.secrets().getResourcePolicy(get -> get.secretId(arn)).resourcePolicy();
  }

  private DescribeSecretResponse described(String arn) {
    return bot.auditor.secrets().describeSecret(get -> get.secretId(arn));
  }
}
