package dev.rampart.local.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rampart.emulator.Checkout;
import dev.rampart.emulator.Emulator;
import dev.rampart.emulator.Fault;
import dev.rampart.emulator.RecordedCall;
import dev.rampart.local.account.Account;
import dev.rampart.local.account.AlertInbox.Alert;
import dev.rampart.local.account.Listener;
import dev.rampart.local.account.LoggedOutcome;
import dev.rampart.local.account.Options;
import dev.rampart.local.aws.Clients;
import dev.rampart.local.function.Invocation;
import dev.rampart.local.queue.QueuePump;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// An account with Rampart deployed and auto-fix on, people who work in it, and what can be seen
/// from outside.
final class Bot implements AutoCloseable {
  static final Duration SOON = Duration.ofMinutes(3);
  static final ObjectMapper JSON = new ObjectMapper();

  /// Long enough for every fix, short enough to wait for a message that comes again.
  static final int VISIBILITY = 3;

  /// How many times AWS's quota of API Gateway calls this account has, so that no test waits for
  /// the pace that AWS asks for.
  static final double QUOTA = 10;

  /// Of that quota, what two execution environments take of AWS's.
  static final Map<String, String> PACE =
      Map.of("RAMPART_QUOTA_SHARE", String.valueOf(2 * 0.25 * QUOTA));

  private static final String API_GATEWAY = "      FunctionName: rampart-apigateway\n";

  private static final Pattern COMMAND =
      Pattern.compile("aws lambda invoke .*--function-name (\\S+) .*--payload '(.*)' out\\.json");

  final Account account;

  /// What was there before Rampart came.
  final Old old;

  /// The only report of the round that Rampart made when it came.
  final Alert firstReport;

  /// Breaks things.
  final Clients eve;

  /// Only looks; has no part in what happened.
  final Clients auditor;

  private final AtomicInteger names = new AtomicInteger();
  private final List<LoggedOutcome> outcomes = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();

  private Bot(Account account, Old old) {
    this.account = account;
    this.old = old;
    this.eve = account.person("AKIAEVE", "Developer", "eve@example.org");
    this.auditor = account.person("AKIAAUDITOR", "Auditor", "ada@example.org");
    account.listen(
        new Listener() {
          @Override
          public void outcome(LoggedOutcome outcome) {
            outcomes.add(outcome);
          }

          @Override
          public void handled(QueuePump.Batch batch) {
            if (batch.failed() > 0) {
              failures.add(batch.function());
            }
          }
        });
    account.sweep();
    this.firstReport =
        await()
            .alias("the first report")
            .atMost(SOON)
            .until(
                () ->
                    account.inbox().alerts().stream()
                        .filter(alert -> alert.facts().has("domains"))
                        .findFirst(),
                Optional::isPresent)
            .orElseThrow();
  }

  static Bot start() {
    Checkout checkout = Checkout.find();
    Path folder = checkout.root().resolve("local/target/e2e/" + ProcessHandle.current().pid());
    var old = new Old();
    Account account =
        Account.start(
            Options.in(checkout, folder)
                .toAnAccountWith(old::create)
                .deploying(impatient(checkout, folder))
                .withFunctions(List.of(), PACE)
                .withVisibility(VISIBILITY)
                .withParameters(
                    Map.of(
                        "AutoFix",
                        "on",
                        "MaxFixesPerHour",
                        "1000",
                        "AllowRestoreIam",
                        "true",
                        "AllowRestoreLambda",
                        "true",
                        "AllowMoveSecrets",
                        "true",
                        "AllowRestoreKeys",
                        "true")));
    account.warm();
    return new Bot(account, old);
  }

  /// The template with a shorter timeout: for that long a crashed function keeps its lease. That of
  /// API Gateway keeps its own, whose calls wait for each other.
  private static Path impatient(Checkout checkout, Path folder) {
    try {
      String template =
          Files.readString(checkout.template())
              .replace("    Timeout: 60\n", "    Timeout: 10\n")
              .replace(API_GATEWAY, API_GATEWAY + "      Timeout: 60\n")
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

  Emulator emulator() {
    return account.emulator();
  }

  /// Number of the last call so far.
  long lastCall() {
    return emulator().lastCall();
  }

  /// The calls of a function after that number.
  List<RecordedCall> calls(String function, long after) {
    return callsOf(account.accessKeyOf(function), after);
  }

  List<RecordedCall> callsOf(String key, long after) {
    return emulator().calls(after).stream().filter(call -> call.accessKeyId().equals(key)).toList();
  }

  void settle() {
    account.settle(SOON);
  }

  /// Types the command that an alert offers, again while the answer says to try again.
  JsonNode run(String command) {
    Matcher typed = COMMAND.matcher(command);
    if (!typed.matches()) {
      throw new AssertionError("not a command to invoke a function: " + command);
    }
    return await()
        .atMost(SOON)
        .until(
            () -> invoke(typed.group(1), typed.group(2)),
            answer -> !answer.path("why").asText().contains("try again"));
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
    var mended = new Mended(this, function, lastCall(), failures.size());
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
    return mended;
  }

  /// A call of a function that takes long.
  Fault slow(String function, String service, String operation, int times, double seconds) {
    return new Fault(
        service, operation, account.accessKeyOf(function), null, null, times, false, seconds);
  }

  /// An outage; closing it ends it.
  record Mended(Bot bot, String function, long since, int failures) implements AutoCloseable {
    /// Waits until the function has given a message back.
    void awaitFailedMessage() {
      await().atMost(SOON).until(() -> bot.failures.size() > failures);
    }

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
        account.operator().ssm().getParameters(get -> get.names(parameter)).parameters().stream()
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
        .putParameter(put -> put.name(parameter).value(value).type("String").overwrite(true));
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

  /// Drops what was put back for much later.
  void purge(String queue) {
    account.operator().sqs().purgeQueue(purge -> purge.queueUrl(queueUrl(queue)));
  }

  /// How long a message stays away from now on that was taken and not handled.
  void visibility(String queue, int seconds) {
    set(queue, QueueAttributeName.VISIBILITY_TIMEOUT, seconds);
  }

  /// How long a message takes from now on to come.
  void delay(String queue, int seconds) {
    set(queue, QueueAttributeName.DELAY_SECONDS, seconds);
  }

  private void set(String queue, QueueAttributeName attribute, int value) {
    account
        .operator()
        .sqs()
        .setQueueAttributes(
            set ->
                set.queueUrl(queueUrl(queue)).attributes(Map.of(attribute, String.valueOf(value))));
  }

  /// The event of the last call with that name that says this in its request.
  JsonNode event(String name, String said) {
    return emulator().events(0, Duration.ZERO).stream()
        .map(Emulator.Numbered::event)
        .filter(event -> event.at("/detail/eventName").asText().startsWith(name))
        .filter(event -> event.at("/detail/requestParameters").toString().contains(said))
        .reduce((_, last) -> last)
        .orElseThrow(() -> new AssertionError("no event " + name + " of " + said));
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
