package dev.rampart.local.cli;

import dev.rampart.local.policy.Narrower;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.PolicyDocument.UnreadablePolicy;
import dev.rampart.policy.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Replaces the wildcards of a policy by what was used.
@Command(
    name = "narrow",
    description = {
      "What would the policy be with only what was used? Prints the narrowed document, what it",
      "drops, and the proof that it grants nothing new."
    },
    mixinStandardHelpOptions = true)
public final class NarrowCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FILE", description = "The policy document.")
  private Path file = Path.of("");

  @Option(
      names = "--used",
      split = ",",
      description = "Actions that were used, such as s3:GetObject,sqs:SendMessage.")
  private Set<String> used = new LinkedHashSet<>();

  @Option(
      names = "--used-file",
      description = "A file with one used action per line; empty lines and # are left out.")
  private Path usedFile = Path.of("");

  @Option(
      names = "--unknown",
      split = ",",
      description = "Services of which nobody knows what was used; their grants are left.")
  private Set<String> unknown = new LinkedHashSet<>();

  @Override
  public Integer call() throws IOException {
    var actions = new LinkedHashSet<>(used);
    if (!usedFile.toString().isEmpty()) {
      Files.readAllLines(usedFile).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .forEach(actions::add);
    }
    try {
      var document = PolicyDocument.parse(Files.readString(file));
      var answer = Narrower.narrow(document, new Usage(actions, unknown));
      Console.standard().line(answer.toPrettyString());
      return answer.path("safe").asBoolean() ? 0 : 1;
    } catch (UnreadablePolicy e) {
      throw new IOException(file + " is no policy document: " + e.getMessage(), e);
    }
  }
}
