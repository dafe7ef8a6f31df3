package dev.rampart.apigateway;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Set;

/// What a method or route asks of its callers.
///
/// @param type AWS's word: `NONE`, `AWS_IAM`, `CUSTOM`, `COGNITO_USER_POOLS`, `JWT`
/// @param authorizerId the id of the authorizer, empty for types without one
/// @param scopes the scopes a token needs one of
/// @param apiKeyRequired whether an API key is asked for, which identifies but does not
///   authenticate
public record Authorization(
    String type, String authorizerId, List<String> scopes, boolean apiKeyRequired) {
  private static final Set<String> WITH_AUTHORIZER = Set.of("CUSTOM", "COGNITO_USER_POOLS", "JWT");

  public Authorization {
    scopes = List.copyOf(scopes);
  }

  /// Whether a type lets only some callers in. A type that is neither this nor `NONE` is not known.
  static boolean isGuarding(String type) {
    return type.equals("AWS_IAM") || WITH_AUTHORIZER.contains(type);
  }

  /// Whether an authorizer decides.
  @JsonIgnore
  public boolean hasAuthorizer() {
    return WITH_AUTHORIZER.contains(type);
  }

  /// The same, asked by another authorizer.
  Authorization by(String otherAuthorizerId) {
    return new Authorization(type, otherAuthorizerId, scopes, apiKeyRequired);
  }

  /// The same, asking for these scopes.
  Authorization with(List<String> otherScopes) {
    return new Authorization(type, authorizerId, otherScopes, apiKeyRequired);
  }

  /// What a person can set without knowing more: a signature of the own account's IAM.
  Authorization bySignature() {
    return new Authorization("AWS_IAM", "", List.of(), apiKeyRequired);
  }
}
