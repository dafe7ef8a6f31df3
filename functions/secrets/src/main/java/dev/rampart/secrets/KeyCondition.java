package dev.rampart.secrets;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/// What a key needs to stay useful.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "of")
@JsonSubTypes({
  @JsonSubTypes.Type(KeyCondition.Life.class),
  @JsonSubTypes.Type(KeyCondition.Use.class),
  @JsonSubTypes.Type(KeyCondition.Rotation.class)
})
public sealed interface KeyCondition {
  /// Whether it stays. Of a key that is not about to go, how it was is remembered, in use or not.
  ///
  /// @param state the key state as KMS has it, empty if it may not be read
  @JsonTypeName("life")
  record Life(String state) implements KeyCondition {
    boolean is(String other) {
      return state.equals(other);
    }
  }

  /// Whether it can be used.
  @JsonTypeName("use")
  record Use(boolean enabled) implements KeyCondition {}

  /// Whether its material changes by itself.
  ///
  /// @param days how often, 0 for never
  /// @param refused why that could not be read, a clause; empty if it could
  @JsonTypeName("rotation")
  record Rotation(int days, String refused) implements KeyCondition {
    static final Rotation OFF = new Rotation(0, "");

    boolean isOn() {
      return days > 0;
    }
  }
}
