package dev.rampart.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rampart.change.Parsed.Hint;
import dev.rampart.change.Parsed.Ignored;
import dev.rampart.change.Parsed.Malformed;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.regex.Pattern;

/// Reads EventBridge envelopes. Everything that may be wrong with one is found here, once.
public final class Changes {
  private static final ObjectMapper JSON = new ObjectMapper();
  // "AddPermission20150331v2" is AddPermission. Operation names themselves never end in eight
  // digits.
  private static final Pattern LAMBDA_DATE = Pattern.compile("\\d{8}(v\\d+)?$");

  private final String account;

  /// @param account the account that this function guards; changes of others are ignored
  public Changes(String account) {
    this.account = account;
  }

  /// Reads one envelope.
  ///
  /// @param body the JSON text of an EventBridge event, of any size and quality
  /// @return never null, never an exception
  public Parsed parse(String body) {
    JsonNode envelope;
    try {
      envelope = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return new Malformed("not JSON: " + e.getOriginalMessage());
    }
    if (envelope == null || !envelope.isObject()) {
      return new Malformed("not a JSON object");
    }
    return read(envelope, new Again(0, ""));
  }

  /// What a hint that was put back carries beside itself.
  private record Again(int attempt, String only) {}

  private Parsed read(JsonNode envelope, Again again) {
    var source = envelope.path("source").asText("");
    var type = envelope.path("detail-type").asText("");
    var detail = envelope.path("detail");
    if (!detail.isObject()) {
      return new Malformed("no detail");
    }
    // Rampart's own queue holds what Rampart put there, without an account. What comes over
    // EventBridge always has one, and anybody in the account may have sent it.
    var isOwn = source.equals("rampart") && !envelope.hasNonNull("account");
    if (isOwn && type.equals("Look Again")) {
      // Rampart put this back itself: the change inside is judged as if it had just arrived.
      var attempt = Math.max(0, detail.path("attempt").asInt(1));
      return read(detail.path("change"), new Again(attempt, detail.path("resource").asText("")));
    }
    if (!account.equals(envelope.path("account").asText(account))) {
      return new Ignored("of another account");
    }
    if (source.equals("rampart")) {
      return type.equals("Sweep")
          ? sweep(envelope, detail, isOwn, again)
          : new Ignored("of type '" + type + "'");
    }
    if (!source.startsWith("aws.")) {
      return new Ignored("of source '" + source + "', which is not AWS");
    }
    return switch (type) {
      case "AWS API Call via CloudTrail", "AWS Service Event via CloudTrail" ->
          apiCall(envelope, detail, again);
      case "Config Configuration Item Change" -> configItem(envelope, detail, again);
      case "Config Rules Compliance Change" -> compliance(envelope, detail, again);
      case "Unused Access Finding for IAM entities" -> finding(envelope, detail, again);
      default -> new Ignored("of type '" + type + "'");
    };
  }

  private Parsed apiCall(JsonNode envelope, JsonNode detail, Again again) {
    var name = detail.path("eventName").asText("");
    var source = detail.path("eventSource").asText("");
    if (name.isEmpty() || source.isEmpty()) {
      return new Malformed("no eventName or eventSource");
    }
    var recipient = detail.path("recipientAccountId").asText(account);
    if (!recipient.equals(account)) {
      return new Ignored("of another account");
    }
    if (isData(detail)) {
      return dataCall(envelope, detail, again);
    }
    if (detail.hasNonNull("errorCode")) {
      return new Ignored("a call that failed: " + detail.path("errorCode").asText());
    }
    var operation =
        source.equals("lambda.amazonaws.com") ? LAMBDA_DATE.matcher(name).replaceFirst("") : name;
    var call =
        new ApiCall(source, operation, requested(detail), object(detail, "responseElements"));
    return hint(
        envelope, call, Actor.of(detail), detail.path("eventTime"), detail.path("eventID"), again);
  }

  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
  private static boolean isData(JsonNode detail) {
    return detail.path("eventCategory").asText("").equals("Data")
        || !detail.path("managementEvent").asBoolean(true);
  }

  private Parsed dataCall(JsonNode envelope, JsonNode detail, Again again) {
    var resources = new ArrayList<String>();
    for (var each : detail.path("resources")) {
      var arn = each.path("ARN").asText(each.path("arn").asText(""));
      if (!arn.isEmpty()) {
        resources.add(arn);
      }
    }
    var call =
        new DataCall(
            detail.path("eventSource").asText(""),
            detail.path("eventName").asText(""),
            detail.path("errorCode").asText(""),
            detail.path("errorMessage").asText(""),
            detail.path("userIdentity").path("accountId").asText(""),
            resources,
            object(detail, "requestParameters"));
    return hint(
        envelope, call, Actor.of(detail), detail.path("eventTime"), detail.path("eventID"), again);
  }

