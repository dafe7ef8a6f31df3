package dev.rampart.apigateway;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/// A way into an API that can be shut for all of its methods at once.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "door")
@JsonSubTypes({
  @JsonSubTypes.Type(Door.ByPolicy.class),
  @JsonSubTypes.Type(Door.ByEndpoint.class),
  @JsonSubTypes.Type(Door.ByName.class)
})
public sealed interface Door {
  /// The draft's resource policy.
  ///
  /// @param policy as the API returns it, empty if there is none
  @JsonTypeName("policy")
  record ByPolicy(String policy) implements Door {}

  /// The endpoint: in private networks only, or on the internet.
  @JsonTypeName("endpoint")
  record ByEndpoint(boolean isPrivate) implements Door {}

  /// The name that API Gateway gives every API, past all custom domains.
  @JsonTypeName("name")
  record ByName(boolean isOn) implements Door {}
}
