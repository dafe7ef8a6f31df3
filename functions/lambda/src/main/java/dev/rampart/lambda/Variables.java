package dev.rampart.lambda;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.EnvironmentResponse;

/// The environment variables of a function. Any value may be a secret, so that none of them is in a
/// text or in JSON that is made of this.
public sealed interface Variables {
  /// They can be read.
  final class Legible implements Variables {
    private final SortedMap<String, String> values;

    Legible(Map<String, String> values) {
      this.values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /// What they are called.
    @JsonValue
    public SortedSet<String> names() {
      return Collections.unmodifiableSortedSet(new TreeSet<>(values.keySet()));
    }

    /// The value of one of them. It may be judged, and must go nowhere else.
    public Optional<String> find(String name) {
      return Optional.ofNullable(values.get(name));
    }

    /// How large they are with one more, in bytes of JSON, as Lambda measures them.
    int sizeWith(String name, String value) {
      var json = JsonNodeFactory.instance.objectNode();
      values.forEach(json::put);
      return json.put(name, value).toString().getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Legible legible && values.equals(legible.values);
    }

    @Override
    public int hashCode() {
      return names().hashCode(); // not of the values: short ones could be guessed from it
    }

    @Override
    public String toString() {
      return names().toString();
    }
  }

  /// Lambda could not decrypt them for whoever asked: it takes `kms:Decrypt` with the customer key
  /// (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html).
  ///
  /// @param why a lower-case clause
  record Illegible(String why) implements Variables {}

  /// What the API answered.
  ///
  /// @param environment null for a function that has none
  static Variables of(@Nullable EnvironmentResponse environment) {
    if (environment == null) {
      return new Legible(Map.of());
    }
    var error = environment.error();
    if (error != null) {
      // The code alone: nobody promises what is in the message.
      return new Illegible(
          "the environment variables cannot be decrypted (%s)".formatted(error.errorCode()));
    }
    return new Legible(environment.variables());
  }
}
