package dev.rampart.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.change.Change;
import dev.rampart.change.Changes;
import dev.rampart.change.Parsed;
import dev.rampart.emulator.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The recorded events of this domain.
final class Recorded {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EVENTS = Checkout.find().root().resolve("events/secrets");

  private Recorded() {}

  static List<String> names() {
    try (var files = Files.list(EVENTS)) {
      return files.map(each -> each.getFileName().toString().replace(".json", "")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode event(String name) {
    try {
      return JSON.readTree(EVENTS.resolve(name + ".json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The event with another parameter in its request, and without an answer.
  static JsonNode asking(String name, String parameter, String value) {
    var event = event(name);
    var detail = (ObjectNode) event.path("detail");
    ((ObjectNode) detail.path("requestParameters")).put(parameter, value);
    detail.putNull("responseElements");
    detail.remove("resources");
    return event;
  }

  /// The change that an event is a hint of, if it is one.
  static Optional<Change> change(JsonNode event) {
    return new Changes("123456789012").parse(event.toString()) instanceof Parsed.Hint(var change)
        ? Optional.of(change)
        : Optional.empty();
  }
}
