package dev.rampart.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// Lines for a plain terminal; safe to be called from several threads.
public final class Console {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final PrintWriter out;

  public Console(PrintWriter out) {
    this.out = out;
  }

  static Console standard() {
    return new Console(new PrintWriter(System.out, true, UTF_8));
  }

  public synchronized void line(String text) {
    out.println(text);
    out.flush();
  }

  public synchronized void blank() {
    line("");
  }

  /// With the time in front.
  public void event(String text) {
    line(LocalTime.now(ZoneId.systemDefault()).format(CLOCK) + "  " + text);
  }

  /// A text of several lines, moved in.
  public synchronized void indented(String text) {
    text.lines().forEach(one -> line("    " + one));
  }
}
