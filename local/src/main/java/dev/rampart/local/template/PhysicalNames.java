package dev.rampart.local.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;

/// What `Ref` and `GetAtt` answer for a resource: the names and ARNs that a deployment would give.
final class PhysicalNames {
  private final JsonNode resources;
  private final Deployment deployment;
  private final Intrinsics intrinsics;

  PhysicalNames(JsonNode resources, Deployment deployment, Intrinsics intrinsics) {
    this.resources = resources;
    this.deployment = deployment;
    this.intrinsics = intrinsics;
  }

  String ref(String logicalId) {
    if (logicalId.endsWith(".Alias")) {
      String function = logicalId.substring(0, logicalId.length() - ".Alias".length());
      return arn(function) + ":" + intrinsics.aliasOf(function);
    }
    return switch (type(logicalId)) {
      case "AWS::SQS::Queue" ->
          deployment
              .endpoint()
              .resolve("/" + deployment.account() + "/" + name(logicalId))
              .toString();
      case "AWS::SNS::Topic",
          "AWS::IAM::ManagedPolicy",
          "AWS::Lambda::Alias",
          "AWS::CloudTrail::Trail" ->
          arn(logicalId);
      case "AWS::KMS::Key" -> keyId(logicalId);
      default -> name(logicalId);
    };
  }

  String attribute(String logicalId, String attribute) {
    return switch (attribute) {
      case "Arn", "TopicArn", "PolicyArn" -> arn(logicalId);
      case "QueueName", "TopicName", "FunctionName", "TableName" -> name(logicalId);
      case "QueueUrl" -> ref(logicalId);
      case "KeyId" -> keyId(logicalId);
      default ->
          throw new IllegalArgumentException(
              "attribute not known locally: " + logicalId + "." + attribute);
    };
  }

  /// The name that the template gives, or the stack's name and the logical id, as AWS would but
  /// without the random tail.
  String name(String logicalId) {
    String property =
        switch (type(logicalId)) {
          case "AWS::SQS::Queue" -> "QueueName";
          case "AWS::SNS::Topic" -> "TopicName";
          case "AWS::DynamoDB::Table" -> "TableName";
          case "AWS::Serverless::Function", "AWS::Lambda::Function" -> "FunctionName";
          case "AWS::IAM::Role" -> "RoleName";
          case "AWS::IAM::ManagedPolicy" -> "ManagedPolicyName";
          case "AWS::S3::Bucket" -> "BucketName";
          case "AWS::KMS::Alias" -> "AliasName";
          default -> "Name";
        };
    JsonNode given =
        intrinsics.resolve(resources.path(logicalId).path("Properties").path(property));
    return given.isTextual() ? given.asText() : deployment.stack() + "-" + logicalId;
  }

  String arn(String logicalId) {
    String type = type(logicalId);
    String name = type.equals("AWS::KMS::Key") ? keyId(logicalId) : name(logicalId);
    return switch (type) {
      case "AWS::SQS::Queue" -> regional("sqs", name);
      case "AWS::SNS::Topic" -> regional("sns", name);
      case "AWS::DynamoDB::Table" -> regional("dynamodb", "table/" + name);
      case "AWS::Serverless::Function", "AWS::Lambda::Function" ->
          regional("lambda", "function:" + name);
      case "AWS::Events::Rule" -> regional("events", "rule/" + name);
      case "AWS::KMS::Key" -> regional("kms", "key/" + name);
      case "AWS::Logs::LogGroup" -> regional("logs", "log-group:" + name + ":*");
      case "AWS::CloudTrail::Trail" -> regional("cloudtrail", "trail/" + name);
      case "AWS::IAM::Role" -> "arn:aws:iam::%s:role/%s".formatted(deployment.account(), name);
      case "AWS::IAM::ManagedPolicy" ->
          "arn:aws:iam::%s:policy/%s".formatted(deployment.account(), name);
      case "AWS::S3::Bucket" -> "arn:aws:s3:::" + name;
      default -> throw new IllegalArgumentException("ARN of a " + type + " is not known locally");
    };
  }

  private String keyId(String logicalId) {
    String id = deployment.physicalIds().get(logicalId);
    return id != null ? id : UUID.nameUUIDFromBytes(logicalId.getBytes(UTF_8)).toString();
  }

  private String regional(String service, String resource) {
    return "arn:aws:%s:%s:%s:%s"
        .formatted(service, deployment.region(), deployment.account(), resource);
  }

  private String type(String logicalId) {
    JsonNode type = resources.path(logicalId).path("Type");
    if (type.isMissingNode()) {
      throw new IllegalArgumentException("template has no resource " + logicalId);
    }
    return type.asText();
  }
}
