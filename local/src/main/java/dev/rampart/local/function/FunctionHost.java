package dev.rampart.local.function;

import dev.rampart.local.template.FunctionSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A function as Lambda runs it: one invocation at a time, in a process that is kept warm, killed
/// when the time is up, and replaced when it has ended.
public final class FunctionHost implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final FunctionSpec spec;
  private final List<Path> classPath;
  private final Map<String, String> environment;
  private final Path folder;
  private final Path logFile;
  private final LogTail log;
  private final List<String> logged = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Thread atExit = new Thread(this::endProcess, "stop-function");
  private @Nullable FunctionProcess running;
  private boolean closed;

  /// @param classPath what is in front of the runtime: the function's jar
  /// @param environment beside what the runtime itself sets; see [#environment]
  public FunctionHost(
      FunctionSpec spec,
      List<Path> classPath,
      Map<String, String> environment,
      Path logFolder,
      Consumer<String> listener) {
    this.spec = spec;
    this.classPath = List.copyOf(classPath);
    this.environment = environment(spec, environment);
    this.folder = logFolder;
    this.logFile = logFolder.resolve(spec.name() + ".log");
    try {
      Files.createDirectories(logFolder);
      this.log =
          new LogTail(
              logFile,
              spec.name(),
              line -> {
                synchronized (logged) {
                  logged.add(line);
                }
                listener.accept(line);
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /// What every function finds in its environment on Lambda.
  private static Map<String, String> environment(FunctionSpec spec, Map<String, String> given) {
    var all = new LinkedHashMap<String, String>();
    all.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    all.put("LANG", "en_US.UTF-8");
    all.put("TZ", ":UTC");
    all.put("_HANDLER", spec.handler());
    all.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
    all.put("AWS_LAMBDA_FUNCTION_NAME", spec.name());
    all.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
    all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(spec.memory()));
    all.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + spec.name());
    all.put("AWS_LAMBDA_LOG_STREAM_NAME", "local");
    all.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    all.put("AWS_EC2_METADATA_DISABLED", "true");
    all.putAll(spec.environment());
    all.putAll(given);
    return all;
  }

  public FunctionSpec spec() {
    return spec;
  }

  public Path logFile() {
    return logFile;
  }

  /// Starts the process, if there is none, and waits until it asks for work.
  public void warm() {
    lock.lock();
    try {
      ready();
    } finally {
      lock.unlock();
    }
  }

  /// Runs the function once and waits for its end.
  public Invocation invoke(String payload) {
    lock.lock();
    try {
      collected();
      FunctionProcess process = ready();
      RuntimeApi.Work work = process.api().offer(payload);
      var ended =
          process
              .process()
              .onExit()
              .<RuntimeApi.Answer>thenApply(
                  end -> {
                    throw new IllegalStateException("exit status " + end.exitValue());
                  });
      var answer = CompletableFuture.anyOf(work.answer(), ended);
      try {
        answer.get(spec.timeout().toMillis(), TimeUnit.MILLISECONDS);
        return finished(work.answer().join());
      } catch (TimeoutException e) {
        endProcess();
        String message =
            "Task timed out after %.2f seconds".formatted(spec.timeout().toMillis() / 1000.0);
        return new Invocation.TimedOut(message, collected());
      } catch (ExecutionException e) {
        endProcess();
        return new Invocation.Crashed("the process ended: " + e.getCause(), collected());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        endProcess();
        return new Invocation.Crashed("interrupted", collected());
      }
    } catch (IllegalStateException e) {
      return new Invocation.Crashed(String.valueOf(e.getMessage()), collected());
    } finally {
      lock.unlock();
    }
  }

  private Invocation finished(RuntimeApi.Answer answer) {
    return switch (answer) {
      case RuntimeApi.Answer.Payload(String text) -> new Invocation.Returned(text, collected());
      case RuntimeApi.Answer.Thrown(String type, String text) ->
          new Invocation.Threw(type, text, collected());
    };
  }

  private FunctionProcess ready() {
    if (closed) {
      throw new IllegalStateException(spec.name() + " was stopped");
    }
    FunctionProcess process = running;
    if (process != null && process.isAlive()) {
      return process;
    }
    endProcess();
    try {
      process = FunctionProcess.start(spec, classPath, environment, folder, logFile);
      running = process;
      var gone =
          process
              .process()
              .onExit()
              .<Object>thenApply(
                  end -> {
                    throw new IllegalStateException("exit status " + end.exitValue());
                  });
      CompletableFuture.anyOf(process.api().ready(), gone)
          .get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
      return process;
    } catch (IOException | ExecutionException | TimeoutException e) {
      endProcess();
      throw new IllegalStateException(
          "%s did not start: %s%n%s".formatted(spec.name(), e.getMessage(), lastLines()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      endProcess();
      throw new IllegalStateException("interrupted while " + spec.name() + " started", e);
    }
  }

  /// What was logged since the last call.
  private List<String> collected() {
    log.catchUp();
    synchronized (logged) {
      List<String> lines = List.copyOf(logged);
      logged.clear();
      return lines;
    }
  }

  private String lastLines() {
    List<String> lines = collected();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  private void endProcess() {
    FunctionProcess process = running;
    running = null;
    if (process != null) {
      process.close();
    }
  }

  /// Ends the process as a crash of the machine would: in the middle of whatever it does.
  public void kill() {
    FunctionProcess process = running;
    if (process != null) {
      process.process().destroyForcibly();
    }
  }

  @Override
  public void close() {
    // First the process, so that an invocation under way gives the lock back.
    kill();
    lock.lock();
    try {
      closed = true;
      endProcess();
      log.close();
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalStateException e) {
      // The JVM is going down, and the hook with it.
    } finally {
      lock.unlock();
    }
  }
}
