package dev.rampart.local.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rampart.local.Checkout;
import dev.rampart.local.account.Account;
import dev.rampart.local.account.Listener;
import dev.rampart.local.account.LoggedOutcome;
import dev.rampart.local.account.Options;
import dev.rampart.local.aws.Clients;
import dev.rampart.local.emulator.Emulator;
import dev.rampart.local.emulator.Fault;
import dev.rampart.local.emulator.RecordedCall;
import dev.rampart.local.function.Invocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// An account with Rampart deployed and auto-fix on, people who work in it, and what can be seen
/// from outside.
final class Bot implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(30);
  static final ObjectMapper JSON = new ObjectMapper();

  /// Long enough for every fix, short enough to wait for a message that comes again.
  static final int VISIBILITY = 4;

  private static final Pattern COMMAND =
      Pattern.compile("aws lambda invoke .*--function-name (\\S+) .*--payload '(.*)' out\\.json");

  final Account account;

  /// Breaks things.
  final Clients eve;

  /// Only looks; has no part in what happened.
  final Clients auditor;

  private final AtomicInteger names = new AtomicInteger();
  private final List<LoggedOutcome> outcomes = new CopyOnWriteArrayList<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();

  private Bot(Account account) {
    this.account = account;
    this.eve = account.person("AKIAEVE", "Developer", "eve@example.org");
    this.auditor = account.person("AKIAAUDITOR", "Auditor", "ada@example.org");
    account.listen(
        new Listener() {
          @Override
          public void outcome(LoggedOutcome outcome) {
            outcomes.add(outcome);
          }

          @Override
          public void problem(String what) {
            problems.add(what);
          }
        });
  }

  static Bot start() {
    Checkout checkout = Checkout.find();
    Path folder = checkout.root().resolve("local/target/e2e/" + ProcessHandle.current().pid());
    Account account =
        Account.start(
            Options.in(checkout, folder)
                .deploying(impatient(checkout, folder))
                .withVisibility(VISIBILITY)
                .withParameters(
                    Map.of("AutoFix", "on", "MaxFixesPerHour", "1000", "AllowRestoreIam", "true")));
    account.warm();
    return new Bot(account);
  }

  /// The template with a shorter timeout: for that long a crashed function keeps its lease.
  private static Path impatient(Checkout checkout, Path folder) {
    try {
      String template =
          Files.readString(checkout.template())
              .replace("    Timeout: 60\n", "    Timeout: 20\n")
              .replaceAll("CodeUri: (functions/\\w+)", "CodeUri: " + checkout.root() + "/$1");
      Files.createDirectories(folder);
      return Files.writeString(folder.resolve("template.yaml"), template);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A name that no other test uses.
  String name(String prefix) {
    return prefix + "-" + names.incrementAndGet();
  }

  /// What happens to one resource from now on.
  Story story(String arn) {
    return new Story(this, arn);
  }

  List<LoggedOutcome> outcomes() {
    return outcomes;
  }

  List<String> problems() {
    return problems;
  }

  Emulator emulator() {
    return account.emulator();
  }

  /// Number of the last call so far.
  long lastCall() {
    List<RecordedCall> all = emulator().calls(0);
    return all.isEmpty() ? 0 : all.getLast().sequence();
  }

  /// The calls of a function after that number.
  List<RecordedCall> calls(String function, long after) {
    String key = account.accessKeyOf(function);
    return emulator().calls(after).stream().filter(call -> call.accessKeyId().equals(key)).toList();
  }

  void settle() {
    account.settle(Duration.ofSeconds(60));
  }

  /// Types the command that an alert offers.
  JsonNode run(String command) {
    Matcher typed = COMMAND.matcher(command);
    if (!typed.matches()) {
      throw new AssertionError("not a command to invoke a function: " + command);
    }
    return invoke(typed.group(1), typed.group(2));
  }

  JsonNode invoke(String function, String payload) {
    return switch (account.invoke(function, payload)) {
      case Invocation.Returned(String answer, List<String> _) -> json(answer);
      case Invocation other -> throw new AssertionError(String.valueOf(other));
    };
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  /// Makes a function's calls fail until it is mended.
  Mended fails(String function, String service, String operation, String error, int status) {
    long before = lastCall();
    emulator()
        .inject(
            new Fault(
                service,
                operation,
                account.accessKeyOf(function),
                error,
                status,
                Integer.MAX_VALUE,
                false,
                0));
    return new Mended(this, function, before);
  }

  /// A call of a function that takes long.
  Fault slow(String function, String service, String operation, int times, double seconds) {
    return new Fault(
        service,
        operation,
        account.accessKeyOf(function),
        null,
        null,
        times,
        false,
        seconds);
  }

  /// An outage; closing it ends it.
  record Mended(Bot bot, String function, long since) implements AutoCloseable {
    /// Waits until the function has felt it.
    void awaitFailures(int count) {
      await()
          .atMost(SOON)
          .until(
              () ->
                  bot.calls(function, since).stream()
                          .filter(call -> call.status() >= 400 && !isOrdinary(call))
                          .count()
                      >= count);
    }

    // A resource without a policy answers so, and a condition that does not hold.
    private static boolean isOrdinary(RecordedCall call) {
      return call.status() == 404 || call.errorCode().startsWith("ConditionalCheck");
    }

    @Override
    public void close() {
      bot.emulator().clearFaults();
    }
  }

  /// Sets a parameter; closing it puts back what was there.
  Setting with(String parameter, String value) {
    String before =
        account
            .operator()
            .ssm()
            .getParameters(get -> get.names(parameter))
            .parameters()
            .stream()
            .findFirst()
            .map(found -> found.value())
            .orElse("");
    set(parameter, value);
    return () -> set(parameter, before);
  }

  /// An empty value removes the parameter.
  void set(String parameter, String value) {
    if (value.isEmpty()) {
      account.operator().ssm().deleteParameter(delete -> delete.name(parameter));
      return;
    }
    account
        .operator()
        .ssm()
        .putParameter(
            put -> put.name(parameter).value(value).type("String").overwrite(true));
  }

  /// A parameter that is set for a while.
  interface Setting extends AutoCloseable {
    @Override
    void close();
  }

  String queueUrl(String name) {
    return account.operator().sqs().getQueueUrl(get -> get.queueName(name)).queueUrl();
  }

  /// Puts a message into a queue, past all rules.
  void send(String queue, String body) {
    account.operator().sqs().sendMessage(send -> send.queueUrl(queueUrl(queue)).messageBody(body));
  }

  /// How many messages lie in a queue for good.
  int waiting(String queue) {
    return Integer.parseInt(
        account
            .operator()
            .sqs()
            .getQueueAttributes(
                get ->
                    get.queueUrl(queueUrl(queue))
                        .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
            .attributes()
            .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
  }

  @Override
  public void close() {
    account.close();
  }
}
