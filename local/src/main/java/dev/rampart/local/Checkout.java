package dev.rampart.local;

import java.nio.file.Files;
import java.nio.file.Path;

/// The folder Rampart was checked out to, and what lies where in it.
public record Checkout(Path root) {

  /// The launcher says where it is; a test finds it above its own folder.
  public static Checkout find() {
    String given = System.getProperty("rampart.root");
    if (given != null) {
      return new Checkout(Path.of(given));
    }
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null) {
      if (Files.isDirectory(folder.resolve("local/emulator"))) {
        return new Checkout(folder);
      }
      folder = folder.getParent();
    }
    throw new IllegalStateException("no checkout of Rampart above " + Path.of("").toAbsolutePath());
  }

  public Path template() {
    return root.resolve("template.yaml");
  }

  public Path emulator() {
    return root.resolve("local/emulator");
  }

  /// What is made on this machine and may be deleted at any time.
  public Path cache() {
    return root.resolve(".rampart");
  }
}
