package dev.rampart.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rampart.emulator.Checkout;
import dev.rampart.local.account.Account;
import dev.rampart.local.function.Invocation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.Executors;

/// Lets `./rampart invoke` reach the functions of a running `./rampart up`. Only who can read the
/// file with the token, the same person, gets in.
final class ControlServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Path file;

  private ControlServer(HttpServer server, Path file) {
    this.server = server;
    this.file = file;
  }

  static Path file(Checkout checkout) {
    return checkout.cache().resolve("up.json");
  }

  static ControlServer open(Account account, Checkout checkout) throws IOException {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String token = HexFormat.of().formatHex(random);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/invoke", exchange -> invoke(exchange, account, token));
    server.start();
    ObjectNode document = JSON.createObjectNode();
    document.put("url", "http://127.0.0.1:" + server.getAddress().getPort() + "/invoke");
    document.put("token", token);
    document.put("endpoint", account.endpoint().toString());
    Path file = file(checkout);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, document.toString());
    // Ctrl-C leaves no time to close anything in order.
    file.toFile().deleteOnExit();
    return new ControlServer(server, file);
  }

  private static void invoke(HttpExchange exchange, Account account, String token)
      throws IOException {
    try (exchange) {
      JsonNode request = JSON.readTree(exchange.getRequestBody());
      if (!request.path("token").asText().equals(token)) {
        exchange.sendResponseHeaders(403, -1);
        return;
      }
      ObjectNode answer = JSON.createObjectNode();
      try {
        Invocation end =
            account.invoke(request.path("function").asText(), request.path("payload").asText());
        answer.put("ok", end.returned());
        answer.put("text", end.summary());
      } catch (IllegalArgumentException e) {
        answer.put("ok", false);
        answer.put("text", String.valueOf(e.getMessage()));
      }
      byte[] body = answer.toString().getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() throws IOException {
    server.stop(0);
    Files.deleteIfExists(file);
  }
}
