package dev.rampart.local.function;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The native part of the runtime interface client. Left alone, every function unpacks it over the
/// same file in /tmp, and one that starts while another writes dies of it.
final class NativeLibrary {
  /// Names the file to use instead.
  static final String PROPERTY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

  private NativeLibrary() {}

  /// Unpacks it to a folder, once.
  static synchronized Path in(Path folder) throws IOException {
    Path file = folder.resolve("libaws-lambda-jni.so");
    if (Files.exists(file)) {
      return file;
    }
    String name = "/jni/libaws-lambda-jni.%s-%s.so".formatted(system(), processor());
    try (InputStream in = AWSLambda.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(
            "the runtime interface client has no " + name + "; it runs on Linux only");
      }
      Files.copy(in, file);
    }
    return file;
  }

  private static String system() throws IOException {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return "other";
    }
    try (Stream<Path> libraries = Files.list(Path.of("/lib"))) {
      boolean musl =
          libraries.anyMatch(file -> String.valueOf(file.getFileName()).startsWith("ld-musl-"));
      return musl ? "linux_musl" : "linux";
    }
  }

  private static String processor() {
    return System.getProperty("os.arch", "").equals("aarch64") ? "aarch_64" : "x86_64";
  }
}
