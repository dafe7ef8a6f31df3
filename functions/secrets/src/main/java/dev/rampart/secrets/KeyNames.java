package dev.rampart.secrets;

import dev.rampart.change.ApiCall;
import dev.rampart.change.Change;
import dev.rampart.change.ConfigCompliance;
import dev.rampart.change.ConfigItem;
import dev.rampart.change.DataCall;
import dev.rampart.change.Finding;
import dev.rampart.change.Sweep;
import dev.rampart.guardrail.ResourceId;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.services.kms.KmsClient;

/// Finds the keys that changes name. CloudTrail lists a key's ARN beside the request; the request
/// itself may have an id, an ARN, or an alias.
final class KeyNames {
  private static final String SOURCE = "kms.amazonaws.com";
  // A role may be named like a service, with an ARN before.
  private static final Pattern SERVICE =
      Pattern.compile("[a-z0-9.-]{1,200}\\.amazonaws\\.com(\\.cn)?");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Pattern ARN =
      Pattern.compile(
          "arn:aws[a-z-]*:kms:(?<region>[a-z0-9-]+):(?<account>\\d{12}):key/" + ID.pattern());
  private static final Pattern ALIAS =
      Pattern.compile("(?:arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:)?alias/[A-Za-z0-9/_-]{1,250}");
  private static final Set<String> OPERATIONS =
      Set.of(
          "CancelKeyDeletion",
          "CreateGrant",
          "CreateKey",
          "DeleteImportedKeyMaterial",
          "DisableKey",
          "DisableKeyRotation",
          "EnableKey",
          "EnableKeyRotation",
          "ImportKeyMaterial",
          "PutKeyPolicy",
          "RevokeGrant",
          "ScheduleKeyDeletion",
          "TagResource",
          "UntagResource");

  private final KmsClient client;

  KeyNames(KmsClient client) {
    this.client = client;
  }

  Set<ResourceId> touchedBy(Change change) {
    return switch (change.cause()) {
      case ApiCall call -> call.source().equals(SOURCE) ? of(call, change) : Set.of();
      case ConfigItem item ->
          item.resourceType().equals(Key.TYPE) ? named(item.resourceId(), change) : Set.of();
      case ConfigCompliance item ->
          item.resourceType().equals(Key.TYPE) ? named(item.resourceId(), change) : Set.of();
      case DataCall _, Finding _, Sweep _ -> Set.of();
    };
  }

  private Set<ResourceId> of(ApiCall call, Change change) {
    if (!OPERATIONS.contains(call.operation()) || isOrdinaryGrant(call, change)) {
      return Set.of();
    }
    var listed = new LinkedHashSet<ResourceId>();
    for (var resource : change.envelope().path("detail").path("resources")) {
      listed.addAll(own(resource.path("ARN").asText(""), change));
    }
    if (!listed.isEmpty()) {
      return listed;
    }
    var made = call.response().path("keyMetadata").path("arn").asText("");
    return made.isEmpty() ? named(call.requested("keyId"), change) : own(made, change);
  }

  // Services make grants for each volume and task that they start; listing all grants of a key for
  // each of them would use up the account's quota.
  private static boolean isOrdinaryGrant(ApiCall call, Change change) {
    var grantee = call.requested("granteePrincipal");
    return call.operation().equals("CreateGrant")
        && (SERVICE.matcher(grantee).matches()
            || ForeignAccess.accountOf(grantee).filter(change.account()::equals).isPresent());
  }

  private Set<ResourceId> named(String name, Change change) {
    if (ALIAS.matcher(name).matches()) {
      return behind(name, change);
    }
    return ID.matcher(name).matches() ? own(arn(name, change), change) : own(name, change);
  }

  private String arn(String id, Change change) {
    var region = client.serviceClientConfiguration().region();
    return "arn:%s:kms:%s:%s:key/%s"
        .formatted(PartitionMetadata.of(region).id(), region.id(), change.account(), id);
  }

  // A key of another account may be named too, if that one lets this one use it.
  private Set<ResourceId> own(String arn, Change change) {
    Matcher matcher = ARN.matcher(arn);
    if (!matcher.matches()
        || !matcher.group("account").equals(change.account())
        || !matcher.group("region").equals(client.serviceClientConfiguration().region().id())) {
      return Set.of();
    }
    return Set.of(new ResourceId(Key.TYPE, arn));
  }

  // What cannot be found any more, or not by Rampart, cannot be looked at either.
  private Set<ResourceId> behind(String alias, Change change) {
    try {
      return own(client.describeKey(get -> get.keyId(alias)).keyMetadata().arn(), change);
    } catch (SdkServiceException e) {
      if (e.isThrottlingException() || e.statusCode() >= 500) {
        throw e;
      }
      return Set.of();
    }
  }
}
