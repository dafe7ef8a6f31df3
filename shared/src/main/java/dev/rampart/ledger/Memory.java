package dev.rampart.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What the ledger knew of a resource before this look.
///
/// @param seen whether the resource was ever looked at
/// @param looked when that was last
/// @param touched when it was last looked at or written to, whichever is later
/// @param states good states, the newest first
/// @param keys all part keys of the last look, by guardrail
/// @param notes what is written about its violations
/// @param unfinished the id of a fix that was begun and not ended
public record Memory(
    boolean seen,
    Instant looked,
    Instant touched,
    List<State> states,
    Map<String, Set<String>> keys,
    Notes notes,
    Optional<String> unfinished) {
  /// Nothing known. Made anew each time: the notes in it are written on.
  static Memory none() {
    return new Memory(
        false, Instant.EPOCH, Instant.EPOCH, List.of(), Map.of(), Notes.none(), Optional.empty());
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

  /// Whether the last look saw it through these guardrails, all of its parts were good, and nothing
  /// is left to do.
  public boolean isAllGood(Stream<String> guardrails) {
    return unfinished.isEmpty()
        && notes.open().isEmpty()
        && guardrails.allMatch(guardrail -> knows(guardrail) && isGood(guardrail));
  }

  private boolean isGood(String guardrail) {
    return newest()
        .getOrDefault(guardrail, Map.of())
        .keySet()
        .containsAll(keys.getOrDefault(guardrail, Set.of()));
  }

  private Map<String, Map<String, JsonNode>> newest() {
    return states.isEmpty() ? Map.of() : states.getFirst().good();
  }

  /// What is known once a look at some of the parts is added.
  ///
  /// @return nothing if the guardrails have not all seen the whole resource before (which parts are
  ///   old could not be told then), or if what is remembered beside the parts is not the same
  Optional<Look> with(Look some) {
    var newest = newest();
    if (!some.keys().keySet().stream().allMatch(this::knows)
        || !besideParts(newest).equals(besideParts(some.good()))) {
      return Optional.empty();
    }
    var good = new TreeMap<>(newest);
    some.good().forEach((guardrail, parts) -> good.merge(guardrail, parts, Memory::both));
    var all = new TreeMap<>(keys);
    some.keys().forEach((guardrail, parts) -> all.merge(guardrail, parts, Memory::union));
    return Optional.of(new Look(good, all, some.loadedAt(), some.by()));
  }

  private Map<String, Map<String, JsonNode>> besideParts(Map<String, Map<String, JsonNode>> good) {
    var beside = new TreeMap<>(good);
    beside.keySet().removeAll(keys.keySet());
    return beside;
  }

  private static Map<String, JsonNode> both(
      Map<String, JsonNode> all, Map<String, JsonNode> newer) {
    var both = new TreeMap<>(all);
    both.putAll(newer);
    return both;
  }

  private static Set<String> union(Set<String> some, Set<String> more) {
    var union = new TreeSet<>(some);
    union.addAll(more);
    return union;
  }

  /// Whether a look teaches nothing.
  boolean has(Look look) {
    return keys.equals(look.keys())
        && states.stream().limit(1).anyMatch(newest -> newest.good().equals(look.good()));
  }
}
