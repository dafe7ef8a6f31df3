package dev.rampart.apigateway;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;

/// Something that decides who may call, and can be more or less strict.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "guard")
@JsonSubTypes({
  @JsonSubTypes.Type(Guard.ByAuthorizer.class),
  @JsonSubTypes.Type(Guard.ByScopes.class)
})
public sealed interface Guard {
  /// An authorizer.
  @JsonTypeName("authorizer")
  record ByAuthorizer(Authorizer authorizer) implements Guard {}

  /// The scopes that a method or route of the draft asks for; one of them is enough.
  @JsonTypeName("scopes")
  record ByScopes(String operation, List<String> scopes) implements Guard {
    public ByScopes {
      scopes = List.copyOf(scopes);
    }
  }
}
