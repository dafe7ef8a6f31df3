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
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/// Finds the function, alias or version that a change names. Callers may write a name, a partial or
/// a whole ARN, each with a version or alias behind it, and CloudTrail keeps what they wrote.
final class FunctionNames {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?:arn:aws[a-z-]*:lambda:)?(?:(?<region>[a-z]{2,4}(?:-[a-z]+)+-\\d):)?"
              + "(?:(?<account>\\d{12}):)?function:)?"
              + "(?<name>[A-Za-z0-9_-]{1,140})(?::(?<qualifier>[A-Za-z0-9$_.-]+))?");
  private static final Pattern QUALIFIER = Pattern.compile("[A-Za-z0-9$_-]{1,128}");
  private static final Set<String> WHOLE_POLICY =
      Set.of("DeleteResourcePolicy", "PutResourcePolicy");
  private static final Set<String> TAGGING = Set.of("TagResource", "UntagResource");

  private final Region region;

  FunctionNames(Region region) {
    this.region = region;
  }

  /// What a change is about, if that is a function of the own account and Region.
  Optional<FunctionArn> find(Change change) {
    return switch (change.cause()) {
      case ApiCall call ->
          call.source().equals("lambda.amazonaws.com") ? of(call, change) : Optional.empty();
      case ConfigItem item -> ofConfig(item.resourceType(), item.resourceId(), change);
      case ConfigCompliance item -> ofConfig(item.resourceType(), item.resourceId(), change);
      case DataCall _, Finding _, Sweep _ -> Optional.empty();
    };
  }

  /// The function of the account that a text in an event means, in whichever form it is written.
  ///
  /// @return empty if it is none of this account and of the Region of the event
  static Optional<ResourceId> meant(String text, Change change) {
    return change.region().isBlank()
        ? Optional.empty()
        : new FunctionNames(Region.of(change.region()))
            .named(text, change)
            .map(each -> each.at("").id(FunctionArn.CONFIG_TYPE));
  }

  static boolean isTagging(ApiCall call) {
    return TAGGING.contains(call.operation());
  }

  /// Whether a tag was set or taken away that can exempt the function, and with it every alias,
  /// version and URL.
  static boolean isAboutExemption(ApiCall call) {
    return isTagging(call)
        && Stream.concat(
                call.request().path("tags").properties().stream().map(each -> each.getKey()),
                StreamSupport.stream(call.request().path("tagKeys").spliterator(), false)
                    .map(each -> each.asText()))
            .anyMatch(key -> key.startsWith("rampart:"));
  }

  private Optional<FunctionArn> of(ApiCall call, Change change) {
    if (isTagging(call)) {
      // Event source mappings and signing configurations are tagged by the same call.
      var arn = call.requested("resource");
      return arn.contains(":function:")
          ? named(arn, change).map(each -> each.at(""))
          : Optional.empty();
    }
    var requested =
        call.requested(WHOLE_POLICY.contains(call.operation()) ? "resourceArn" : "functionName");
    var named =
        named(
            requested.isEmpty() ? call.response().path("functionArn").asText("") : requested,
            change);
    var qualifier = qualifier(call);
    return qualifier.isEmpty()
        ? named
        : named.filter(_ -> QUALIFIER.matcher(qualifier).matches()).map(it -> it.at(qualifier));
  }

  private static String qualifier(ApiCall call) {
    return switch (call.operation()) {
      case "CreateAlias" -> call.requested("name");
      case "PublishVersion" -> call.response().path("version").asText("");
      default -> call.requested("qualifier");
    };
  }

  private Optional<FunctionArn> ofConfig(String type, String id, Change change) {
    return type.equals(FunctionArn.CONFIG_TYPE) ? named(id, change) : Optional.empty();
  }

  private Optional<FunctionArn> named(String text, Change change) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches() || isElsewhere(matcher, change)) {
      return Optional.empty();
    }
    var arn =
        "arn:%s:lambda:%s:%s:function:%s"
            .formatted(
                PartitionMetadata.of(region).id(),
                region.id(),
                change.account(),
                matcher.group("name"));
    var qualifier = Optional.ofNullable(matcher.group("qualifier"));
    return Optional.of(new FunctionArn(arn, "").at(qualifier.orElse("")));
  }

  private boolean isElsewhere(Matcher matcher, Change change) {
    var account = Optional.ofNullable(matcher.group("account")).orElse(change.account());
    var place = Optional.ofNullable(matcher.group("region")).orElse(change.region());
    return !account.equals(change.account()) || !(place.isEmpty() || place.equals(region.id()));
  }
}
