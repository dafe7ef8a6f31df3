package dev.rampart.local.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds or makes a Python that has exactly the packages the emulator is pinned to.
final class Python {
  private static final Pattern PIN =
      Pattern.compile("^\\s*([A-Za-z0-9._-]+)(?:\\[[^]]*])?==([^\\s;\\\\#]+)");
  private static final String CHECK =
      """
      import sys
      from importlib.metadata import version, PackageNotFoundError
      try:
          missing = [p for p in sys.argv[1:] if version(p.split("==")[0]) != p.split("==")[1]]
      except PackageNotFoundError as e:
          missing = [str(e)]
      sys.exit(1 if missing or sys.version_info < (3, 11) else 0)
      """;

  private final Path requirements;
  private final Path environments;
  private final Consumer<String> progress;

  Python(Path requirements, Path environments, Consumer<String> progress) {
    this.requirements = requirements;
    this.environments = environments;
    this.progress = progress;
  }

  /// The command that runs it. Making the environment happens once per set of pins.
  String command() throws IOException, InterruptedException {
    String text = Files.readString(requirements);
    Path environment = environments.resolve(hash(text));
    Path made = environment.resolve("bin/python");
    if (Files.isExecutable(made)) {
      return made.toString();
    }
    String system = system();
    if (hasPins(system, pins(text))) {
      return system;
    }
    make(system, environment);
    return made.toString();
  }

  /// An explicit choice wins; the launcher has made sure that `python3` is there otherwise.
  private static String system() {
    String chosen = System.getenv("RAMPART_PYTHON");
    return chosen == null || chosen.isBlank() ? "python3" : chosen;
  }

  private void make(String system, Path environment) throws IOException, InterruptedException {
    progress.accept("making a Python environment for the emulated account (once, about a minute)");
    Files.createDirectories(environments);
    // Built aside and moved: an interrupted installation must not look like a finished one. The
    // interpreter of an environment finds its packages by its own place, so moving it is fine.
    Path aside = Files.createTempDirectory(environments, "making-");
    run(List.of(system, "-m", "venv", aside.toString()), "python3 -m venv");
    run(
        List.of(
            aside.resolve("bin/python").toString(),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
            requirements.toString()),
        "pip install");
    try {
      Files.move(aside, environment, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (IOException e) {
      // Another start was faster; its environment has the same packages.
      if (!Files.isExecutable(environment.resolve("bin/python"))) {
        throw e;
      }
    }
  }

  private void run(List<String> command, String name) throws IOException, InterruptedException {
    Path log = Files.createTempFile("rampart-python", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (process.waitFor() == 0) {
      Files.delete(log);
      return;
    }
    String said = Files.readString(log);
    throw new IOException(
        "%s failed (on Debian and Ubuntu it needs the package python3-venv):%n%s"
            .formatted(name, said));
  }

  private static boolean hasPins(String python, Map<String, String> pins)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(python, "-c", CHECK));
    pins.forEach((name, version) -> command.add(name + "==" + version));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  private static Map<String, String> pins(String text) {
    var pins = new LinkedHashMap<String, String>();
    text.lines()
        .map(PIN::matcher)
        .filter(Matcher::find)
        .forEach(pin -> pins.put(pin.group(1), pin.group(2)));
    return pins;
  }

  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
