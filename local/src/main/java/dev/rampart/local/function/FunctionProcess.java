package dev.rampart.local.function;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import dev.rampart.local.template.FunctionSpec;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/// One execution environment: a JVM with the function's jar and AWS's runtime interface client.
final class FunctionProcess implements AutoCloseable {
  /// Of the function's memory; the rest is what the JVM itself needs, as in the managed runtime.
  private static final double HEAP = 0.85;

  private final RuntimeApi api;
  private final Process process;

  private FunctionProcess(RuntimeApi api, Process process) {
    this.api = api;
    this.process = process;
  }

  static FunctionProcess start(
      FunctionSpec spec,
      List<Path> classPath,
      Map<String, String> environment,
      Path folder,
      Path log)
      throws IOException {
    var api = new RuntimeApi(invokedArn(spec), spec.timeout());
    var builder = new ProcessBuilder(command(spec, classPath, NativeLibrary.in(folder)));
    // What a dying JVM leaves behind belongs beside its log.
    builder.directory(folder.toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    // Nothing of the person's own environment, credentials least of all, reaches a function.
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
    return new FunctionProcess(api, builder.start());
  }

  private static String invokedArn(FunctionSpec spec) {
    return spec.alias().isEmpty() ? spec.arn() : spec.arn() + ":" + spec.alias();
  }

  private static List<String> command(FunctionSpec spec, List<Path> classPath, Path library) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + (int) (spec.memory() * HEAP) + "m");
    // As java25 on Lambda runs without a snapshot.
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-D" + NativeLibrary.PROPERTY + "=" + library.toAbsolutePath());
    command.add("-cp");
    command.add(
        Stream.concat(classPath.stream(), runtimeClient().stream())
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(AWSLambda.class.getName());
    command.add(spec.handler());
    return command;
  }

  /// The jars of the runtime interface client, from our own class path.
  private static List<Path> runtimeClient() {
    return Stream.of(
            AWSLambda.class,
            PojoSerializer.class,
            RequestStreamHandler.class,
            SdkInternalThreadLocal.class)
        .map(
            type -> {
              try {
                return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
              } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
              }
            })
        .distinct()
        .toList();
  }

  RuntimeApi api() {
    return api;
  }

  Process process() {
    return process;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    api.close();
  }
}
