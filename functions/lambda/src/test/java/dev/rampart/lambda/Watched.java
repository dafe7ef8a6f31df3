package dev.rampart.lambda;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.change.Change;
import dev.rampart.change.Changes;
import dev.rampart.change.Parsed.Hint;
import dev.rampart.emulator.Checkout;
import dev.rampart.guardrail.Sighting.Seen;
import dev.rampart.guardrail.Trust;
import dev.rampart.guardrail.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;

/// Recorded events, and what a watch says about them.
final class Watched {
  static final String ACCOUNT = "123456789012";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Changes CHANGES = new Changes(ACCOUNT);

  private final Watch watch;

  Watched(Watch watch) {
    this.watch = watch;
  }

  static Trust trust(String... deployRoles) {
    return new Trust(ACCOUNT, Set.of("111122223333"), Set.of(deployRoles));
  }

  static ObjectNode event(String file) {
    try {
      var path = Checkout.find().template().resolveSibling("events/lambda").resolve(file);
      return (ObjectNode) JSON.readTree(path.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Change change(ObjectNode event) {
    if (CHANGES.parse(event.toString()) instanceof Hint(var change)) {
      return change;
    }
    throw new AssertionError("not a hint: " + event);
  }

  /// What the watch saw, if it listens to the event and sees something.
  Optional<Seen> saw(ObjectNode event, Trust trust) {
    var change = change(event);
    return watch.listensTo(change) && watch.look(change, trust) instanceof Seen seen
        ? Optional.of(seen)
        : Optional.empty();
  }
}
