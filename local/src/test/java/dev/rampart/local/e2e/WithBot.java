package dev.rampart.local.e2e;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands the tests the one [Bot] of this JVM, which is stopped after the last of them.
public final class WithBot implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Bot.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return Holder.BOT;
  }

  /// Not in JUnit's root store: Maven runs each class as a plan of its own, which closes that.
  private static final class Holder {
    static final Bot BOT = started();

    private static Bot started() {
      var bot = Bot.start();
      Runtime.getRuntime().addShutdownHook(new Thread(bot::close));
      return bot;
    }
  }
}
