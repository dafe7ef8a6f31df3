package dev.rampart.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The emulated AWS account, as a child process that ends with this one.
public final class Emulator implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String READY = "RAMPART-EMULATOR ";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final URI endpoint;
  private final HttpClient http;
  private final Thread atExit;

  private Emulator(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
    this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    this.atExit = new Thread(this::end, "stop-emulator");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /// Starts it and waits until it answers.
  ///
  /// @param port 0 takes a free one
  /// @param log where its standard error goes
  public static Emulator start(Checkout checkout, int port, Path log, Consumer<String> progress) {
    try {
      String python =
          new Python(
                  checkout.emulator().resolve("requirements.txt"),
                  checkout.cache().resolve("venv"),
                  progress)
              .command();
      String token = token();
      Process process = launch(python, checkout.emulator(), port, token, log);
      Emulator emulator = new Emulator(process, awaitEndpoint(process, log));
      emulator.proveItIsOurs(token);
      return emulator;
    } catch (IOException e) {
      throw new UncheckedIOException("the emulated account did not start: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the emulated account started", e);
    }
  }

  private static Process launch(String python, Path folder, int port, String token, Path log)
      throws IOException {
    var builder =
        new ProcessBuilder(
            python,
            "-u",
            "-m",
            "rampart_emulator",
            "--host",
            "127.0.0.1",
            "--port",
            String.valueOf(port),
            "--token",
            token);
    builder.directory(folder.toFile());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("PYTHONPATH", folder.toString());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    return builder.start();
  }

  private static URI awaitEndpoint(Process process, Path log)
      throws IOException, InterruptedException {
    BufferedReader out = process.inputReader(UTF_8);
    var timer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Thread.sleep(START_LIMIT);
                    process.destroyForcibly();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    try {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(READY)) {
          drain(out);
          return URI.create(JSON.readTree(line.substring(READY.length())).path("url").asText());
        }
      }
    } finally {
      timer.interrupt();
    }
    process.destroyForcibly().waitFor(2, TimeUnit.SECONDS);
    List<String> said = Files.readAllLines(log);
    throw new IOException(
        String.join("\n", said.subList(Math.max(0, said.size() - 15), said.size())));
  }

  /// A child whose pipe is full stops; nothing it says later matters.
  private static void drain(BufferedReader out) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (out.readLine() != null) {
                  // dropped
                }
              } catch (IOException e) {
                // It has ended.
              }
            });
  }

  private void proveItIsOurs(String token) throws IOException {
    JsonNode health = control("GET", "health", null, Duration.ofSeconds(10));
    if (health.path("token").asText().equals(token)
        && health.path("pid").asLong() == process.pid()) {
      return;
    }
    end();
    throw new IOException("another process answers at " + endpoint);
  }

  public URI endpoint() {
    return endpoint;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// What happened after this number, as EventBridge would tell; waits if nothing did.
  public List<Numbered> events(long after, Duration wait) {
    JsonNode answer =
        ask(
            "GET",
            "events?after=%d&wait=%s".formatted(after, wait.toMillis() / 1000.0),
            null,
            wait.plusSeconds(15));
    var events = new ArrayList<Numbered>();
    for (JsonNode one : answer.path("events")) {
      events.add(new Numbered(one.path("sequence").asLong(), one.path("event")));
    }
    return events;
  }

  /// Number of the last event so far.
  public long lastEvent() {
    return last("event");
  }

  /// Number of the last API call so far.
  public long lastCall() {
    return last("call");
  }

  private long last(String kind) {
    return ask("GET", "last", null, Duration.ofSeconds(10)).path(kind).asLong();
  }

  /// Every API call after this number, reads too.
  public List<RecordedCall> calls(long after) {
    JsonNode answer = ask("GET", "calls?after=" + after, null, Duration.ofSeconds(30));
    var calls = new ArrayList<RecordedCall>();
    for (JsonNode one : (ArrayNode) answer.path("calls")) {
      calls.add(RecordedCall.of(one));
    }
    return calls;
  }

  public void forgetCalls() {
    ask("DELETE", "calls", null, Duration.ofSeconds(10));
  }

  /// Says who CloudTrail takes the holder of an access key for.
  public void identify(Map<String, JsonNode> identities) {
    ask("PUT", "identities", JSON.valueToTree(identities), Duration.ofSeconds(10));
  }

  /// Has functions that run outside of it invoked at these addresses.
  ///
  /// @param functions function name to an address on this machine
  public void host(Map<String, String> functions) {
    ask("PUT", "functions", JSON.valueToTree(functions), Duration.ofSeconds(10));
  }

  /// Has IAM say that a role was created then.
  public void backdate(String role, Instant created) {
    var settings = JSON.createObjectNode();
    settings.putObject("created").put(role, created.toString());
    ask("PUT", "iam", settings, Duration.ofSeconds(10));
  }

  /// Has IAM take its time for reports of last accessed information.
  ///
  /// @param looks how many questions find a report in progress
  public void delayReports(int looks) {
    ask("PUT", "iam", JSON.createObjectNode().put("reportLooks", looks), Duration.ofSeconds(10));
  }

  /// Has Lambda take its time for updates of a configuration.
  ///
  /// @param looks how many looks find an update in progress
  public void delayUpdates(int looks) {
    ask("PUT", "lambda", JSON.createObjectNode().put("updateLooks", looks), Duration.ofSeconds(10));
  }

  /// Has Lambda say of a function that its variables cannot be decrypted.
  public void hideVariables(String function) {
    var settings = JSON.createObjectNode();
    settings.putArray("undecryptable").add(function);
    ask("PUT", "lambda", settings, Duration.ofSeconds(10));
  }

  /// Gives the account that many executions of functions at a time.
  public void allowExecutions(int count) {
    ask("PUT", "lambda", JSON.createObjectNode().put("concurrency", count), Duration.ofSeconds(10));
  }

  /// Makes calls go wrong.
  public void inject(Fault fault) {
    ask("POST", "faults", JSON.valueToTree(fault), Duration.ofSeconds(10));
  }

  public void clearFaults() {
    ask("DELETE", "faults", null, Duration.ofSeconds(10));
  }

  /// Makes calls above these quotas fail; they take the place of earlier ones.
  public void limit(List<Quota> quotas) {
    ask("PUT", "quotas", JSON.valueToTree(quotas), Duration.ofSeconds(10));
  }

  public void liftQuotas() {
    ask("DELETE", "quotas", null, Duration.ofSeconds(10));
  }

  /// Everything back to an empty account.
  public void reset() {
    ask("POST", "reset", null, Duration.ofSeconds(30));
  }

  /// Waits until every event so far was handed out.
  public void drain() {
    ask("POST", "drain", null, Duration.ofSeconds(60));
  }

  private JsonNode ask(String method, String path, @Nullable JsonNode body, Duration limit) {
    try {
      return control(method, path, body, limit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode control(String method, String path, @Nullable JsonNode body, Duration limit)
      throws IOException {
    var request =
        HttpRequest.newBuilder(endpoint.resolve("/_rampart/" + path))
            .timeout(limit)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("%s %s: %s".formatted(method, path, response.body()));
      }
      return JSON.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted: " + method + " " + path, e);
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is going down, and the hook with it.
    }
    end();
  }

  private void end() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended already.
    }
    process.destroy();
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    http.shutdownNow();
  }

  private static String token() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /// An event with its place in the account's history.
  public record Numbered(long sequence, JsonNode event) {}
}
