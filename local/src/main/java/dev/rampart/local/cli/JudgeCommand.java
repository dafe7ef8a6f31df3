package dev.rampart.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rampart.local.policy.Questions;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.PolicyDocument.UnreadablePolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says of policies what the guardrails would.
@Command(
    name = "judge",
    description = {
      "What is wrong with these policies? Reads one policy document, or JSON lines such as",
      "{\"id\", \"kind\": \"identity|resource|trust\", \"account\", \"document\","
          + " \"trustedAccounts\"},",
      "and prints one JSON line for each."
    },
    mixinStandardHelpOptions = true)
public final class JudgeCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FILE", description = "The policies; - is standard input.")
  private String file = "-";

  @Option(
      names = "--kind",
      description = {
        "identity, resource or trust, for a document by itself. Default: resource if it names",
        "principals."
      })
  private String kind = "";

  @Option(
      names = "--account",
      defaultValue = "000000000000",
      description = "The own account, where a line names none.")
  private String account = "000000000000";

  @Override
  public Integer call() throws IOException {
    var console = Console.standard();
    var questions = new Questions(account);
    try (var reader = open()) {
      reader.mark(1 << 20);
      var first = reader.readLine();
      if (first == null) {
        return 0;
      }
      if (first.contains("\"document\"")) {
        reader.reset();
        reader
            .lines()
            .filter(line -> !line.isBlank())
            .forEach(line -> console.line(questions.answer(line).toString()));
        return 0;
      }
      reader.reset();
      var text = String.join("\n", reader.lines().toList());
      console.line(questions.answer(PolicyDocument.parse(text), kind).toString());
      return 0;
    } catch (UnreadablePolicy e) {
      throw new IOException(file + " is neither a policy document nor JSON lines with some", e);
    }
  }

  private BufferedReader open() throws IOException {
    return file.equals("-")
        ? new BufferedReader(new InputStreamReader(System.in, UTF_8))
        : Files.newBufferedReader(Path.of(file));
  }
}
