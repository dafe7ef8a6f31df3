package dev.rampart.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.guardrail.Requests;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkPojo;

/// An authorizer, with all that is needed to create it again. It holds no secret: credentials are
/// the ARN of a role.
///
/// @param definition the members of the request that creates it, without the API's id
public record Authorizer(String id, String name, JsonNode definition) {
  // arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:…/invocations
  private static final Pattern FUNCTION = Pattern.compile("/functions/(arn:[^/]+)/invocations$");

  /// An authorizer of a REST API as the API lists it.
  static Authorizer of(software.amazon.awssdk.services.apigateway.model.Authorizer listed) {
    return new Authorizer(listed.id(), listed.name(), definition(listed, "id"));
  }

  /// An authorizer of an HTTP or WebSocket API as the API lists it.
  static Authorizer of(software.amazon.awssdk.services.apigatewayv2.model.Authorizer listed) {
    return new Authorizer(listed.authorizerId(), listed.name(), definition(listed, "AuthorizerId"));
  }

  /// The same under another id.
  Authorizer withId(String otherId) {
    return new Authorizer(otherId, name, definition);
  }

  /// The function that it asks and that has to let it, empty if it asks none or uses a role.
  String function() {
    var uri = definition.path("authorizerUri").asText(definition.path("AuthorizerUri").asText(""));
    var byRole =
        definition.has("authorizerCredentials") || definition.has("AuthorizerCredentialsArn");
    var matcher = FUNCTION.matcher(uri);
    return !byRole && matcher.find() ? matcher.group(1) : "";
  }

  private static JsonNode definition(SdkPojo listed, String id) {
    return Requests.toJson(listed).without(Set.of(id));
  }
}
