package dev.rampart.local.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rampart.local.function.FunctionHost;
import dev.rampart.local.function.Invocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;

/// Where the emulated Lambda reaches the functions that run here, so that the commands in an alert
/// work as they stand there.
final class FunctionDoor implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, String> urls = new HashMap<>();

  private FunctionDoor(HttpServer server) {
    this.server = server;
  }

  static FunctionDoor open(Collection<FunctionHost> functions) {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      var door = new FunctionDoor(server);
      functions.forEach(door::add);
      server.start();
      return door;
    } catch (IOException e) {
      throw new UncheckedIOException("no port for the functions", e);
    }
  }

  private void add(FunctionHost function) {
    var name = function.spec().name();
    server.createContext("/" + name, exchange -> invoke(exchange, function));
    urls.put(name, "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name);
  }

  /// Function name to address.
  Map<String, String> urls() {
    return Map.copyOf(urls);
  }

  private static void invoke(HttpExchange exchange, FunctionHost function) throws IOException {
    try (exchange) {
      var payload = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      var end = function.invoke(payload);
      if (!end.returned()) {
        exchange.getResponseHeaders().add("X-Amz-Function-Error", "Unhandled");
      }
      var body = body(end).getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /// An error as Lambda answers it.
  private static String body(Invocation end) {
    return switch (end) {
      case Invocation.Returned(var payload, _) -> payload;
      case Invocation.Threw(_, var payload, _) -> payload;
      case Invocation.TimedOut(var message, _) -> error("Sandbox.Timedout", message);
      case Invocation.Crashed(var message, _) -> error("Runtime.ExitError", message);
    };
  }

  private static String error(String type, String message) {
    return JSON.createObjectNode().put("errorType", type).put("errorMessage", message).toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
