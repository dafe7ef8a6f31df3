package dev.rampart.respond;

import static dev.rampart.guardrail.Severity.LOW;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A new release of a guardrail remembers its parts in another form.
final class OldFormsTest {
  @Test
  void whatAnOlderReleaseRememberedHoldsNothingUp() {
    var bot = new Bot(Mistakes.with(new OldRelease.Waiting()));
    bot.queue("queue");
    assertThat(bot.changed("queue")).containsExactly("CLEAN");

    bot.domain = new TestQueues(bot.guarded, Mistakes.with(new NewRelease.Waiting()));
    bot.policy("queue", "send=111122223333");
    assertThat(bot.changed("queue")).containsExactly("CLEAN");
    bot.set("queue", Mistakes.TIMEOUT, "2000");
    assertThat(bot.changed("queue")).containsExactly("REPORTED");
    assertThat(bot.alerts().getFirst().path("detail").asText()).isEqualTo("now 2000, before [30]");
  }

  private static final class OldRelease {
    record Words(String text) {}

    @Rule(summary = "Queue waits long", risk = "It waits.", severity = LOW, triggers = "sqs:X")
    private static final class Waiting implements Guardrail<TestQueue, Words> {
      @Override
      public Map<String, Words> parts(TestQueue queue) {
        return Map.of("timeout", new Words(queue.attribute(Mistakes.TIMEOUT)));
      }

      @Override
      public Verdict check(Words words, TestQueue queue, Past<Words> past) {
        return compliant();
      }
    }
  }

  private static final class NewRelease {
    record Seconds(int value) {}

    @Rule(summary = "Queue waits long", risk = "It waits.", severity = LOW, triggers = "sqs:X")
    private static final class Waiting implements Guardrail<TestQueue, Seconds> {
      @Override
      public Map<String, Seconds> parts(TestQueue queue) {
        return Map.of("timeout", new Seconds(Integer.parseInt(queue.attribute(Mistakes.TIMEOUT))));
      }

      @Override
      public Verdict check(Seconds seconds, TestQueue queue, Past<Seconds> past) {
        return seconds.value() <= 1000
            ? compliant()
            : violation(
                    "now %d, before %s"
                        .formatted(
                            seconds.value(),
                            past.good().stream().map(good -> good.part().value()).toList()))
                .leftToAPerson("it is only watched")
                .verdict();
      }
    }
  }
}
