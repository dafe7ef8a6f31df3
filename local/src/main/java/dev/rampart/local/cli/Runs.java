package dev.rampart.local.cli;

import dev.rampart.emulator.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder of its own for the logs of every run; the last ten are kept.
final class Runs {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
  private static final int KEPT = 10;

  private Runs() {}

  static Path begin(Checkout checkout, String command) {
    Path all = checkout.cache().resolve("runs");
    try {
      Files.createDirectories(all);
      forget(all);
      String name =
          LocalDateTime.now(ZoneId.systemDefault()).format(STAMP)
              + "-"
              + command
              + "-"
              + ProcessHandle.current().pid();
      return Files.createDirectory(all.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void forget(Path all) throws IOException {
    List<Path> runs;
    try (Stream<Path> folders = Files.list(all)) {
      runs = folders.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path old : runs.subList(Math.min(KEPT, runs.size()), runs.size())) {
      try (Stream<Path> files = Files.walk(old)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
