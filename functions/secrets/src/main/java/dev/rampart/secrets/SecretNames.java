package dev.rampart.secrets;

import dev.rampart.change.ApiCall;
import dev.rampart.change.Change;
import dev.rampart.change.ConfigCompliance;
import dev.rampart.change.ConfigItem;
import dev.rampart.change.DataCall;
import dev.rampart.change.Finding;
import dev.rampart.change.Sweep;
import dev.rampart.guardrail.ResourceId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/// Finds the secrets that changes name: by ARN, by an ARN without the six characters at its end, or
/// by name. CloudTrail keeps what the caller wrote, and mostly the ARN of the answer beside it.
final class SecretNames {
  private static final String SOURCE = "secretsmanager.amazonaws.com";
  // Up to 512 characters, and in an ARN seven more. Those that services manage have an exclamation
  // mark: rds!cluster-…
  private static final String NAMED = "[A-Za-z0-9/_+=.@!-]{1,519}";
  private static final Pattern ARN =
      Pattern.compile(
          "arn:aws[a-z-]*:secretsmanager:(?<region>[a-z0-9-]+):(?<account>\\d{12}):secret:"
              + NAMED);
  private static final Pattern NAME = Pattern.compile(NAMED);
  private static final Set<String> OPERATIONS =
      Set.of(
          "CancelRotateSecret",
          "CreateSecret",
          "DeleteResourcePolicy",
          "PutResourcePolicy",
          "RestoreSecret",
          "RotateSecret",
          "RotationFailed",
          "TagResource",
          "UntagResource");
  // CloudTrail writes the member ARN in more than one way.
  private static final List<String> ANSWERED = List.of("aRN", "arn", "ARN");

  private final SecretsManagerClient client;

  SecretNames(SecretsManagerClient client) {
    this.client = client;
  }

  /// Whether it is the ARN of a secret, of whatever account and Region.
  static boolean isArn(String text) {
    return ARN.matcher(text).matches();
  }

  Set<ResourceId> touchedBy(Change change) {
    return switch (change.cause()) {
      case ApiCall call -> call.source().equals(SOURCE) ? of(call, change) : Set.of();
      case ConfigItem item ->
          ofConfig(item.resourceType(), List.of(item.arn(), item.resourceId()), change);
      case ConfigCompliance item ->
          ofConfig(item.resourceType(), List.of(item.resourceId()), change);
      case DataCall _, Finding _, Sweep _ -> Set.of();
    };
  }

  private Set<ResourceId> of(ApiCall call, Change change) {
    if (!OPERATIONS.contains(call.operation())) {
      return Set.of();
    }
    for (var member : ANSWERED) {
      var answered = call.response().path(member).asText("");
      if (!answered.isEmpty()) {
        return own(answered, change);
      }
    }
    // What Secrets Manager does by itself is said in another form.
    var requested = call.requested("secretId") + call.requested("SecretId");
    if (NAME.matcher(requested).matches()) {
      return find(requested).map(arn -> own(arn, change)).orElse(Set.of());
    }
    var named = own(requested, change);
    return named.isEmpty() ? named : find(requested).map(arn -> own(arn, change)).orElse(named);
  }

  private Set<ResourceId> ofConfig(String type, List<String> texts, Change change) {
    if (!type.equals(Secret.TYPE)) {
      return Set.of();
    }
    return texts.stream()
        .map(text -> own(text, change))
        .filter(named -> !named.isEmpty())
        .findFirst()
        .orElse(Set.of());
  }

  // A secret of another account may be named too, if that one lets this one use it.
  private Set<ResourceId> own(String arn, Change change) {
    Matcher matcher = ARN.matcher(arn);
    if (!matcher.matches()
        || !matcher.group("account").equals(change.account())
        || !matcher.group("region").equals(region())) {
      return Set.of();
    }
    return Set.of(new ResourceId(Secret.TYPE, arn));
  }

  private String region() {
    return client.serviceClientConfiguration().region().id();
  }

  // What cannot be found any more, or not by Rampart, cannot be looked at either.
  private Optional<String> find(String secret) {
    try {
      return Optional.of(client.describeSecret(describe -> describe.secretId(secret)).arn());
    } catch (SdkServiceException e) {
      if (e.isThrottlingException() || e.statusCode() >= 500) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
