package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.local.account.Listener;
import dev.rampart.local.queue.QueuePump;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithBot.class)
final class BadInputIT {
  private static final String FUNCTION = "rampart-iam";
  private static final String QUEUE = "rampart-iam";
  private static final String DEAD_LETTERS = "rampart-iam-dead-letters";

  private final Bot bot;
  private final Iam iam;

  BadInputIT(Bot bot) {
    this.bot = bot;
    this.iam = new Iam(bot);
  }

  @Test
  void keepsWhatCannotBeReadForAPersonAndHandlesTheRestOfTheBatch() {
    Story decoy = iam.knownRole("decoy");
    List<Story> good = List.of(iam.knownRole("good"), iam.knownRole("good"));
    List<QueuePump.Batch> batches = new CopyOnWriteArrayList<>();
    bot.account.listen(
        new Listener() {
          @Override
          public void handled(QueuePump.Batch batch) {
            batches.add(batch);
          }
        });
    int dead = bot.waiting(DEAD_LETTERS);
    // While the function is busy with the decoy, the others gather.
    bot.emulator().inject(bot.slow(FUNCTION, "iam", "GetRole", 1, 2));
    bot.visibility(QUEUE, 2);
    try {
      iam.put(decoy, "orders", Iam.NARROW);
      good.forEach(role -> iam.put(role, "debug", Iam.EVERYTHING));
      List<String> malformed =
          List.of(
              "{\"source\": \"aws.iam\", ",
              "[]",
              "\"text\"",
              "{\"source\":\"aws.iam\",\"detail-type\":\"AWS API Call via CloudTrail\"}",
              "{\"source\":\"rampart\",\"detail-type\":\"Sweep\",\"detail\":{\"chunk\":\"1\"}}");
      malformed.forEach(body -> bot.send(QUEUE, body));

      good.forEach(role -> role.awaitAlert("FIXED"));
      await().atMost(Bot.SOON).until(() -> bot.waiting(DEAD_LETTERS) - dead >= malformed.size());
      assertThat(bot.waiting(DEAD_LETTERS) - dead).isEqualTo(malformed.size());
      assertThat(batches)
          .anySatisfy(
              batch -> {
                assertThat(batch.failed()).isPositive();
                assertThat(batch.messages()).isGreaterThan(batch.failed());
              });
    } finally {
      bot.visibility(QUEUE, Bot.VISIBILITY);
    }
    good.forEach(
        role -> {
          assertThat(role.allAlerts()).hasSize(1);
          assertThat(iam.rights(role)).isEmpty();
        });
  }

  @Test
  void ignoresWhatIsNotForItAndLosesNothingOverIt() {
    Story role = iam.knownRole("bystander");
    iam.put(role, "orders", Iam.NARROW);
    role.awaitOutcome("CLEAN");
    bot.settle();
    JsonNode genuine = bot.event("PutRolePolicy", Iam.nameOf(role));
    int dead = bot.waiting(DEAD_LETTERS);
    Story story = bot.story(role.arn());

    sends(genuine, detail -> {}, envelope -> envelope.put("account", "999999999999"));
    sends(genuine, detail -> detail.put("recipientAccountId", "999999999999"), envelope -> {});
    sends(genuine, detail -> detail.put("errorCode", "AccessDenied"), envelope -> {});
    sends(genuine, detail -> {}, envelope -> envelope.put("source", "my.app"));
    sends(genuine, detail -> detail.putNull("requestParameters"), envelope -> {});
    bot.settle();
    assertThat(story.calls(FUNCTION)).extracting(call -> call.service()).doesNotContain("iam");

    // These are only looked at.
    sends(genuine, detail -> detail.put("eventName", "FrobnicateRole"), envelope -> {});
    story.awaitOutcome("CLEAN", 1);
    sends(genuine, detail -> detail.remove("userIdentity"), envelope -> {});
    story.awaitOutcome("CLEAN", 2);
    sends(genuine, detail -> detail.put("eventTime", "yesterday"), envelope -> {});
    story.awaitOutcome("CLEAN", 3);

    bot.settle();
    assertThat(bot.waiting(DEAD_LETTERS)).isEqualTo(dead);
    assertThat(story.writes(FUNCTION)).isEmpty();
    assertThat(story.allAlerts()).isEmpty();
  }

