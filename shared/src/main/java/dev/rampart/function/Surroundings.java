package dev.rampart.function;

import com.amazonaws.services.lambda.runtime.Context;
import dev.rampart.alert.Alerts;
import dev.rampart.change.Change;
import dev.rampart.change.DataCall;
import dev.rampart.guardrail.Commands;
import dev.rampart.guardrail.Operations;
import dev.rampart.ledger.Fixes;
import dev.rampart.ledger.Ledger;
import dev.rampart.ledger.Rounds;
import dev.rampart.ledger.Sightings;
import dev.rampart.respond.Caller;
import dev.rampart.respond.Consent;
import dev.rampart.respond.Stacks;
import dev.rampart.respond.Tools;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/// What the deployment tells a function about itself, and the clients of Rampart's own parts.
final class Surroundings {
  private final Map<String, String> environment;
  private final DynamoDbClient dynamoDb;
  private final SqsClient sqs;
  private final SsmClient ssm;
  private final SnsClient sns;
  private final CloudFormationClient cloudFormation;

  /// The clients find Region, credentials and HTTP client by themselves: there is one of each in a
  /// function.
  Surroundings(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    this.dynamoDb = DynamoDbClient.create();
    this.sqs = SqsClient.create();
    this.ssm = SsmClient.create();
    this.sns = SnsClient.create();
    this.cloudFormation = CloudFormationClient.create();
  }

  /// `true`, `false`, or the IAM actions themselves, separated by commas.
  static Set<String> grants(String allowed) {
    return switch (allowed) {
      case "true" -> Set.of("*");
      case "false", "" -> Set.of();
      default -> Set.of(allowed.split(",", -1));
    };
  }

  Tools tools(Context context, Operations operations) {
    return new Tools(
        context.getFunctionName(),
        required("RAMPART_UNDO_FUNCTION"),
        account(context),
        required("AWS_REGION"),
        Integer.parseInt(required("RAMPART_MAX_FIXES_PER_HOUR")),
        grants(required("RAMPART_ALLOW_RESTORE")),
        new Ledger(dynamoDb, table()),
        new Fixes(dynamoDb, table()),
        new Consent(ssm),
        new Stacks(cloudFormation),
        alerts(),
        new Caller(operations),
        new Commands(operations),
        queue(),
        InstantSource.system());
  }

  Queue queue() {
    return new Queue(sqs, required("RAMPART_QUEUE"));
  }

  /// Where a change came from, and goes back to: records of data events, which come in floods, have
  /// a queue of their own where the domain has one.
  Queue queueOf(Change change) {
    var own = environment.getOrDefault("RAMPART_DATA_QUEUE", "");
    return change.cause() instanceof DataCall && !own.isBlank() ? new Queue(sqs, own) : queue();
  }

  Alerts alerts() {
    return new Alerts(sns, required("RAMPART_TOPIC"));
  }

  Sightings sightings() {
    return new Sightings(dynamoDb, table());
  }

  Rounds rounds() {
    return new Rounds(dynamoDb, table());
  }

  /// This function's domain, `iam`.
  String domain() {
    return required("RAMPART_DOMAIN");
  }

  /// The domains of the whole deployment, which report together.
  List<String> domains() {
    return List.of(required("RAMPART_DOMAINS").split(",", -1));
  }

  /// The account, from the function's own ARN.
  static String account(Context context) {
    return context.getInvokedFunctionArn().split(":", -1)[4];
  }

  private String table() {
    return required("RAMPART_TABLE");
  }

  private String required(String name) {
    var value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException("the environment variable " + name + " is missing");
    }
    return value;
  }
}
