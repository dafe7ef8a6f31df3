package dev.rampart.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.change.ApiCall;
import dev.rampart.change.Change;
import dev.rampart.change.ConfigCompliance;
import dev.rampart.change.ConfigItem;
import dev.rampart.change.DataCall;
import dev.rampart.change.Finding;
import dev.rampart.change.Sweep;
import dev.rampart.guardrail.ResourceId;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.Region;

/// Finds the APIs that a change names. CloudTrail writes both kinds of API under one event source;
/// what tells them apart is the name of the parameter that holds the id.
final class ApiNames {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]+");

  private final String type;
  private final String collection;
  private final String parameter;
  private final Set<String> wholeApiCalls;
  private final String responseId;
  private final Region region;
  private final Pattern inArn;

  private ApiNames(
      String type,
      String collection,
      String parameter,
      Set<String> wholeApiCalls,
      String responseId,
      Region region) {
    this.type = type;
    this.collection = collection;
    this.parameter = parameter;
    this.wholeApiCalls = wholeApiCalls;
    this.responseId = responseId;
    this.region = region;
    this.inArn = Pattern.compile("(?:^|/)" + collection + "/([A-Za-z0-9]+)");
  }

  /// REST APIs.
  static ApiNames ofRestApis(Region region) {
    return new ApiNames(
        "AWS::ApiGateway::RestApi",
        "restapis",
        "restApiId",
        Set.of("CreateRestApi", "ImportRestApi", "PutRestApi", "UpdateRestApi"),
        "id",
        region);
  }

  /// HTTP and WebSocket APIs.
  static ApiNames ofHttpApis(Region region) {
    return new ApiNames(
        "AWS::ApiGatewayV2::Api",
        "apis",
        "apiId",
        Set.of("CreateApi", "ImportApi", "ReimportApi", "UpdateApi"),
        "apiId",
        region);
  }

  /// The API of that id.
  ResourceId id(String api) {
    var partition = region.metadata() == null ? "aws" : region.metadata().partition().id();
    return new ResourceId(
        type, "arn:%s:apigateway:%s::/%s/%s".formatted(partition, region.id(), collection, api));
  }

  /// The APIs that a change touches. An API of another Region is not for this function.
  Set<ResourceId> touchedBy(Change change) {
    if (!change.region().isEmpty() && !change.region().equals(region.id())) {
      return Set.of();
    }
    var api =
        switch (change.cause()) {
          case ApiCall call -> ofCall(call);
          case ConfigItem item ->
              ofConfig(item.resourceType(), item.arn())
                  .or(() -> ofConfig(item.resourceType(), item.resourceId()));
          case ConfigCompliance compliance ->
              ofConfig(compliance.resourceType(), compliance.resourceId());
          case DataCall _, Finding _, Sweep _ -> Optional.<String>empty();
        };
    return api.map(each -> Set.of(id(each))).orElse(Set.of());
  }

  /// Whether the call that a change is made of created the API.
  boolean isCreatedBy(Change change, ResourceId id) {
    return change.cause() instanceof ApiCall call
        && isOfApiGateway(call)
        && (call.operation().startsWith("Create") || call.operation().startsWith("Import"))
        && wholeApiCalls.contains(call.operation())
        && call.response().path(responseId).asText("").equals(id.name());
  }

  private Optional<String> ofCall(ApiCall call) {
    if (call.source().equals("wafv2.amazonaws.com")) {
      // Web ACLs guard load balancers and more as well.
      var guarded = call.requested("resourceArn");
      return guarded.contains(":apigateway:") ? inArn(guarded) : Optional.empty();
    }
    if (!isOfApiGateway(call)) {
      return Optional.empty();
    }
    return id(call.request().path(parameter))
        .or(() -> inArn(call.requested("resourceArn")))
        // CloudTrail leaves parameters over 100 KB out, as those of a large import.
        .or(
            () ->
                wholeApiCalls.contains(call.operation())
                    ? id(call.response().path(responseId))
                    : Optional.empty())
        .or(() -> id(call.response().path("self").path(parameter)));
  }

  private Optional<String> ofConfig(String resourceType, String resource) {
    if (!resourceType.startsWith(type.substring(0, type.lastIndexOf(':') + 1))) {
      return Optional.empty();
    }
    var inArn = inArn(resource);
    if (inArn.isPresent()) {
      return inArn;
    }
    // The bare id of an API; a method's begins with that of its API.
    return switch (resourceType.substring(resourceType.lastIndexOf(':') + 1)) {
      case "RestApi", "Api", "Method" -> valid(resource.split("[/|]", 2)[0]);
      default -> Optional.empty();
    };
  }

  private Optional<String> inArn(String arn) {
    var matcher = inArn.matcher(decoded(arn));
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static boolean isOfApiGateway(ApiCall call) {
    return call.source().equals("apigateway.amazonaws.com");
  }

  private static Optional<String> id(JsonNode node) {
    return valid(node.asText(""));
  }

  private static Optional<String> valid(String id) {
    return ID.matcher(id).matches() ? Optional.of(id) : Optional.empty();
  }

  // Path parameters arrive escaped now and then.
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }
}
