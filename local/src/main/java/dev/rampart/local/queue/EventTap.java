package dev.rampart.local.queue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.emulator.Emulator;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;

/// CloudTrail to EventBridge: takes what happened in the account and puts it on the bus.
public final class EventTap implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(20);

  private final Emulator emulator;
  private final Consumer<JsonNode> put;
  private final Consumer<RuntimeException> problem;
  private final AtomicLong position;
  private final Thread thread;
  private volatile boolean closed;

  /// Begins with what happens from now on.
  public EventTap(Emulator emulator, Consumer<JsonNode> put, Consumer<RuntimeException> problem) {
    this.emulator = emulator;
    this.put = put;
    this.problem = problem;
    this.position = new AtomicLong(emulator.lastEvent());
    this.thread = Thread.ofVirtual().name("event-tap").unstarted(this::run);
  }

  /// Lets events flow.
  public EventTap begin() {
    thread.start();
    return this;
  }

  /// Number of the last event that was delivered.
  public long position() {
    return position.get();
  }

  private void run() {
    while (!closed) {
      try {
        for (Emulator.Numbered numbered : emulator.events(position.get(), WAIT)) {
          deliverOne(numbered);
        }
      } catch (UncheckedIOException e) {
        if (!closed) {
          problem.accept(e);
          closed = !emulator.isAlive();
        }
      }
    }
  }

  private void deliverOne(Emulator.Numbered numbered) {
    try {
      put.accept(numbered.event());
    } catch (SdkException | IllegalArgumentException e) {
      // One event that cannot be delivered must not hold back the others.
      if (!closed) {
        problem.accept(e);
      }
    } finally {
      position.set(numbered.sequence());
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
