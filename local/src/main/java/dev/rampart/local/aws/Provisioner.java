package dev.rampart.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.local.template.ParameterSpec;
import dev.rampart.local.template.QueueSpec;
import dev.rampart.local.template.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Does for the emulated account what CloudFormation would do: creates what the bot stands on, as
/// the template says. Roles with their boundary, alarms and rules are not created: nothing here
/// would read them.
public final class Provisioner {
  private static final String QUARANTINE = "rampart-quarantine";

  private final Clients clients;
  private final OptionalInt visibilitySeconds;

  /// @param visibilitySeconds instead of the template's, for those who do not want to wait
  public Provisioner(Clients clients, OptionalInt visibilitySeconds) {
    this.clients = clients;
    this.visibilitySeconds = visibilitySeconds;
  }

  /// Creates everything; the answer knows the ids that the account has chosen.
  public Template provision(Template template) {
    Template created = template;
    for (String key : template.keys()) {
      created = created.withPhysicalId(key, key(template.properties(key)));
    }
    for (String table : created.tables()) {
      table(created.name(table), created.properties(table));
    }
    for (QueueSpec queue : inOrder(created.queues())) {
      queue(queue);
    }
    for (String topic : created.topics()) {
      topic(created.name(topic), created.properties(topic));
    }
    for (String policy : created.policies()) {
      if (created.name(policy).equals(QUARANTINE)) {
        policy(created.properties(policy));
      }
    }
    for (ParameterSpec parameter : created.parameters()) {
      clients
          .ssm()
          .putParameter(
              put -> put.name(parameter.name()).type(parameter.type()).value(parameter.value()));
    }
    return created;
  }

  private String key(JsonNode properties) {
    return clients
        .kms()
        .createKey(create -> create.description(properties.path("Description").asText()))
        .keyMetadata()
        .keyId();
  }

  // What a fix puts on others has to be there.
  private void policy(JsonNode properties) {
    clients
        .iam()
        .createPolicy(
            create ->
                create
                    .policyName(QUARANTINE)
                    .policyDocument(properties.path("PolicyDocument").toString()));
  }

  private void table(String name, JsonNode properties) {
    var create = CreateTableRequest.builder().tableName(name);
    var definitions = new ArrayList<AttributeDefinition>();
    for (JsonNode definition : properties.path("AttributeDefinitions")) {
      definitions.add(
          AttributeDefinition.builder()
              .attributeName(definition.path("AttributeName").asText())
              .attributeType(definition.path("AttributeType").asText())
              .build());
    }
    create.attributeDefinitions(definitions).keySchema(keys(properties.path("KeySchema")));
    create.billingMode(properties.path("BillingMode").asText("PROVISIONED"));
    var indexes = new ArrayList<GlobalSecondaryIndex>();
    for (JsonNode index : properties.path("GlobalSecondaryIndexes")) {
      indexes.add(
          GlobalSecondaryIndex.builder()
              .indexName(index.path("IndexName").asText())
              .keySchema(keys(index.path("KeySchema")))
              .projection(
                  p -> p.projectionType(index.path("Projection").path("ProjectionType").asText()))
              .build());
    }
    if (!indexes.isEmpty()) {
      create.globalSecondaryIndexes(indexes);
    }
    clients.dynamoDb().createTable(create.build());
    JsonNode expiry = properties.path("TimeToLiveSpecification");
    if (expiry.path("Enabled").asBoolean()) {
      clients
          .dynamoDb()
          .updateTimeToLive(
              update ->
                  update
                      .tableName(name)
                      .timeToLiveSpecification(
                          ttl ->
                              ttl.enabled(true)
                                  .attributeName(expiry.path("AttributeName").asText())));
    }
  }

  private static List<KeySchemaElement> keys(JsonNode schema) {
    var keys = new ArrayList<KeySchemaElement>();
    for (JsonNode key : schema) {
      keys.add(
          KeySchemaElement.builder()
              .attributeName(key.path("AttributeName").asText())
              .keyType(key.path("KeyType").asText())
              .build());
    }
    return keys;
  }

  /// Dead-letter queues first: a redrive policy must name a queue that is there.
  private static List<QueueSpec> inOrder(List<QueueSpec> queues) {
    var ordered = new ArrayList<QueueSpec>();
    queues.stream().filter(queue -> !hasRedrive(queue)).forEach(ordered::add);
    queues.stream().filter(Provisioner::hasRedrive).forEach(ordered::add);
    return ordered;
  }

  private static boolean hasRedrive(QueueSpec queue) {
    return queue.attributes().containsKey("RedrivePolicy");
  }

  private void queue(QueueSpec queue) {
    Map<QueueAttributeName, String> attributes = new LinkedHashMap<>();
    queue.attributes().forEach((name, value) -> attributes.put(attribute(queue, name), value));
    if (hasRedrive(queue)) {
      visibilitySeconds.ifPresent(
          seconds ->
              attributes.put(QueueAttributeName.VISIBILITY_TIMEOUT, String.valueOf(seconds)));
    }
    clients.sqs().createQueue(create -> create.queueName(queue.name()).attributes(attributes));
  }

  private static QueueAttributeName attribute(QueueSpec queue, String name) {
    QueueAttributeName known = QueueAttributeName.fromValue(name);
    if (known == QueueAttributeName.UNKNOWN_TO_SDK_VERSION) {
      throw new IllegalArgumentException(queue.logicalId() + " has an unknown property " + name);
    }
    return known;
  }

  private void topic(String name, JsonNode properties) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String attribute : List.of("DisplayName", "KmsMasterKeyId", "SignatureVersion")) {
      if (properties.has(attribute)) {
        attributes.put(attribute, properties.path(attribute).asText());
      }
    }
    clients.sns().createTopic(create -> create.name(name).attributes(attributes));
  }
}
