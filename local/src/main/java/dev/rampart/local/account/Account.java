package dev.rampart.local.account;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.emulator.Emulator;
import dev.rampart.local.aws.Clients;
import dev.rampart.local.aws.Provisioner;
import dev.rampart.local.function.FunctionHost;
import dev.rampart.local.function.Invocation;
import dev.rampart.local.queue.EventTap;
import dev.rampart.local.queue.QueuePump;
import dev.rampart.local.route.Router;
import dev.rampart.local.template.Deployment;
import dev.rampart.local.template.FunctionSpec;
import dev.rampart.local.template.ScheduleSpec;
import dev.rampart.local.template.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// An AWS account with Rampart deployed to it, on this machine.
public final class Account implements AutoCloseable {
  /// The one who deploys; nobody's changes are judged by who made them, so it may be anyone.
  private static final String OPERATOR = "AKIAOPERATOR00000000";

  /// The emulated account has no quotas unless a test sets some: nobody waits for the pace that AWS
  /// asks for.
  private static final String ALL_OF_IT = "100";

  private final Options options;
  private final Emulator emulator;
  private final Clients operator;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, FunctionHost> functions = new LinkedHashMap<>();
  private final List<QueuePump> pumps = new ArrayList<>();
  private Template template;
  private Router router;
  private final FunctionDoor door;
  private EventTap tap;
  private AlertInbox inbox;

  private Account(Options options, Emulator emulator, Template template) {
    this.options = options;
    this.emulator = emulator;
    this.operator = new Clients(emulator.endpoint(), options.region, OPERATOR);
    identify(template);
    options.before.accept(operator);
    this.template = provision(template);
    this.inbox = subscribe();
    this.router = new Router(watched().rules());
    this.template.functions().forEach(this::host);
    this.door = FunctionDoor.open(functions.values());
    emulator.host(door.urls());
    this.tap = listen();
  }

