package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.emulator.Fault;
import dev.rampart.emulator.RecordedCall;
import dev.rampart.local.account.AlertInbox.Alert;
import dev.rampart.local.account.LoggedOutcome;
import dev.rampart.local.function.FunctionHost;
import dev.rampart.local.function.Invocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithBot.class)
final class CrashIT {
  private static final String FUNCTION = "rampart-iam";
  private static final String TWIN = "ASIATWIN";
  // Longer than a killed function keeps its lease.
  private static final int LATER = 12;

  private final Bot bot;
  private final Iam iam;

  CrashIT(Bot bot) {
    this.bot = bot;
    this.iam = new Iam(bot);
  }

  @Test
  void endsTheSameWhereverTheFunctionIsKilled(@TempDir Path folder) {
    List<String> writes = writesOfAFix();
    assertThat(writes)
        .containsExactly(
            "dynamodb:UpdateItem", // the lease
            "dynamodb:TransactWriteItems", // planned
            "dynamodb:PutItem", // applying
            "iam:DeleteRolePolicy",
            "dynamodb:PutItem", // applied
            "dynamodb:PutItem", // held
            "sns:Publish",
            "dynamodb:TransactWriteItems", // alerted
            "dynamodb:UpdateItem"); // concluded
    List<Story> roles = writes.stream().map(_ -> iam.knownRole("killed")).toList();
    bot.settle();
    var killed = new LinkedHashMap<String, Story>();
    // The first delivery goes to a process that is killed, the next comes by the queue.
    bot.delay(FUNCTION, LATER);
    try (FunctionHost victim = twin(folder, new ArrayList<>())) {
      for (int i = 0; i < writes.size(); i++) {
        Story role = bot.story(roles.get(i).arn());
        killed.put("before write %d, %s".formatted(i + 1, writes.get(i)), role);
        breakAndKill(role, writes.subList(0, i + 1), victim);
      }
    } finally {
      bot.delay(FUNCTION, 0);
    }

    bot.settle();
    killed.forEach(
        (when, role) -> {
          assertThat(iam.rights(role)).as(when).isEmpty();
          List<Alert> alerts = role.alerts();
          assertThat(alerts).as(when).extracting(Alert::outcome).containsOnly("FIXED");
          // SNS cannot be asked whether it has taken an alert: the same one, by its id, is sent
          // again.
          assertThat(alerts).as(when).hasSize(when.startsWith("before write 8") ? 2 : 1);
          assertThat(alerts.stream().map(each -> each.facts().path("id").asText()).distinct())
              .as(when)
              .hasSize(1);
        });
  }

  @Test
  void takesUpWhatItLeftWhenTheMessageComesAgain() {
    Story role = iam.knownRole("left");
    String key = bot.account.accessKeyOf(FUNCTION);
    bot.settle();
    Story story = bot.story(role.arn());
    bot.emulator().inject(new Fault("sns", "Publish", key, "InternalFailure", 500, 1, false, 10));
    iam.put(role, "debug", Iam.EVERYTHING);
    await().atMost(Bot.SOON).until(() -> story.writes(FUNCTION).contains("iam:DeleteRolePolicy"));

    bot.account.function(FUNCTION).orElseThrow().kill();

    story.awaitAlert("FIXED");
    assertThat(story.allAlerts()).hasSize(1);
    assertThat(story.writes(FUNCTION)).containsExactly("iam:DeleteRolePolicy");
    assertThat(iam.rights(role)).isEmpty();
  }

  @Test
  void makesOneFixOfTwoHintsAtOnce(@TempDir Path folder) {
    Story role = iam.knownRole("raced");
    bot.settle();
    List<String> twinOutcomes = new CopyOnWriteArrayList<>();
    try (FunctionHost twin = twin(folder, twinOutcomes)) {
      twin.warm();
      // Both have seen the bad state before either can take the lease.
      bot.emulator().inject(bot.slow(FUNCTION, "dynamodb", "UpdateItem", 1, 2));
      iam.put(role, "debug", Iam.EVERYTHING);
      String body = await().atMost(Bot.SOON).until(() -> event(role), text -> !text.isEmpty());
      var second = CompletableFuture.supplyAsync(() -> twin.invoke(batch(body)));

      assertThat(second.join()).isInstanceOf(Invocation.Returned.class);
      bot.settle();
    }

    assertThat(iam.rights(role)).isEmpty();
    assertThat(role.alerts()).hasSize(1);
    assertThat(
            twinOutcomes.stream().filter("FIXED"::equals).count()
                + role.words().stream().filter("FIXED"::equals).count())
        .isEqualTo(1);
  }

