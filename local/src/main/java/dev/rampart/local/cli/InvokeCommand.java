package dev.rampart.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.emulator.Checkout;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What `aws lambda invoke` is on AWS: undo, sweep, fix what is open.
@Command(
    name = "invoke",
    description = "Invoke a function of the account that `rampart up` keeps running.",
    mixinStandardHelpOptions = true)
public final class InvokeCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Parameters(index = "0", description = "Such as rampart-iam-undo, with or without its alias.")
  private String function = "";

  @Parameters(index = "1", description = "Payload, JSON.")
  private String payload = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path file = ControlServer.file(Checkout.find());
    if (!Files.exists(file)) {
      throw new IOException("nothing is running; start it with `./rampart up`");
    }
    JsonNode control = JSON.readTree(file.toFile());
    ObjectNode request = JSON.createObjectNode();
    request.put("token", control.path("token").asText());
    request.put("function", function);
    request.put("payload", payload);
    try (var http = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(URI.create(control.path("url").asText()))
                  .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      JsonNode answer = JSON.readTree(response.body());
      System.out.println(answer.path("text").asText());
      return answer.path("ok").asBoolean() ? 0 : 1;
    } catch (ConnectException e) {
      throw new IOException("`./rampart up` is not running any more; start it again", e);
    }
  }
}
