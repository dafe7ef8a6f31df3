package dev.rampart.lambda;

import com.fasterxml.jackson.annotation.JsonIgnore;

/// What is known of an environment variable: all but its value.
///
/// @param kind the secret that it seems to hold, a noun phrase; empty for a harmless one
/// @param length of the value, in characters; 0 for a harmless one
/// @param secret the ARN of the secret that the variable beside it names, empty if there is none:
///   the value is there too, and the code is on its way to reading it from there
public record Variable(String name, String kind, int length, String secret) {
  private static final String SECRET_ARN = "_SECRET_ARN";

  static Variable harmless(String name) {
    return new Variable(name, "", 0, "");
  }

  /// The name of the variable that says where the secret is: `DB_PASSWORD_SECRET_ARN`.
  static String namingSecretOf(String name) {
    return name + SECRET_ARN;
  }

  @JsonIgnore
  public boolean isHarmless() {
    return kind.isEmpty() || !secret.isEmpty();
  }
}
