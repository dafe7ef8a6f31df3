package dev.rampart.respond;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.alert.Alerts;
import dev.rampart.change.Change;
import dev.rampart.emulator.Emulator;
import dev.rampart.guardrail.Commands;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Operations;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.ledger.Fixes;
import dev.rampart.ledger.Ledger;
import dev.rampart.ledger.Rounds;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/// Rampart as it stands in an account: ledger, parameters, topic with a subscriber, and a clock.
public final class Bot {
  public static final String TABLE = "rampart-ledger";
  public static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:rampart-alerts";
  private static final String MAILBOX = "mailbox";
  private static final AtomicInteger RUNS = new AtomicInteger();

  /// A hint that the engine put back.
  record Later(Change change, ResourceId resource, Instant due) {}

  final EmulatedAccount account;
  final Caller own;
  final Crashes ledgerCrashes = new Crashes();
  final Crashes fixCrashes = new Crashes();
  final Crashes alertCrashes = new Crashes();
  final DynamoDbClient dynamoDb;
  final SqsClient guarded;
  final SqsClient person;
  final SsmClient ssm;
  final CloudFormationClient cloudFormation;
  final SnsClient sns;
  final List<Later> later = new ArrayList<>();
  private final List<JsonNode> received = new ArrayList<>();
  private final String mailbox;
  Domain<TestQueue> domain;
  int maxFixesPerHour = 100;
  boolean allowRestore = true;
  boolean grants;
  volatile Instant now = Instant.parse("2026-03-01T12:10:00Z");

  /// Rampart in an account of its own, with the ordinary guardrails.
  public Bot() {
    this(TestQueues.ordinary());
  }

  Bot(List<Guardrail<TestQueue, ?>> guardrails) {
    account = EmulatedAccount.empty();
    own = account.person("ENGINE");
    var function = account.function("rampart-sqs");
    dynamoDb = client(DynamoDbClient.builder(), own, ledgerCrashes);
    guarded = client(SqsClient.builder(), function, fixCrashes);
    sns = client(SnsClient.builder(), own, alertCrashes);
    ssm = client(SsmClient.builder(), own, new Crashes());
    cloudFormation = client(CloudFormationClient.builder(), own, new Crashes());
    person = account.person("PERSON").client(SqsClient.builder());
    domain = new TestQueues(guarded, guardrails);
    var installer = account.person("INSTALLER");
    mailbox = install(installer);
    parameter("/rampart/auto-fix", "on");
    account.emulator().forgetCalls();
  }

