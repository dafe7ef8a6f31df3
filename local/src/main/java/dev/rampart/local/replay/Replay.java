package dev.rampart.local.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.local.account.Account;
import dev.rampart.local.account.LoggedOutcome;
import dev.rampart.local.account.Options;
import dev.rampart.local.function.FunctionHost;
import dev.rampart.local.function.Invocation;
import dev.rampart.local.queue.QueuePump;
import dev.rampart.local.replay.Entries.Entry;
import dev.rampart.local.route.Router;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// Sends recorded events through the rules and the functions, one after the other.
public final class Replay {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Account account;
  private final Consumer<ObjectNode> out;
  private final Report report = new Report();

  private Replay(Account account, Consumer<ObjectNode> out) {
    this.account = account;
    this.out = out;
  }

  /// Replays a file.
  ///
  /// @param options of the account that Rampart's own parts live in
  /// @param fix whether the functions may change what they look at
  /// @param out takes a line per event and the summary
  public static void run(
      Options options, Path folder, boolean fix, Path file, Consumer<ObjectNode> out)
      throws IOException {
    options
        .withoutEvents()
        .withParameters(Map.of("AutoFix", fix ? "on" : "off", "MaxFixesPerHour", "1000"))
        .withFunctions(
            List.of(recorder(folder)), Map.of(CallRecorder.READ_ONLY, String.valueOf(!fix)));
    try (Account account = Account.start(options)) {
      var replay = new Replay(account, out);
      Entries.read(file, replay::one);
      out.accept(replay.report.summary());
    }
  }

  /// A folder for the function's class path in which the SDK finds the recorder.
  private static Path recorder(Path folder) throws IOException {
    Path root = folder.resolve("recorder");
    String name = CallRecorder.class.getName();
    Path compiled = root.resolve(name.replace('.', '/') + ".class");
    Files.createDirectories(compiled.getParent());
    try (InputStream bytes =
        CallRecorder.class.getResourceAsStream(CallRecorder.class.getSimpleName() + ".class")) {
      if (bytes == null) {
        throw new IOException("our own class file is missing: " + name);
      }
      Files.copy(bytes, compiled);
    }
    Path services = root.resolve("software/amazon/awssdk/global/handlers");
    Files.createDirectories(services);
    Files.writeString(services.resolve("execution.interceptors"), name + "\n");
    return root;
  }

  private void one(Entry entry) {
    out.accept(
        report.line(
            switch (entry) {
              case Entry.Bad(int number, String why) -> {
                var line = new Report.Line(number, true);
                line.errors.add(why);
                yield line;
              }
              case Entry.Event(int number, JsonNode envelope) -> replayed(number, envelope);
            }));
  }

  private Report.Line replayed(int number, JsonNode envelope) {
    var line = new Report.Line(number, false);
    try {
      for (Router.Delivery delivery : account.router().route(envelope)) {
        if (!line.rules.contains(delivery.rule().name())) {
          line.rules.add(delivery.rule().name());
        }
        behind(delivery.targetArn()).ifPresent(function -> invoke(function, delivery, line));
      }
    } catch (IllegalArgumentException e) {
      line.errors.add(String.valueOf(e.getMessage()));
    }
    return line;
  }

  /// The function that a queue feeds, by the queue's name: the account may be another one.
  private Optional<FunctionHost> behind(String queueArn) {
    return account.functions().stream()
        .filter(
            function ->
                function.spec().sources().stream()
                    .anyMatch(source -> name(source.queueArn()).equals(name(queueArn))))
        .findFirst();
  }

  private static String name(String arn) {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }

  private void invoke(FunctionHost function, Router.Delivery delivery, Report.Line line) {
    line.functions.add(function.spec().name());
    var message =
        Message.builder()
            .messageId(UUID.randomUUID().toString())
            .receiptHandle("replay")
            .body(delivery.body())
            .md5OfBody("")
            .attributes(Map.of(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1"))
            .build();
    Invocation end =
        function.invoke(QueuePump.event(List.of(message), delivery.targetArn()).toString());
    for (String logged : end.log()) {
      if (logged.startsWith(CallRecorder.MARK)) {
        line.calls.add(Report.Called.of(logged.substring(CallRecorder.MARK.length())));
        continue;
      }
      LoggedOutcome.in(function.spec().name(), logged)
          .ifPresent(outcome -> line.outcomes.add(outcome.toJson()));
      error(logged).ifPresent(line.errors::add);
    }
    if (!end.returned()) {
      line.errors.add(end.summary());
    }
  }

  /// What a function says went wrong.
  private static Optional<String> error(String logged) {
    if (!logged.startsWith("{") || !logged.contains("\"ERROR\"")) {
      return Optional.empty();
    }
    try {
      JsonNode json = JSON.readTree(logged);
      return json.path("level").asText().equals("ERROR")
          ? Optional.of(json.path("message").asText())
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
