package dev.rampart.respond;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Resource;
import dev.rampart.ledger.Ledger;
import dev.rampart.ledger.Memory;
import dev.rampart.respond.Judge.Judged;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Tells what somebody changed from what only looks different by now: a new rule, a date or a
/// parameter makes many parts bad at once that nobody touched.
final class Untouched<R extends Resource> {
  static final String WHY = "it was good by what was known then, and nobody has changed it since";

  private final Map<String, Map<String, JsonNode>> good;

  Untouched(Memory memory, Domain<R> domain) {
    this.good =
        new TreeMap<>(memory.states().isEmpty() ? Map.of() : memory.states().getFirst().good());
    Set<String> names =
        domain.guardrails().stream().map(Guardrail::name).collect(Collectors.toSet());
    good.keySet().retainAll(names);
  }

  /// Whether a part was good at the last look, and the resource has not changed since. All of its
  /// parts count, because one may have been good for the sake of another.
  ///
  /// @param all all parts of the resource
  boolean has(Judged<R> judged, List<Judged<R>> all) {
    return wasGood(judged)
        && all.stream().noneMatch(each -> each.past().isNew())
        && Ledger.digest(good).equals(Ledger.digest(thoseThatWereGood(all)));
  }

  private boolean wasGood(Judged<R> judged) {
    return good.getOrDefault(judged.guardrail().name(), Map.of()).containsKey(judged.part());
  }

  private Map<String, Map<String, JsonNode>> thoseThatWereGood(List<Judged<R>> all) {
    var now = new TreeMap<String, Map<String, JsonNode>>();
    all.stream()
        .filter(this::wasGood)
        .forEach(
            each ->
                now.computeIfAbsent(each.guardrail().name(), _ -> new TreeMap<>())
                    .put(each.part(), each.state()));
    return now;
  }
}
