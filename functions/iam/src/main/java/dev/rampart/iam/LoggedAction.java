package dev.rampart.iam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.policy.Action;
import dev.rampart.policy.ActionCatalog;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The action of a policy that a CloudTrail event is about. Most events are named like their
/// action; what is known to differ is here, and anything else is not taken for known.
final class LoggedAction {
  private static final String DOMAIN = ".amazonaws.com";

  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-aws-service-specific-topics.html
  // has the sources, the service authorization reference the prefixes.
  private static final Map<String, String> PREFIXES =
      Map.of(
          "email", "ses",
          "entitlement.marketplace", "aws-marketplace",
          "metering.marketplace", "aws-marketplace",
          "models.lex", "lex",
          "monitoring", "cloudwatch",
          "mturk-requester", "mechanicalturk",
          "pinpoint", "mobiletargeting",
          "runtime.lex", "lex",
          "tagging", "tag");

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("s3:DeleteBucketCors", "s3:PutBucketCORS"),
          Map.entry("s3:DeleteBucketEncryption", "s3:PutEncryptionConfiguration"),
          Map.entry("s3:DeleteBucketLifecycle", "s3:PutLifecycleConfiguration"),
          Map.entry("s3:DeleteBucketReplication", "s3:PutReplicationConfiguration"),
          Map.entry("s3:DeleteBucketTagging", "s3:PutBucketTagging"),
          Map.entry("s3:GetBucketEncryption", "s3:GetEncryptionConfiguration"),
          Map.entry("s3:GetBucketLifecycle", "s3:GetLifecycleConfiguration"),
          Map.entry("s3:GetBucketReplication", "s3:GetReplicationConfiguration"),
          Map.entry("s3:HeadBucket", "s3:ListBucket"),
          Map.entry("s3:ListBuckets", "s3:ListAllMyBuckets"),
          Map.entry("s3:PutBucketEncryption", "s3:PutEncryptionConfiguration"),
          Map.entry("s3:PutBucketLifecycle", "s3:PutLifecycleConfiguration"),
          Map.entry("s3:PutBucketReplication", "s3:PutReplicationConfiguration"));

  // "UpdateFunctionCode20150331v2", "GetDistribution2020_05_31": the version of the API.
  private static final Pattern VERSION = Pattern.compile("20\\d{2}_?\\d{2}_?\\d{2}(?:v\\d)?$");

  private LoggedAction() {}

  /// The action, if it is known.
  ///
  /// @param event a CloudTrail record
  static Optional<String> of(JsonNode event) {
    var name = VERSION.matcher(event.path("eventName").asText()).replaceAll("");
    var id = service(event) + ":" + name;
    return ActionCatalog.standard().find(NAMES.getOrDefault(id, id)).map(Action::id);
  }

  /// The prefix of the service that an event is of.
  static String service(JsonNode event) {
    var source = event.path("eventSource").asText();
    var name =
        source.endsWith(DOMAIN) ? source.substring(0, source.length() - DOMAIN.length()) : source;
    return PREFIXES.getOrDefault(name, name);
  }
}