  /// What a function writes for one fix, up to its last word in the ledger.
  private List<String> writesOfAFix() {
    Story role = iam.knownRole("sample");
    bot.settle();
    Story sample = bot.story(role.arn());
    iam.put(role, "debug", Iam.EVERYTHING);
    sample.awaitAlert("FIXED");
    bot.settle();
    List<String> writes =
        sample.calls(FUNCTION).stream()
            .filter(call -> !call.readOnly())
            .map(RecordedCall::name)
            .toList();
    // Its own change comes back as an event: what that writes belongs to another look.
    return writes.subList(0, writes.indexOf("sns:Publish") + 3);
  }

  /// Breaks a role, and kills the victim when it is about to make the last of these writes.
  private void breakAndKill(Story role, List<String> writes, FunctionHost victim) {
    victim.warm();
    long before = bot.lastCall();
    String[] last = writes.getLast().split(":", 2);
    int same = Collections.frequency(writes, writes.getLast()) - 1;
    if (same > 0) {
      bot.emulator().inject(new Fault(last[0], last[1], TWIN, null, null, same, false, 0));
    }
    bot.emulator().inject(new Fault(last[0], last[1], TWIN, "InternalFailure", 500, 1, false, 10));
    iam.put(role, "debug", Iam.EVERYTHING);
    String body = await().atMost(Bot.SOON).until(() -> event(role), text -> !text.isEmpty());
    var end = CompletableFuture.supplyAsync(() -> victim.invoke(batch(body)));
    await()
        .atMost(Bot.SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> written(before).size() >= writes.size() - 1);
    victim.kill();
    assertThat(end.join()).isInstanceOf(Invocation.Crashed.class);
    bot.emulator().clearFaults();
    assertThat(written(before)).isEqualTo(writes.subList(0, writes.size() - 1));
  }

  /// What the victim wrote. What it was held at is refused after its death.
  private List<String> written(long after) {
    return bot.callsOf(TWIN, after).stream()
        .filter(call -> !call.readOnly() && !call.errorCode().equals("InternalFailure"))
        .map(RecordedCall::name)
        .toList();
  }

  /// Another process of the same function, as Lambda starts one for a second batch.
  private FunctionHost twin(Path folder, List<String> outcomes) {
    FunctionHost first = bot.account.function(FUNCTION).orElseThrow();
    bot.account.person(TWIN, "rampart-iam", "rampart-iam");
    String endpoint = bot.account.endpoint().toString();
    return new FunctionHost(
        first.spec(),
        List.of(first.spec().jar()),
        Map.of(
            "AWS_REGION",
            "us-east-1",
            "AWS_ACCESS_KEY_ID",
            TWIN,
            "AWS_SECRET_ACCESS_KEY",
            "local-secret",
            "AWS_ENDPOINT_URL",
            endpoint),
        folder,
        line ->
            LoggedOutcome.in("twin", line).ifPresent(outcome -> outcomes.add(outcome.outcome())));
  }

  private String event(Story role) {
    return bot.emulator().events(0, Duration.ZERO).stream()
        .map(each -> each.event())
        .filter(event -> event.at("/detail/eventName").asText().equals("PutRolePolicy"))
        .filter(
            event ->
                event.at("/detail/requestParameters/roleName").asText().equals(Iam.nameOf(role)))
        .findFirst()
        .map(Object::toString)
        .orElse("");
  }

  private static String batch(String body) {
    ObjectNode event = Bot.JSON.createObjectNode();
    event.putArray("Records").addObject().put("messageId", "twin-1").put("body", body);
    return event.toString();
  }
}
