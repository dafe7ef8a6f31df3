package dev.rampart.local.cli;

import dev.rampart.emulator.Checkout;
import dev.rampart.local.aws.Clients;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/// `aws lambda invoke` for those who have no AWS CLI: undo, sweep, fix what is open.
@Command(
    name = "invoke",
    description = "Invoke a function of the account that `rampart up` keeps running.",
    mixinStandardHelpOptions = true)
public final class InvokeCommand implements Callable<Integer> {
  @Parameters(index = "0", description = "Such as rampart-iam-undo, with or without its alias.")
  private String function = "";

  @Parameters(index = "1", description = "Payload, JSON.")
  private String payload = "";

  @Option(
      names = "--endpoint",
      description = "Endpoint of the account. Default: where the last `rampart up` here runs.")
  private String endpoint = "";

  /// Keeps where `rampart up` runs as long as it does.
  static void remember(Checkout checkout, URI endpoint) throws IOException {
    Path file = file(checkout);
    Files.writeString(file, endpoint.toString());
    // Ctrl-C leaves no time to close anything in order.
    file.toFile().deleteOnExit();
  }

  private static Path file(Checkout checkout) {
    return checkout.cache().resolve("up.endpoint");
  }

  @Override
  public Integer call() throws IOException {
    try (var clients = new Clients(endpoint(), "us-east-1", "AKIAYOU0000000000000")) {
      var answer =
          clients
              .lambda()
              .invoke(
                  invoke ->
                      invoke.functionName(function).payload(SdkBytes.fromUtf8String(payload)));
      System.out.println(answer.payload().asUtf8String());
      return answer.functionError() == null ? 0 : 1;
    } catch (ResourceNotFoundException e) {
      throw new IOException("no function " + function, e);
    } catch (SdkClientException e) {
      throw new IOException("`./rampart up` is not running any more; start it again", e);
    }
  }

  private URI endpoint() throws IOException {
    if (!endpoint.isEmpty()) {
      return URI.create(endpoint);
    }
    Path file = file(Checkout.find());
    if (!Files.exists(file)) {
      throw new IOException("nothing is running; start it with `./rampart up`");
    }
    return URI.create(Files.readString(file).strip());
  }
}
