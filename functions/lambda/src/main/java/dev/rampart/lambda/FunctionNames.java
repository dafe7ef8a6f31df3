package dev.rampart.lambda;

import dev.rampart.change.ApiCall;
import dev.rampart.change.Change;
import dev.rampart.change.ConfigCompliance;
import dev.rampart.change.ConfigItem;
import dev.rampart.change.DataCall;
import dev.rampart.change.Finding;
import dev.rampart.change.Sweep;
import dev.rampart.guardrail.ResourceId;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/// Finds the functions that changes name. Callers may write a name, a partial or a whole ARN, each
/// with a version or alias behind it, and CloudTrail keeps what they wrote.
final class FunctionNames {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?:arn:aws[a-z-]*:lambda:)?(?:(?<region>[a-z]{2,4}(?:-[a-z]+)+-\\d):)?"
              + "(?:(?<account>\\d{12}):)?function:)?"
              + "(?<name>[A-Za-z0-9_-]{1,140})(?::(?<qualifier>[A-Za-z0-9$_.-]+))?");

  // What can change a policy or URL, create a place for one, or lift an exemption. Publishing a
  // version or pointing an alias elsewhere changes neither.
  private static final Set<String> BY_FUNCTION =
      Set.of(
          "AddPermission",
          "CreateAlias",
          "CreateFunction",
          "CreateFunctionUrlConfig",
          "DeleteFunctionUrlConfig",
          "RemovePermission",
          "UpdateFunctionUrlConfig");
  private static final Set<String> BY_RESOURCE = Set.of("TagResource", "UntagResource");

  private final Region region;

  FunctionNames(Region region) {
    this.region = region;
  }

  Set<ResourceId> touchedBy(Change change) {
    return switch (change.cause()) {
      case ApiCall call ->
          call.source().equals("lambda.amazonaws.com") ? of(call, change) : Set.of();
      case ConfigItem item -> ofConfig(item.resourceType(), item.resourceId(), change);
      case ConfigCompliance item -> ofConfig(item.resourceType(), item.resourceId(), change);
      case DataCall _, Finding _, Sweep _ -> Set.of();
    };
  }

  /// The function of the account that a text in an event means, in whichever form it is written.
  ///
  /// @return empty if it is none of this account and of the Region of the event
  static Optional<ResourceId> meant(String text, Change change) {
    return change.region().isBlank()
        ? Optional.empty()
        : new FunctionNames(Region.of(change.region())).named(text, change).stream().findFirst();
  }

  /// The alias or version at the end of an ARN; empty if it names the function itself.
  static String qualifier(String arn) {
    var matcher = FORM.matcher(arn);
    var qualifier = matcher.matches() ? matcher.group("qualifier") : null;
    return qualifier == null || qualifier.equals("$LATEST") ? "" : qualifier;
  }

  private Set<ResourceId> of(ApiCall call, Change change) {
    if (BY_RESOURCE.contains(call.operation())) {
      // Event source mappings and signing configurations are tagged by the same call.
      var arn = call.requested("resource");
      return arn.contains(":function:") ? named(arn, change) : Set.of();
    }
    if (!BY_FUNCTION.contains(call.operation())) {
      return Set.of();
    }
    var requested = call.requested("functionName");
    return named(
        requested.isEmpty() ? call.response().path("functionArn").asText("") : requested, change);
  }

  private Set<ResourceId> ofConfig(String type, String id, Change change) {
    return type.equals(LambdaFunction.TYPE) ? named(id, change) : Set.of();
  }

  private Set<ResourceId> named(String text, Change change) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches() || isElsewhere(matcher, change)) {
      return Set.of();
    }
    var arn =
        "arn:%s:lambda:%s:%s:function:%s"
            .formatted(
                PartitionMetadata.of(region).id(),
                region.id(),
                change.account(),
                matcher.group("name"));
    return Set.of(new ResourceId(LambdaFunction.TYPE, arn));
  }

  private boolean isElsewhere(Matcher matcher, Change change) {
    var account = Optional.ofNullable(matcher.group("account")).orElse(change.account());
    var place = Optional.ofNullable(matcher.group("region")).orElse(change.region());
    return !account.equals(change.account()) || !(place.isEmpty() || place.equals(region.id()));
  }
}
