package dev.rampart.respond;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What each outcome costs, in calls.
final class CallCountTest {
  private static final String GOOD = "send=111122223333";
  private static final String BAD = "send=*";
  private final Bot bot = new Bot();
  private final Map<String, Map<String, Integer>> table = new LinkedHashMap<>();

  @Test
  void everyOutcomeHasItsPrice() {
    bot.queue("queue");
    bot.policy("queue", GOOD);
    price("CLEAN", "first look", Map.of("reads", 3, "dynamodb:UpdateItem", 1));
    price("CLEAN", "later look", Map.of("reads", 3, "dynamodb:UpdateItem", 1));
    bot.policy("queue", BAD);
    price(
        "FIXED",
        "",
        Map.of(
            // before, to prove, and to conclude
            "reads", 9,
            "writes", 1,
            // the guardrail asks for the past
            "dynamodb:GetItem", 1,
            // lease, conclusion
            "dynamodb:UpdateItem", 2,
            // plan, end
            "dynamodb:TransactWriteItems", 2,
            // begun, made, proved
            "dynamodb:PutItem", 3,
            "ssm:GetParameters", 1,
            "sns:Publish", 1));
    price("CLEAN", "after a fix", Map.of("reads", 3, "dynamodb:UpdateItem", 1));
    bot.parameter("/rampart/auto-fix", "off");
    bot.policy("queue", BAD);
    price(
        "REPORTED",
        "",
        Map.of(
            "reads",
            3,
            "dynamodb:GetItem",
            1,
            "dynamodb:UpdateItem",
            2,
            "ssm:GetParameters",
            1,
            "sns:Publish",
            1));
    price("DEBT", "known", Map.of("reads", 3, "dynamodb:GetItem", 1, "dynamodb:UpdateItem", 2));
    bot.person.deleteQueue(delete -> delete.queueUrl(bot.url("queue")));
    price(
        "GONE",
        "with something open",
        Map.of("reads", 1, "dynamodb:GetItem", 1, "dynamodb:UpdateItem", 2));
    price("GONE", "", Map.of("reads", 1, "dynamodb:GetItem", 1));
    System.out.println(printed());
  }

  private void price(String outcome, String what, Map<String, Integer> calls) {
    bot.pass(Duration.ofMinutes(1));
    bot.account.emulator().forgetCalls();
    assertThat(bot.changed("queue")).containsExactly(outcome);
    var counted = new TreeMap<>(bot.calls());
    table.put((outcome + " " + what).strip(), counted);
    assertThat(counted).as("%s %s", outcome, what).isEqualTo(new TreeMap<>(calls));
  }

  private String printed() {
    var text = new StringBuilder("Calls per look at one resource:\n");
    table.forEach((outcome, calls) -> text.append("  %-26s %s%n".formatted(outcome, calls)));
    return text.toString();
  }
}
