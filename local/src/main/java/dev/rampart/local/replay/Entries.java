package dev.rampart.local.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rampart.local.account.Envelopes;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/// Reads recorded events: EventBridge envelopes or CloudTrail records, one a line, or a file as
/// CloudTrail writes it; compressed or not.
final class Entries {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Entries() {}

  /// What stands in a line.
  sealed interface Entry {
    int line();

    /// An event as EventBridge delivers it.
    record Event(int line, JsonNode envelope) implements Entry {}

    /// Not an event.
    record Bad(int line, String why) implements Entry {}
  }

  static void read(Path file, Consumer<Entry> reader) throws IOException {
    try (InputStream raw = open(file);
        var lines = new BufferedReader(new InputStreamReader(raw, UTF_8))) {
      String first = lines.readLine();
      if (first != null && opensADocument(first)) {
        // A file in one piece, written over several lines.
        String rest = lines.lines().collect(Collectors.joining("\n"));
        document(first + "\n" + rest, reader);
        return;
      }
      int number = 1;
      for (String line = first; line != null; line = lines.readLine(), number++) {
        if (!line.isBlank()) {
          entry(number, line, reader);
        }
      }
    }
  }

  private static InputStream open(Path file) throws IOException {
    var in = new BufferedInputStream(Files.newInputStream(file));
    in.mark(2);
    boolean compressed = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return compressed ? new GZIPInputStream(in) : in;
  }

  /// `{` alone, or `{"Records": [` with the rest below.
  private static boolean opensADocument(String line) {
    String text = line.strip();
    return text.equals("{") || (text.startsWith("{") && text.endsWith("["));
  }

  private static void entry(int line, String text, Consumer<Entry> reader) {
    try {
      JsonNode json = JSON.readTree(text);
      if (json.path("Records").isArray()) {
        json.path("Records").forEach(record -> reader.accept(one(line, record)));
        return;
      }
      reader.accept(one(line, json));
    } catch (JsonProcessingException e) {
      reader.accept(new Entry.Bad(line, "not JSON: " + e.getOriginalMessage()));
    }
  }

  /// Its lines say nothing; the records are counted instead.
  private static void document(String text, Consumer<Entry> reader) {
    try {
      JsonNode json = JSON.readTree(text);
      Iterable<JsonNode> records =
          json.path("Records").isArray() ? json.path("Records") : List.of(json);
      int number = 1;
      for (JsonNode record : records) {
        reader.accept(one(number++, record));
      }
    } catch (JsonProcessingException e) {
      reader.accept(new Entry.Bad(1, "not JSON: " + e.getOriginalMessage()));
    }
  }

  private static Entry one(int line, JsonNode json) {
    if (json.path("detail-type").isTextual()) {
      return new Entry.Event(line, json);
    }
    if (json.path("eventSource").isTextual() && json.path("eventName").isTextual()) {
      return new Entry.Event(line, Envelopes.ofRecord(json));
    }
    return new Entry.Bad(line, "neither an EventBridge event nor a CloudTrail record");
  }
}