  /// Starts the emulated account, deploys the template to it, and lets events flow.
  public static Account start(Options options) {
    try {
      Files.createDirectories(options.folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Emulator emulator =
        Emulator.start(
            options.checkout,
            options.port,
            options.folder.resolve("emulator.log"),
            options.progress);
    try {
      var deployment = Deployment.at(emulator.endpoint(), options.parameters);
      return new Account(options, emulator, Template.read(options.template, deployment));
    } catch (RuntimeException e) {
      emulator.close();
      throw e;
    }
  }

  private static Template read(Options options, Emulator emulator, String account) {
    return Template.read(
        options.template,
        new Deployment(
            "rampart", options.region, account, emulator.endpoint(), options.parameters, Map.of()));
  }

  /// The template as if deployed to the account whose events come in: rules and functions know its
  /// number.
  private Template watched() {
    return switch (options.watched) {
      case Watched.Own _, Watched.Endpoint _ -> template;
      case Watched.Aws(String account, _) -> read(options, emulator, account);
    };
  }

  private void identify(Template described) {
    var identities = new HashMap<String, JsonNode>();
    described
        .functions()
        .forEach(spec -> identities.put(Identities.keyOf(spec), Identities.of(spec)));
    identities.put(OPERATOR, Identities.person("AWSReservedSSO_Operator", "deployer", OPERATOR));
    emulator.identify(identities);
  }

  private Template provision(Template described) {
    return new Provisioner(operator, options.visibilitySeconds).provision(described);
  }

  private AlertInbox subscribe() {
    return AlertInbox.subscribe(operator, topicArn(), "alert-inbox");
  }

  private EventTap listen() {
    var events = new EventTap(emulator, this::put, this::problem);
    if (!options.flowing) {
      return events;
    }
    for (FunctionHost function : functions.values()) {
      for (FunctionSpec.EventSource source : function.spec().sources()) {
        pumps.add(
            new QueuePump(
                operator.sqs(),
                source,
                queueUrl(source.queueArn()),
                function,
                batch -> listeners.forEach(listener -> listener.handled(batch))));
      }
    }
    return events.begin();
  }

  private void host(FunctionSpec spec) {
    var classPath = new ArrayList<>(options.functionClassPath);
    classPath.add(spec.jar());
    functions.put(
        spec.name(),
        new FunctionHost(
            spec.as(watched().arn(spec.logicalId())),
            classPath,
            environment(spec),
            options.folder,
            line -> heard(spec.name(), line)));
  }

  private Map<String, String> environment(FunctionSpec spec) {
    var environment = new LinkedHashMap<String, String>();
    environment.put("AWS_REGION", options.region);
    environment.put("AWS_DEFAULT_REGION", options.region);
    environment.put("AWS_ACCESS_KEY_ID", Identities.keyOf(spec));
    environment.put("AWS_SECRET_ACCESS_KEY", "local-secret");
    environment.put("AWS_SESSION_TOKEN", "local-session");
    String here = emulator.endpoint().toString();
    switch (options.watched) {
      case Watched.Own() -> {
        environment.put("AWS_ENDPOINT_URL", here);
        environment.put("RAMPART_QUOTA_SHARE", ALL_OF_IT);
      }
      case Watched.Endpoint(URI uri) -> environment.put("AWS_ENDPOINT_URL", uri.toString());
      case Watched.Aws(_, Map<String, String> credentials) -> {
        environment.remove("AWS_SESSION_TOKEN");
        environment.putAll(credentials);
      }
    }
    for (String service : List.of("DYNAMODB", "SSM", "SNS", "SQS")) {
      environment.put("AWS_ENDPOINT_URL_" + service, here);
    }
    environment.putAll(options.functionEnvironment);
    return environment;
  }

  private void heard(String function, String line) {
    listeners.forEach(listener -> listener.logged(function, line));
    LoggedOutcome.in(function, line)
        .ifPresent(outcome -> listeners.forEach(listener -> listener.outcome(outcome)));
  }

  private void deliver(Router.Delivery delivery) {
    listeners.forEach(listener -> listener.delivered(delivery));
    if (delivery.targetArn().contains(":sns:")) {
      operator
          .sns()
          .publish(publish -> publish.topicArn(delivery.targetArn()).message(delivery.body()));
      return;
    }
    operator
        .sqs()
        .sendMessage(
            send -> send.queueUrl(queueUrl(delivery.targetArn())).messageBody(delivery.body()));
    pumps.stream()
        .filter(pump -> pump.queueArn().equals(delivery.targetArn()))
        .forEach(QueuePump::wake);
  }

  private void problem(RuntimeException problem) {
    listeners.forEach(listener -> listener.problem(String.valueOf(problem.getMessage())));
  }

  private String queueUrl(String arn) {
    return template
        .queueByArn(arn)
        .orElseThrow(() -> new IllegalArgumentException("template has no queue " + arn))
        .url();
  }

  public void listen(Listener listener) {
    listeners.add(listener);
  }

  public URI endpoint() {
    return emulator.endpoint();
  }

  public Emulator emulator() {
    return emulator;
  }

  public Template template() {
    return template;
  }

  public Router router() {
    return router;
  }

  public AlertInbox inbox() {
    return inbox;
  }

  /// Clients of the one who deployed.
  public Clients operator() {
    return operator;
  }

  /// Clients of a person with this access key; CloudTrail will name the session.
  public Clients person(String accessKeyId, String role, String session) {
    emulator.identify(Map.of(accessKeyId, Identities.person(role, session, accessKeyId)));
    return new Clients(emulator.endpoint(), options.region, accessKeyId);
  }

  public String topicArn() {
    return template.arn(template.topics().getFirst());
  }

  public Optional<FunctionHost> function(String name) {
    // An alert names the alias too.
    return Optional.ofNullable(functions.get(name.split(":", 2)[0]));
  }

  public List<FunctionHost> functions() {
    return List.copyOf(functions.values());
  }

  /// The key a function calls with.
  public String accessKeyOf(String function) {
    return Identities.keyOf(hosted(function).spec());
  }

  /// Starts those functions that wait for events, at the same time.
  public void warm() {
    List<Thread> starting =
        functions.values().stream()
            .filter(function -> !function.spec().sources().isEmpty())
            .map(
                function ->
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              try {
                                function.warm();
                              } catch (IllegalStateException e) {
                                problem(e);
                              }
                            }))
            .toList();
    try {
      for (Thread thread : starting) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Fires the schedules that put events, as Scheduler does when a schedule is created.
  public void sweep() {
    for (ScheduleSpec schedule : template.schedules()) {
      for (ScheduleSpec.Entry entry : schedule.entries()) {
        JsonNode envelope = Envelopes.scheduled(entry);
        listeners.forEach(listener -> listener.scheduled(envelope));
        put(envelope);
      }
    }
  }

  /// Sends an event where the rules say.
  public List<Router.Delivery> put(JsonNode envelope) {
    List<Router.Delivery> deliveries = router.route(envelope);
    deliveries.forEach(this::deliver);
    return deliveries;
  }

  /// Invokes a function as `aws lambda invoke` would.
  public Invocation invoke(String function, String payload) {
    return hosted(function).invoke(payload);
  }

  private FunctionHost hosted(String name) {
    return function(name).orElseThrow(() -> new IllegalArgumentException("no function " + name));
  }

  /// Waits until everything that has happened was handled and nothing more is on its way.
  public void settle(Duration limit) {
    Settling.await(emulator, () -> tap, List.copyOf(pumps), operator.sqs(), template, limit);
  }

  /// An empty account again with Rampart newly deployed. Function processes stay warm: they hold no
  /// state that outlives an invocation.
  public void reset() {
    pause();
    emulator.reset();
    identify(template);
    template =
        provision(
            Template.read(
                options.template, Deployment.at(emulator.endpoint(), options.parameters)));
    emulator.host(door.urls());
    inbox = subscribe();
    router = new Router(template.rules());
    tap = listen();
  }

  private void pause() {
    tap.close();
    pumps.forEach(QueuePump::close);
    pumps.clear();
  }

  @Override
  public void close() {
    pause();
    door.close();
    functions.values().forEach(FunctionHost::close);
    operator.close();
    emulator.close();
  }
}
