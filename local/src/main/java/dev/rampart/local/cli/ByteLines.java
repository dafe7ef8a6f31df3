package dev.rampart.local.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The lines of a stream as bytes: what is parsed from bytes would only lose time as a text.
final class ByteLines {
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;

  ByteLines(InputStream in) {
    this.in = in;
  }

  /// The next line without its end; null after the last one.
  byte @Nullable [] next() throws IOException {
    var start = new ByteArrayOutputStream(0);
    while (at < end || fill()) {
      int newline = newline();
      if (newline < end) {
        var line = joined(start, newline);
        at = newline + 1;
        return line;
      }
      start.write(buffer, at, end - at);
      at = end;
    }
    return start.size() == 0 ? null : start.toByteArray();
  }

  /// Whether there is more to read without waiting for it.
  boolean isReady() throws IOException {
    return at < end || in.available() > 0;
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  private int newline() {
    int i = at;
    while (i < end && buffer[i] != '\n') {
      i++;
    }
    return i;
  }

  private byte[] joined(ByteArrayOutputStream start, int newline) {
    if (start.size() == 0) {
      return Arrays.copyOfRange(buffer, at, newline);
    }
    start.write(buffer, at, newline - at);
    return start.toByteArray();
  }
}