  @Test
  void comesTooLateForADeletedRole() {
    Story role = iam.knownRole("deleted");
    bot.emulator().inject(bot.slow(FUNCTION, "iam", "GetRole", 1, 2));
    iam.put(role, "debug", Iam.EVERYTHING);
    var eve = bot.eve.iam();
    eve.deleteRolePolicy(delete -> delete.roleName(Iam.nameOf(role)).policyName("debug"));
    eve.deleteRole(delete -> delete.roleName(Iam.nameOf(role)));

    role.awaitOutcome("GONE");
    assertThat(role.allAlerts()).isEmpty();
    assertThat(role.writes(FUNCTION)).isEmpty();
  }

  @Test
  void looksWhereAConfigItemPoints() {
    Story role = iam.knownRole("configured");
    String id = bot.auditor.iam().getRole(get -> get.roleName(Iam.nameOf(role))).role().roleId();

    var oversized =
        bot.account.put(
            config(
                """
                {"messageType": "OversizedConfigurationItemChangeNotification",
                 "configurationItemSummary": {"changeType": "UPDATE", "awsAccountId": "123456789012",
                   "configurationItemCaptureTime": "2026-01-01T00:00:00Z",
                   "resourceType": "AWS::IAM::Role", "resourceId": "%s"},
                 "s3DeliverySummary": {"s3BucketLocation": "b/k", "errorCode": null}}
                """
                    .formatted(id)));

    assertThat(oversized).hasSize(1);
    role.awaitOutcome("CLEAN");
    assertThat(role.allAlerts()).isEmpty();
  }

  @Test
  void readsALargePolicyWithOddCasing() {
    Story role = iam.knownRole("large");
    var statements = new ArrayList<String>();
    for (int i = 0; String.join(",", statements).length() < 9_700; i++) {
      statements.add(
          """
          {"Sid":"S%d","Effect":"Allow","Action":["dynamodb:GetItem"],
           "Resource":["arn:aws:dynamodb:us-east-1:123456789012:table/orders-%d"],
           "Condition":{"StringEquals":{"aws:RequestTag/team":["shop"]}}}\
          """
              .formatted(i, i));
    }
    String odd =
        """
        {"Sid":"Odd","Effect":"Allow","Action":["DynamoDB:getitem","IAM:*","s3:Get*"],
         "Resource":["*"]}\
        """;
    statements.add(odd);
    Collections.shuffle(statements, new Random(7));
    String document =
        "{\"Version\":\"2012-10-17\",\"Statement\":[%s]}".formatted(String.join(",", statements));
    assertThat(document.length()).isBetween(9_800, 10_240);

    iam.put(role, "orders", document);

    assertThat(
            role.isTold("FIXED", "WildcardPolicy", "PutRolePolicy").facts().path("detail").asText())
        .containsIgnoringCase("iam");
    assertThat(role.allAlerts()).hasSize(1);
    assertThat(iam.rights(role)).isEmpty();
  }

  @Test
  void doesNothingTwiceForEventsThatComeOftenAndInAnyOrder() {
    Story role = iam.knownRole("twice");
    iam.put(role, "debug", Iam.EVERYTHING);
    role.awaitAlert("FIXED");
    bot.settle();
    String put = bot.event("PutRolePolicy", Iam.nameOf(role)).toString();
    String fix = bot.event("DeleteRolePolicy", Iam.nameOf(role)).toString();
    String create = bot.event("CreateRole", Iam.nameOf(role)).toString();

    for (String body : List.of(fix, put, put, create, put, fix, create)) {
      bot.send(QUEUE, body);
    }

    assertThat(role.allAlerts()).hasSize(1);
    assertThat(role.writes(FUNCTION)).containsExactly("iam:DeleteRolePolicy");
    assertThat(iam.rights(role)).isEmpty();
  }

  private void sends(JsonNode genuine, Consumer<ObjectNode> detail, Consumer<ObjectNode> envelope) {
    ObjectNode changed = genuine.deepCopy();
    detail.accept((ObjectNode) changed.path("detail"));
    envelope.accept(changed);
    bot.send(QUEUE, changed.toString());
  }

  private static JsonNode config(String detail) {
    ObjectNode envelope = Bot.JSON.createObjectNode();
    envelope.put("version", "0").put("id", "00000000-0000-4000-8000-000000000001");
    envelope.put("detail-type", "Config Configuration Item Change").put("source", "aws.config");
    envelope.put("account", "123456789012").put("time", "2026-01-01T00:00:00Z");
    envelope.put("region", "us-east-1").putArray("resources");
    envelope.set("detail", Bot.json(detail));
    return envelope;
  }
}
