package dev.rampart.local.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedTransferQueue;

/// Lambda's Runtime API for one function process: hands out invocations and takes their answers. A
/// process that was replaced cannot take work meant for the next, since each has its own.
final class RuntimeApi implements AutoCloseable {
  private static final String BASE = "/2018-06-01/runtime/";

  static {
    // Without it every small answer waits for a delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final LinkedTransferQueue<Work> waiting = new LinkedTransferQueue<>();
  private final Map<String, Work> running = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final String functionArn;
  private final Duration timeout;

  RuntimeApi(String functionArn, Duration timeout) throws IOException {
    this.functionArn = functionArn;
    this.timeout = timeout;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(BASE, this::serve);
    server.start();
  }

  /// Host and port, as `AWS_LAMBDA_RUNTIME_API` takes it.
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /// Done when the function has started and asks for work; failed if it could not start.
  CompletableFuture<Void> ready() {
    return ready;
  }

  /// Gives the function something to do.
  Work offer(String payload) {
    var work = new Work(UUID.randomUUID().toString(), payload);
    running.put(work.requestId(), work);
    waiting.put(work);
    return work;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring(BASE.length());
      if (path.equals("invocation/next")) {
        next(exchange);
        return;
      }
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (path.equals("init/error")) {
        ready.completeExceptionally(new IOException(new String(body, UTF_8)));
      } else if (path.startsWith("invocation/")) {
        finish(path.split("/", 3), body, exchange);
      }
      exchange.sendResponseHeaders(202, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void next(HttpExchange exchange) throws IOException, InterruptedException {
    ready.complete(null);
    Work work = waiting.take();
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json");
    headers.set("Lambda-Runtime-Aws-Request-Id", work.requestId());
    headers.set("Lambda-Runtime-Invoked-Function-Arn", functionArn);
    headers.set(
        "Lambda-Runtime-Deadline-Ms",
        String.valueOf(System.currentTimeMillis() + timeout.toMillis()));
    headers.set(
        "Lambda-Runtime-Trace-Id",
        "Root=1-%08x-%s;Parent=0000000000000000;Sampled=0"
            .formatted(
                System.currentTimeMillis() / 1000,
                work.requestId().replace("-", "").substring(0, 24)));
    byte[] payload = work.payload().getBytes(UTF_8);
    exchange.sendResponseHeaders(200, payload.length);
    exchange.getResponseBody().write(payload);
  }

  private void finish(String[] path, byte[] body, HttpExchange exchange) {
    Work work = running.remove(path[1]);
    if (work == null || path.length < 3) {
      return;
    }
    String text = new String(body, UTF_8);
    if (path[2].equals("response")) {
      work.answer().complete(new Answer.Payload(text));
      return;
    }
    String type =
        Optional.ofNullable(
                exchange.getRequestHeaders().getFirst("Lambda-Runtime-Function-Error-Type"))
            .orElse("Unhandled");
    work.answer().complete(new Answer.Thrown(type, text));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /// An invocation on its way through the function.
  record Work(String requestId, String payload, CompletableFuture<Answer> answer) {
    Work(String requestId, String payload) {
      this(requestId, payload, new CompletableFuture<>());
    }
  }

  /// What the function said.
  sealed interface Answer {
    /// A result.
    record Payload(String text) implements Answer {}

    /// An exception, as the runtime writes it down.
    record Thrown(String type, String text) implements Answer {}
  }
}