  private static <B extends AwsClientBuilder<B, C>, C> C client(
      B builder, Caller caller, ExecutionInterceptor crashes) {
    // One attempt each: what the SDK would do by itself is not under test, and takes time.
    return caller.client(
        builder.overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .addExecutionInterceptor(crashes)
                .retryStrategy(DefaultRetryStrategy.doNotRetry())
                .build()));
  }

  private static String install(Caller installer) {
    try (var tables = installer.client(DynamoDbClient.builder());
        var topics = installer.client(SnsClient.builder());
        var queues = installer.client(SqsClient.builder())) {
      tables.createTable(
          create ->
              create
                  .tableName(TABLE)
                  .billingMode(BillingMode.PAY_PER_REQUEST)
                  .attributeDefinitions(
                      pk -> pk.attributeName("pk").attributeType(ScalarAttributeType.S),
                      sk -> sk.attributeName("sk").attributeType(ScalarAttributeType.S))
                  .keySchema(
                      pk -> pk.attributeName("pk").keyType(KeyType.HASH),
                      sk -> sk.attributeName("sk").keyType(KeyType.RANGE)));
      topics.createTopic(create -> create.name("rampart-alerts"));
      var url = queues.createQueue(create -> create.queueName(MAILBOX)).queueUrl();
      topics.subscribe(
          subscribe ->
              subscribe
                  .topicArn(TOPIC)
                  .protocol("sqs")
                  .endpoint(TestQueues.id(MAILBOX).arn())
                  .attributes(Map.of("RawMessageDelivery", "true")));
      return url;
    }
  }

  public void parameter(String name, String value) {
    ssm.putParameter(put -> put.name(name).value(value).type(ParameterType.STRING).overwrite(true));
  }

  Tools tools() {
    var operations = operations();
    return new Tools(
        "rampart-sqs",
        "rampart-sqs-undo:live",
        EmulatedAccount.ID,
        EmulatedAccount.REGION,
        maxFixesPerHour,
        allowRestore ? Set.of("*") : Set.of(),
        new Ledger(dynamoDb, TABLE),
        new Fixes(dynamoDb, TABLE),
        new Consent(ssm),
        new Stacks(cloudFormation),
        new Alerts(sns, TOPIC),
        new dev.rampart.respond.Caller(operations),
        new Commands(operations),
        (change, resource, delay) -> {
          synchronized (later) {
            later.add(new Later(change, resource, now.plus(delay)));
          }
        },
        () -> now);
  }

  public Domain<TestQueue> domain() {
    return domain;
  }

  /// What the fixes of the running bot are made of.
  public Operations operations() {
    return TestQueues.operations(guarded, grants);
  }

  public Emulator emulator() {
    return account.emulator();
  }

  public String endpoint() {
    return own.endpoint().toString();
  }

  public String createQueue(String name) {
    return queue(name);
  }

  /// What waits in a queue, up to ten messages.
  public List<Message> messages(String url) {
    return person
        .receiveMessage(get -> get.queueUrl(url).maxNumberOfMessages(10).visibilityTimeout(0))
        .messages();
  }

  /// The outcomes that alerts told of, in any order.
  public List<String> outcomes() {
    return told();
  }

  /// All that was told, reports too.
  public List<JsonNode> received() {
    return alerts();
  }

  Ledger ledger() {
    return new Ledger(dynamoDb, TABLE);
  }

  Rounds rounds() {
    return new Rounds(dynamoDb, TABLE);
  }

  // The world outside.

  String queue(String name) {
    return person
        .createQueue(
            create -> create.queueName(name).tags(Map.of(LostDeadLetters.TAG, "https://dead")))
        .queueUrl();
  }

  String url(String name) {
    return person.getQueueUrl(get -> get.queueName(name)).queueUrl();
  }

  /// Sets the policy to these statements, each `Sid=principal`.
  public void policy(String queue, String... statements) {
    var policy = TestQueue.JSON.createObjectNode().put("Version", "2012-10-17");
    var list = policy.putArray("Statement");
    for (var each : statements) {
      var parts = each.split("=", 2);
      list.addObject()
          .put("Sid", parts[0])
          .put("Effect", "Allow")
          .put("Principal", parts[1])
          .put("Action", "sqs:SendMessage")
          .put("Resource", "*");
    }
    set(queue, QueueAttributeName.POLICY, statements.length == 0 ? "" : policy.toString());
  }

  void set(String queue, QueueAttributeName name, String value) {
    person.setQueueAttributes(set -> set.queueUrl(url(queue)).attributes(Map.of(name, value)));
  }

  void retention(String queue, int seconds) {
    set(queue, QueueAttributeName.MESSAGE_RETENTION_PERIOD, Integer.toString(seconds));
  }

  public void tag(String queue, String name, String value) {
    person.tagQueue(tag -> tag.queueUrl(url(queue)).tags(Map.of(name, value)));
  }

  public void untag(String queue, String name) {
    person.untagQueue(untag -> untag.queueUrl(url(queue)).tagKeys(name));
  }

  /// The policy's statements as `Sid=principal`, and the retention and the tag.
  public List<String> state(String queue) {
    var attributes =
        person
            .getQueueAttributes(
                get -> get.queueUrl(url(queue)).attributeNames(QueueAttributeName.ALL))
            .attributesAsStrings();
    var state = new ArrayList<String>();
    var policy = attributes.getOrDefault("Policy", "");
    if (!policy.isEmpty()) {
      TestQueue.read(policy)
          .path("Statement")
          .forEach(
              each -> state.add(each.path("Sid").asText() + "=" + each.path("Principal").asText()));
    }
    state.add(attributes.get("MessageRetentionPeriod"));
    return state;
  }

  // The runs.

  void pass(Duration time) {
    now = now.plus(time);
  }

  Change did(String operation, String queue) {
    return did(operation, queue, Happened.PERSON);
  }

  Change did(String operation, String queue, String principal) {
    return Happened.parsed(Happened.call(operation, queue, principal, now));
  }

  /// One run of the function about one queue.
  List<Outcome> look(String queue, Change... changes) {
    return look(queue, List.of(changes));
  }

  List<Outcome> look(String queue, List<Change> changes) {
    var run = new Run("run-" + RUNS.incrementAndGet(), now.plusSeconds(60));
    return new Responder(tools()).look(domain, TestQueues.id(queue), changes, run);
  }

  /// The outcome words of one run about somebody's change of the queue's attributes.
  List<String> changed(String queue) {
    return words(look(queue, did("SetQueueAttributes", queue)));
  }

  /// The outcome words of one run about somebody's permissions added to the queue.
  List<String> added(String queue, String... labels) {
    return words(
        look(queue, Stream.of(labels).map(each -> Happened.added(queue, each, now)).toList()));
  }

  /// The same by a sweep.
  List<String> swept(String queue, boolean fixOpen) {
    return words(look(queue, Happened.parsed(Happened.sweep(queue, fixOpen))));
  }

  /// A message is delivered until it is dealt with; each time the visibility timeout passes.
  List<String> delivered(String queue, ObjectNode envelope) {
    for (int delivery = 0; delivery < 5; delivery++) {
      try {
        return words(look(queue, Happened.parsed(envelope)));
      } catch (Crashes.Crash | RuntimeException e) {
        pass(Duration.ofMinutes(6));
      }
    }
    throw new AssertionError("the message would be among the dead letters");
  }

  /// Hints that were put back come again when they are due, until there are none.
  List<String> settled() {
    var words = new ArrayList<String>();
    for (int i = 0; i < 200 && !later.isEmpty(); i++) {
      later.sort((a, b) -> a.due().compareTo(b.due()));
      var next = later.removeFirst();
      now = next.due().isAfter(now) ? next.due() : now;
      words.addAll(words(look(next.resource().name(), Happened.again(next.change()))));
    }
    return words;
  }

  Undo.Result undo(String fix) {
    var run = new Run("undo-run-" + RUNS.incrementAndGet(), now.plusSeconds(60));
    return new Undo(tools(), List.of(domain)).undo(fix, "it was right", run);
  }

  Undo.Result finish(String fix) {
    var run = new Run("finish-run-" + RUNS.incrementAndGet(), now.plusSeconds(60));
    return new Undo(tools(), List.of(domain)).finish(fix, "it was right", run);
  }

  static List<String> words(List<Outcome> outcomes) {
    return outcomes.stream().map(Outcome::word).toList();
  }

  // What people see.

  /// All alerts so far, each once or as often as it came.
  List<JsonNode> alerts() {
    while (true) {
      var messages =
          person.receiveMessage(get -> get.queueUrl(mailbox).maxNumberOfMessages(10)).messages();
      if (messages.isEmpty()) {
        return List.copyOf(received);
      }
      for (var message : messages) {
        received.add(TestQueue.read(message.body()));
        person.deleteMessage(
            delete -> delete.queueUrl(mailbox).receiptHandle(message.receiptHandle()));
      }
    }
  }

  /// The outcomes that alerts told of, the oldest first.
  List<String> told() {
    return alerts().stream().map(each -> each.path("outcome").asText()).toList();
  }

  /// The outcomes that alerts told of one queue.
  List<String> told(String queue) {
    return alertsOf(queue).stream().map(each -> each.path("outcome").asText()).toList();
  }

  List<JsonNode> alertsOf(String queue) {
    var arn = TestQueues.id(queue).arn();
    return alerts().stream()
        .filter(each -> each.path("resource").path("arn").asText().equals(arn))
        .toList();
  }

  /// How many calls each service has had since the account was last asked to forget them.
  public Map<String, Integer> calls() {
    var calls = new LinkedHashMap<String, Integer>();
    for (var call : account.emulator().calls(0)) {
      if (call.accessKeyId().equals(own.accessKeyId())) {
        calls.merge(call.name(), 1, Integer::sum);
      } else if (call.accessKeyId().startsWith("FUNCTION-")) {
        calls.merge(call.readOnly() ? "reads" : "writes", 1, Integer::sum);
      }
    }
    return calls;
  }
}
