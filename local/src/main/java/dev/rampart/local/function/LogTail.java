package dev.rampart.local.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Reads what a function writes, from a file. A pipe would leave open whether a line that was
/// written before the answer has been read after it; a file does not.
final class LogTail implements AutoCloseable {
  private final RandomAccessFile file;
  private final Consumer<String> listener;
  private final Thread thread;
  private byte[] rest = {};

  LogTail(Path path, String name, Consumer<String> listener) throws IOException {
    if (!Files.exists(path)) {
      Files.createFile(path);
    }
    this.file = new RandomAccessFile(path.toFile(), "r");
    this.listener = listener;
    file.seek(file.length());
    this.thread = Thread.ofVirtual().name("log-" + name).start(this::follow);
  }

  /// The lines written since the last look.
  synchronized List<String> catchUp() {
    try {
      int length = (int) (file.length() - file.getFilePointer());
      if (length <= 0) {
        return List.of();
      }
      byte[] data = new byte[rest.length + length];
      System.arraycopy(rest, 0, data, 0, rest.length);
      file.readFully(data, rest.length, length);
      return split(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> split(byte[] data) {
    var lines = new ArrayList<String>();
    int from = 0;
    for (int i = 0; i < data.length; i++) {
      if (data[i] == '\n') {
        lines.add(new String(data, from, i - from, UTF_8));
        from = i + 1;
      }
    }
    rest = Arrays.copyOfRange(data, from, data.length);
    lines.forEach(listener);
    return lines;
  }

  private void follow() {
    try {
      while (true) {
        Thread.sleep(50);
        catchUp();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (UncheckedIOException e) {
      // Closed meanwhile.
    }
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    catchUp();
    file.close();
  }
}
