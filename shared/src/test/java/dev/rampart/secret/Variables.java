package dev.rampart.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A table of variables, each labelled by whether its value is a secret.
final class Variables {
  private static final int COLUMNS = 4;

  /// @param secret whether its value alone lets its bearer in
  record Variable(boolean secret, String kind, String name, String value) {
    // Neither the name nor the value: a failing test must not show what is kept aside.
    @Override
    public String toString() {
      return secret ? "a secret" : "a harmless variable";
    }
  }

  private Variables() {}

  static List<Variable> of(String table) {
    try (var stream = Variables.class.getResourceAsStream(table)) {
      if (stream == null) {
        throw new IllegalStateException(table + " is missing");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.startsWith("label\t"))
          .map(Variables::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Variable parse(String line) {
    var columns = line.split("\t", -1);
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException("a row has " + COLUMNS + " columns");
    }
    var value = columns[3].replace("¦", "");
    return new Variable(
        columns[0].equals("secret"),
        columns[1],
        columns[2],
        columns[1].endsWith("-oneline") ? value : value.replace("\\n", "\n"));
  }
}
