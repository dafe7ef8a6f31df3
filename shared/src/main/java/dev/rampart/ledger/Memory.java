package dev.rampart.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the ledger knew of a resource before this look.
///
/// @param seen whether the resource was ever looked at
/// @param touched when it was last looked at or written to, whichever is later
/// @param states good states, the newest first
/// @param keys all part keys of the last look, by guardrail
/// @param notes what is written about its violations
/// @param unfinished the id of a fix that was begun and not ended
public record Memory(
    boolean seen,
    Instant touched,
    List<State> states,
    Map<String, Set<String>> keys,
    Notes notes,
    Optional<String> unfinished) {
  /// Nothing known. Made anew each time: the notes in it are written on.
  static Memory none() {
    return new Memory(false, Instant.EPOCH, List.of(), Map.of(), Notes.none(), Optional.empty());
  }

  /// The good parts of a resource at one time.
  ///
  /// @param good by guardrail and part key
  public record State(String id, Instant at, String by, Map<String, Map<String, JsonNode>> good) {}

  /// Whether an earlier look saw the resource through this guardrail, and saw this part.
  public boolean knows(String guardrail, String part) {
    return keys.getOrDefault(guardrail, Set.of()).contains(part);
  }

  /// Whether an earlier look saw the resource through this guardrail at all.
  public boolean knows(String guardrail) {
    return seen && keys.containsKey(guardrail);
  }
}
