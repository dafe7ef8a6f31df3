package dev.rampart.local.queue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.local.emulator.Emulator;
import dev.rampart.local.route.Router;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;

/// CloudTrail to EventBridge: takes what happened in the account and sends it where the rules say.
public final class EventTap implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(20);

  private final Emulator emulator;
  private final Router router;
  private final Consumer<Router.Delivery> deliver;
  private final Consumer<RuntimeException> problem;
  private final AtomicLong position;
  private final Thread thread;
  private volatile boolean closed;

  /// Begins with what happens from now on.
  public EventTap(
      Emulator emulator,
      Router router,
      Consumer<Router.Delivery> deliver,
      Consumer<RuntimeException> problem) {
    this.emulator = emulator;
    this.router = router;
    this.deliver = deliver;
    this.problem = problem;
    this.position = new AtomicLong(emulator.lastEvent());
    this.thread = Thread.ofVirtual().name("event-tap").start(this::run);
  }

  /// Number of the last event that was delivered.
  public long position() {
    return position.get();
  }

  /// Sends an event where the rules say, whoever made it.
  public List<Router.Delivery> put(JsonNode envelope) {
    List<Router.Delivery> deliveries = router.route(envelope);
    deliveries.forEach(deliver);
    return deliveries;
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
      put(numbered.event());
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
