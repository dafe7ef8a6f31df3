package dev.rampart.local.cli;

import dev.rampart.emulator.Checkout;
import dev.rampart.local.account.Options;
import dev.rampart.local.account.Watched;
import dev.rampart.local.replay.Replay;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/// Answers what Rampart would have done about recorded events.
@Command(
    name = "replay",
    description = {
      "What would Rampart have done? Reads EventBridge events or CloudTrail records (JSON lines,"
          + " or",
      "CloudTrail's own files, also .gz) and prints one JSON line for each, then a summary."
    },
    mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FILE", description = "The recorded events.")
  private Path file = Path.of("");

  @Option(
      names = "--endpoint",
      description = {
        "Where the resources are: the URL of an emulated account, or aws for the real one of your",
        "credentials. Default: a fresh emulated account. Ledger, settings and alerts always stay"
            + " here."
      })
  private String endpoint = "";

  @Option(names = "--account", description = "Number of the real account, with --endpoint aws.")
  private String account = "";

  @Option(
      names = "--region",
      defaultValue = "us-east-1",
      description = "Region of the resources. Default: ${DEFAULT-VALUE}.")
  private String region = "us-east-1";

  @Option(names = "--fix", description = "Really fix. Without it nothing is changed.")
  private boolean fix;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (!Files.isReadable(file)) {
      throw new NoSuchFileException(file.toString(), null, "cannot be read");
    }
    Checkout checkout = Checkout.find();
    Path folder = Runs.begin(checkout, "replay");
    Options options =
        Options.in(checkout, folder)
            .inRegion(region)
            .telling(text -> System.err.println("rampart: " + text + " …"));
    if (endpoint.equals("aws")) {
      options.watching(new Watched.Aws(number(), credentials()));
    } else if (!endpoint.isEmpty()) {
      options.watching(new Watched.Endpoint(URI.create(endpoint)));
    }
    var console = Console.standard();
    Replay.run(options, folder, fix, file, line -> console.line(line.toString()));
    return 0;
  }

  private String number() {
    if (account.matches("\\d{12}") || spec == null) {
      return account;
    }
    throw new CommandLine.ParameterException(
        spec.commandLine(), "--endpoint aws needs --account with the 12 digits of the account");
  }

  /// Looked up here, since a function has only the environment that it is given.
  private static Map<String, String> credentials() {
    AwsCredentials found;
    try (var provider = DefaultCredentialsProvider.builder().build()) {
      found = provider.resolveCredentials();
    }
    var environment = new LinkedHashMap<String, String>();
    environment.put("AWS_ACCESS_KEY_ID", found.accessKeyId());
    environment.put("AWS_SECRET_ACCESS_KEY", found.secretAccessKey());
    if (found instanceof AwsSessionCredentials session) {
      environment.put("AWS_SESSION_TOKEN", session.sessionToken());
    }
    return environment;
  }
}
