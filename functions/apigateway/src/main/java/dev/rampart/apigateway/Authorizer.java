package dev.rampart.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.guardrail.Requests;
import java.util.Set;
import software.amazon.awssdk.core.SdkPojo;

/// An authorizer, with all that is needed to create it again. It holds no secret: credentials are
/// the ARN of a role.
///
/// @param definition the members of the request that creates it, without the API's id
public record Authorizer(String id, String name, JsonNode definition) {
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

  private static JsonNode definition(SdkPojo listed, String id) {
    return Requests.toJson(listed).without(Set.of(id));
  }
}
