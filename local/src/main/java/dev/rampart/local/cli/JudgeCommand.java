package dev.rampart.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.local.policy.Questions;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.PolicyDocument.UnreadablePolicy;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

  private static final int BUFFER = 1 << 16;

  @Override
  public Integer call() throws IOException {
    var questions = new Questions(account);
    var out = new BufferedOutputStream(System.out, BUFFER);
    try (var in = open()) {
      var lines = new ByteLines(in);
      var line = lines.next();
      if (line != null && new String(line, UTF_8).contains("\"document\"")) {
        answerLines(line, lines, questions, out);
      } else if (line != null) {
        answerDocument(line, lines, questions, out);
      }
      return 0;
    } catch (UnreadablePolicy e) {
      throw new IOException(file + " is neither a policy document nor JSON lines with some", e);
    } finally {
      out.flush();
    }
  }

  private static void answerLines(
      byte[] first, ByteLines lines, Questions questions, OutputStream out) throws IOException {
    for (var line = first; line != null; line = lines.next()) {
      if (!isBlank(line)) {
        print(questions.answer(line), out);
      }
      // Whoever waits for an answer before asking on gets it.
      if (!lines.isReady()) {
        out.flush();
      }
    }
  }

  private void answerDocument(byte[] first, ByteLines lines, Questions questions, OutputStream out)
      throws IOException {
    var text = new ByteArrayOutputStream();
    for (var line = first; line != null; line = lines.next()) {
      text.write(line);
      text.write('\n');
    }
    print(questions.answer(PolicyDocument.parse(text.toString(UTF_8)), kind), out);
  }

  private static boolean isBlank(byte[] line) {
    for (byte each : line) {
      if (each != ' ' && each != '\t' && each != '\r') {
        return false;
      }
    }
    return true;
  }

  private static void print(JsonNode answer, OutputStream out) throws IOException {
    out.write((answer + "\n").getBytes(UTF_8));
  }

  private InputStream open() throws IOException {
    return file.equals("-") ? System.in : Files.newInputStream(Path.of(file));
  }
}
