package dev.rampart.local.account;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.local.queue.QueuePump;
import dev.rampart.local.route.Router;

/// Hears what goes on in the account.
public interface Listener {
  /// An event matched a rule and was sent on.
  default void delivered(Router.Delivery delivery) {}

  /// A function was given a batch.
  default void handled(QueuePump.Batch batch) {}

  /// A function said what became of something.
  default void outcome(LoggedOutcome outcome) {}

  /// A line of a function's log.
  default void logged(String function, String line) {}

  /// Something in the box itself went wrong.
  default void problem(String what) {}

  /// An event was put by the account itself, such as its schedule.
  default void scheduled(JsonNode envelope) {}
}
