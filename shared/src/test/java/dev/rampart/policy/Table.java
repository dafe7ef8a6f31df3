package dev.rampart.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Named;

/// Cases as data: one JSON object a line, each with its name and the source of what it expects.
final class Table {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Table() {}

  static List<Named<JsonNode>> read(String file) {
    var rows = new ArrayList<Named<JsonNode>>();
    try (var stream = Table.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("no " + file);
      }
      for (var line : new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        var row = JSON.readTree(line);
        rows.add(Named.of(row.get("name").asText(), row));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  /// The values of one field, line by line.
  static List<String> column(String file, String field) {
    return read(file).stream().map(each -> each.getPayload().path(field).toString()).toList();
  }
}
