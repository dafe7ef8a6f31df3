package dev.rampart.apigateway;

/// What checks the requests of a method that takes a body.
///
/// @param operation the method, or [#ANY] for whether the API checks anything at all
/// @param holder the id of the resource that has it
/// @param validator the id of the request validator, empty for none
public record Validation(String operation, String holder, String validator) {
  /// In place of a method: the API as a whole.
  static final String ANY = "any method";

  boolean isNone() {
    return validator.isEmpty();
  }
}
