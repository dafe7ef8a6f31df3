package dev.rampart.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ByteLinesTest {
  @Test
  void splitsAtTheEndsOfLines() throws IOException {
    assertThat(lines("")).isEmpty();
    assertThat(lines("a")).containsExactly("a");
    assertThat(lines("a\n")).containsExactly("a");
    assertThat(lines("a\n\nü")).containsExactly("a", "", "ü");
    assertThat(lines("\n")).containsExactly("");
  }

  @Test
  void joinsLinesThatAreLongerThanItsBuffer() throws IOException {
    var longer = "x".repeat(200_000);
    var full = "y".repeat(65_536);
    var brief = "z".repeat(3);
    assertThat(lines(longer + "\n" + full + "\n" + brief + "\n" + full))
        .containsExactly(longer, full, brief, full);
    assertThat(lines(full + "\n")).containsExactly(full);
  }

  @Test
  void tellsWhetherThereIsMoreToRead() throws IOException {
    var lines = new ByteLines(new ByteArrayInputStream("a\nb".getBytes(UTF_8)));
    assertThat(lines.isReady()).isTrue();
    lines.next();
    assertThat(lines.isReady()).isTrue();
    lines.next();
    assertThat(lines.isReady()).isFalse();
  }

  private static List<String> lines(String text) throws IOException {
    var lines = new ByteLines(new ByteArrayInputStream(text.getBytes(UTF_8)));
    var all = new ArrayList<String>();
    for (var line = lines.next(); line != null; line = lines.next()) {
      all.add(new String(line, UTF_8));
    }
    return all;
  }
}