  private Parsed configItem(JsonNode envelope, JsonNode detail, Again again) {
    // The oversized form has a summary in place of the item; both name the resource.
    var item =
        detail.hasNonNull("configurationItem")
            ? detail.path("configurationItem")
            : detail.path("configurationItemSummary");
    var type = item.path("resourceType").asText("");
    var id = item.path("resourceId").asText("");
    if (type.isEmpty() || id.isEmpty()) {
      return new Malformed("a Config item without type or id");
    }
    var arn = item.path("ARN").asText(item.path("arn").asText(""));
    var cause = new ConfigItem(type, id, arn, item.path("resourceName").asText(""));
    return hint(
        envelope,
        cause,
        Actor.UNKNOWN,
        item.path("configurationItemCaptureTime"),
        MissingNode.getInstance(),
        again);
  }

  private Parsed compliance(JsonNode envelope, JsonNode detail, Again again) {
    var result = detail.path("newEvaluationResult");
    var qualifier = result.path("evaluationResultIdentifier").path("evaluationResultQualifier");
    var type = qualifier.path("resourceType").asText(detail.path("resourceType").asText(""));
    var id = qualifier.path("resourceId").asText(detail.path("resourceId").asText(""));
    if (type.isEmpty() || id.isEmpty()) {
      return new Malformed("a compliance change without type or id");
    }
    var rule = qualifier.path("configRuleName").asText(detail.path("configRuleName").asText(""));
    var cause = new ConfigCompliance(rule, type, id);
    return hint(
        envelope,
        cause,
        Actor.UNKNOWN,
        result.path("resultRecordedTime"),
        MissingNode.getInstance(),
        again);
  }

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-eventbridge.html
  private Parsed finding(JsonNode envelope, JsonNode detail, Again again) {
    var type = detail.path("resourceType").asText("");
    var arn = detail.path("resource").asText("");
    if (type.isEmpty() || arn.isEmpty()) {
      return new Malformed("a finding without type or resource");
    }
    // The analyzer of an organization reports what it finds in all of its accounts.
    if (!detail.path("accountId").asText(account).equals(account)) {
      return new Ignored("of another account");
    }
    if (!detail.path("status").asText("ACTIVE").equals("ACTIVE")
        || detail.path("isDeleted").asBoolean(false)) {
      return new Ignored("a finding that is not active");
    }
    return hint(
        envelope,
        new Finding(detail.path("findingType").asText("Unknown"), type, arn),
        Actor.UNKNOWN,
        detail.path("updatedAt"),
        detail.path("findingId"),
        again);
  }

  private Parsed sweep(JsonNode envelope, JsonNode detail, boolean isOwn, Again again) {
    var listed = new ArrayList<String>();
    var resources = new ArrayList<String>();
    var chunk = "";
    if (isOwn) {
      detail.path("listed").forEach(each -> listed.add(each.asText()));
      detail.path("resources").forEach(each -> resources.add(each.asText()));
      chunk = detail.path("chunk").asText("");
    }
    if (!chunk.isEmpty() && listed.isEmpty() && resources.isEmpty()) {
      return new Malformed("a chunk of a sweep without resources");
    }
    var id = detail.path("sweep").asText(envelope.path("id").asText("asked"));
    // To fix old debt takes a person who may invoke the function.
    var fixOpen = isOwn && detail.path("fixOpen").asBoolean(false);
    var due = Instant.ofEpochSecond(detail.path("due").asLong(0));
    var cause = new Sweep(id, chunk, listed, resources, fixOpen, due);
    return hint(
        envelope,
        cause,
        Actor.UNKNOWN,
        MissingNode.getInstance(),
        MissingNode.getInstance(),
        again);
  }

  private Parsed hint(
      JsonNode envelope, Cause cause, Actor actor, JsonNode time, JsonNode id, Again again) {
    Instant at;
    try {
      at = Instant.parse(time.asText(envelope.path("time").asText("")));
    } catch (DateTimeException _) {
      // Only the order of hints and the words of an alert hang on it.
      at = Instant.EPOCH;
    }
    var change =
        new Change(
            id.asText(envelope.path("id").asText("")),
            cause,
            actor,
            at,
            account,
            envelope.path("region").asText(""),
            again.attempt(),
            again.only(),
            envelope);
    return new Hint(change);
  }

  // What a service does by itself has no request, and says beside it what it is about:
  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/non-api-aws-service-events.html
  private static JsonNode requested(JsonNode detail) {
    return detail.path("eventType").asText("").equals("AwsServiceEvent")
        ? object(detail, "additionalEventData")
        : object(detail, "requestParameters");
  }

  private static JsonNode object(JsonNode parent, String field) {
    var node = parent.path(field);
    return node.isObject() ? node : MissingNode.getInstance();
  }
}
