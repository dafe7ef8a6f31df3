package dev.rampart.tester;

import java.io.StringWriter;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.layout.PatternLayout;

/// All that is logged from now on, with the traces of exceptions, so that a test can look for what
/// must not be in it.
public final class LogText implements AutoCloseable {
  private static final String NAME = "LogText";
  private final StringWriter text = new StringWriter();
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);

  public LogText() {
    var layout = PatternLayout.newBuilder().withPattern("%p %c %m %X %xEx%n").build();
    var appender = WriterAppender.createAppender(layout, null, text, NAME, false, true);
    appender.start();
    context.getConfiguration().getRootLogger().addAppender(appender, Level.ALL, null);
    context.updateLoggers();
  }

  /// What was logged so far.
  public String all() {
    return text.toString();
  }

  @Override
  public void close() {
    context.getConfiguration().getRootLogger().removeAppender(NAME);
    context.updateLoggers();
  }
}
