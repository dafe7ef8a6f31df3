package dev.rampart.local.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What `template.yaml` deploys, with every name and value resolved for one deployment.
public final class Template {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode root;
  private final Path folder;
  private final Deployment deployment;
  private final Intrinsics intrinsics;

  public Template(TemplateSource source, Path folder, Deployment deployment) {
    this.root = source.root();
    this.folder = folder;
    this.deployment = deployment;
    this.intrinsics = new Intrinsics(root, deployment);
  }

  public static Template read(Path file, Deployment deployment) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      return new Template(TemplateSource.read(file), folder == null ? file : folder, deployment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same template where the account has chosen a resource's id.
  public Template withPhysicalId(String logicalId, String id) {
    return new Template(new TemplateSource(root), folder, deployment.withPhysicalId(logicalId, id));
  }

  public List<FunctionSpec> functions() {
    return ofType("AWS::Serverless::Function").map(this::function).toList();
  }

  public List<QueueSpec> queues() {
    return ofType("AWS::SQS::Queue").map(this::queue).toList();
  }

  public List<RuleSpec> rules() {
    return ofType("AWS::Events::Rule").map(this::rule).toList();
  }

  public List<ParameterSpec> parameters() {
    return ofType("AWS::SSM::Parameter")
        .map(
            id -> {
              JsonNode properties = properties(id);
              return new ParameterSpec(
                  id,
                  intrinsics.names().name(id),
                  properties.path("Type").asText(),
                  properties.path("Value").asText());
            })
        .toList();
  }

  public List<ScheduleSpec> schedules() {
    return ofType("AWS::Scheduler::Schedule").map(this::schedule).toList();
  }

  /// Logical ids of the keys.
  public List<String> keys() {
    return ofType("AWS::KMS::Key").toList();
  }

  /// Logical ids of the tables.
  public List<String> tables() {
    return ofType("AWS::DynamoDB::Table").toList();
  }

  /// Logical ids of the managed policies.
  public List<String> policies() {
    return ofType("AWS::IAM::ManagedPolicy").toList();
  }

  /// Logical ids of the topics.
  public List<String> topics() {
    return ofType("AWS::SNS::Topic").toList();
  }

  /// Name of a resource in the account.
  public String name(String logicalId) {
    return intrinsics.names().name(logicalId);
  }

  public String arn(String logicalId) {
    return intrinsics.names().arn(logicalId);
  }

  /// Properties of a resource, resolved.
  public JsonNode properties(String logicalId) {
    return intrinsics.resolve(root.path("Resources").path(logicalId).path("Properties"));
  }

  private Stream<String> ofType(String type) {
    return root.path("Resources").properties().stream()
        .filter(resource -> resource.getValue().path("Type").asText().equals(type))
        .filter(resource -> isCreated(resource.getValue()))
        .map(Map.Entry::getKey);
  }

  private boolean isCreated(JsonNode resource) {
    JsonNode condition = resource.path("Condition");
    return condition.isMissingNode() || intrinsics.condition(condition.asText());
  }

  private FunctionSpec function(String id) {
    JsonNode globals = intrinsics.resolve(root.path("Globals").path("Function"));
    JsonNode own = properties(id);
    var environment = new LinkedHashMap<String, String>();
    for (JsonNode level : List.of(globals, own)) {
      level
          .path("Environment")
          .path("Variables")
          .properties()
          .forEach(variable -> environment.put(variable.getKey(), variable.getValue().asText()));
    }
    return new FunctionSpec(
        id,
        name(id),
        arn(id),
        first(own, globals, "AutoPublishAlias").asText(""),
        first(own, globals, "Handler").asText(),
        folder.resolve(first(own, globals, "CodeUri").asText(".")).normalize(),
        first(own, globals, "MemorySize").asInt(128),
        Duration.ofSeconds(first(own, globals, "Timeout").asInt(3)),
        environment,
        roleName(id, own),
        sources(id, own));
  }

  private static JsonNode first(JsonNode own, JsonNode globals, String property) {
    return own.has(property) ? own.path(property) : globals.path(property);
  }

  private String roleName(String id, JsonNode own) {
    String role = own.path("Role").asText("");
    // Without a role of its own SAM makes one, named after the function.
    return role.isEmpty() ? name(id) + "Role" : role.substring(role.lastIndexOf('/') + 1);
  }

  private List<FunctionSpec.EventSource> sources(String id, JsonNode own) {
    var sources = new ArrayList<FunctionSpec.EventSource>();
    for (Map.Entry<String, JsonNode> event : own.path("Events").properties()) {
      if (!event.getValue().path("Type").asText().equals("SQS")) {
        throw new IllegalArgumentException(
            "event of %s is not from a queue: %s".formatted(id, event.getKey()));
      }
      JsonNode properties = event.getValue().path("Properties");
      sources.add(source(properties.path("Queue").asText(), properties));
    }
    ofType("AWS::Lambda::EventSourceMapping")
        .map(this::properties)
        .filter(mapping -> feeds(mapping.path("FunctionName").asText(), id))
        .forEach(mapping -> sources.add(source(mapping.path("EventSourceArn").asText(), mapping)));
    return sources;
  }

  /// A mapping may name the function by name or ARN, with or without its alias.
  private boolean feeds(String target, String id) {
    String plain = target.startsWith("arn:") ? arn(id) : name(id);
    return target.equals(plain) || target.startsWith(plain + ":");
  }

  private static FunctionSpec.EventSource source(String queueArn, JsonNode properties) {
    boolean reports =
        properties
            .path("FunctionResponseTypes")
            .valueStream()
            .anyMatch(type -> type.asText().equals("ReportBatchItemFailures"));
    return new FunctionSpec.EventSource(queueArn, properties.path("BatchSize").asInt(10), reports);
  }

  private QueueSpec queue(String id) {
    var attributes = new LinkedHashMap<String, String>();
    for (Map.Entry<String, JsonNode> property : properties(id).properties()) {
      if (property.getKey().equals("QueueName") || property.getKey().equals("Tags")) {
        continue;
      }
      JsonNode value = property.getValue();
      attributes.put(
          property.getKey(), value.isContainerNode() ? value.toString() : value.asText());
    }
    PhysicalNames names = intrinsics.names();
    return new QueueSpec(id, names.name(id), names.ref(id), names.arn(id), attributes);
  }

  private RuleSpec rule(String id) {
    JsonNode properties = properties(id);
    // A rule that is switched off matches nothing.
    boolean enabled = !properties.path("State").asText().equals("DISABLED");
    var targets = new ArrayList<RuleSpec.Target>();
    for (JsonNode target : properties.path("Targets")) {
      ObjectNode shape = JSON.createObjectNode();
      Stream.of("Input", "InputPath", "InputTransformer")
          .filter(target::has)
          .forEach(key -> shape.set(key, target.get(key)));
      targets.add(new RuleSpec.Target(target.path("Arn").asText(), shape));
    }
    return new RuleSpec(
        id, name(id), arn(id), properties.path("EventPattern"), enabled ? targets : List.of());
  }

  private ScheduleSpec schedule(String id) {
    JsonNode properties = properties(id);
    JsonNode target = properties.path("Target");
    JsonNode input = parse(id, target.path("Input").asText("{}"));
    String expression = properties.path("ScheduleExpression").asText();
    JsonNode bus = target.path("EventBridgeParameters");
    if (bus.isObject()) {
      return new ScheduleSpec(
          id,
          expression,
          List.of(
              new ScheduleSpec.Entry(
                  bus.path("Source").asText(), bus.path("DetailType").asText(), input)));
    }
    var entries = new ArrayList<ScheduleSpec.Entry>();
    for (JsonNode entry : input.path("Entries")) {
      entries.add(
          new ScheduleSpec.Entry(
              entry.path("Source").asText(),
              entry.path("DetailType").asText(),
              parse(id, entry.path("Detail").asText("{}"))));
    }
    return new ScheduleSpec(id, expression, entries);
  }

  private static JsonNode parse(String id, String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("input of " + id + " is not JSON: " + json, e);
    }
  }

  /// The queue with this ARN.
  public Optional<QueueSpec> queueByArn(String arn) {
    return queues().stream().filter(queue -> queue.arn().equals(arn)).findFirst();
  }
}
