package dev.rampart.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.tester.LedgerText;
import dev.rampart.tester.LogText;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A guardrail has a mistake.
final class CrashingGuardrailTest {
  private static final String SECRET = "hunter2";
  private static final String BLAME = "the guardrail crashed (IllegalArgumentException)";

  @Test
  void provesNothingIfItCrashesOnTheFixedState() {
    var bot = watching(new Mistakes.Crashing());
    bot.set("queue", Mistakes.TIMEOUT, "2000");
    bot.changed("queue");
    bot.settled();
    assertThat(bot.told()).contains("NOT_HELD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"77", "88", "89"})
  void doesNotBlindTheOthers(String timeout) {
    var bot = watching(new Mistakes.Crashing());
    bot.set("queue", Mistakes.TIMEOUT, timeout);
    bot.policy("queue", "send=*");
    assertThat(bot.changed("queue")).contains("FIXED", "REPORTED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "one"})
  void isBlamedWithoutAWordOfWhatItRead(String tag) {
    var bot = watching(new Mistakes.Quoting());
    bot.tag("queue", tag, SECRET);
    try (var log = new LogText()) {
      assertThat(bot.changed("queue")).contains("REPORTED");
      assertThat(log.all())
          .contains("Quoting crashed", "IllegalArgumentException", "Mistakes.java")
          .doesNotContain(SECRET);
    }
    assertThat(LedgerText.all(bot.dynamoDb, Bot.TABLE)).contains(BLAME).doesNotContain(SECRET);
    assertThat(bot.alerts().toString()).doesNotContain(SECRET);
  }

  @Test
  void isToldOfIfThePartWasGoodBefore() {
    var bot = watching(new Mistakes.Quoting());
    bot.tag("queue", "one", SECRET);
    bot.changed("queue");
    assertThat(bot.alerts().toString()).contains(BLAME).doesNotContain(SECRET);
  }

  private static Bot watching(Guardrail<TestQueue, ?> guardrail) {
    var bot = new Bot(Mistakes.with(guardrail));
    bot.queue("queue");
    bot.policy("queue", "send=111122223333");
    assertThat(bot.changed("queue")).containsExactly("CLEAN");
    bot.pass(Duration.ofMinutes(1));
    return bot;
  }
}
