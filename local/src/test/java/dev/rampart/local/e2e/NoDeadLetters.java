package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails every test at whose end more messages of a function have been given up than before it.
final class NoDeadLetters implements BeforeEachCallback, AfterEachCallback {
  private final Bot bot;
  private final String queue;
  private int before;

  NoDeadLetters(Bot bot, String function) {
    this.bot = bot;
    this.queue = function + "-dead-letters";
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    before = bot.waiting(queue);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    bot.settle();
    assertThat(bot.waiting(queue)).as(queue).isEqualTo(before);
  }
}
