package dev.rampart.respond;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.ledger.FixRecord;
import dev.rampart.ledger.Memory;
import dev.rampart.ledger.Notes;
import dev.rampart.respond.Judge.Judged;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What the live state says about a fix.
final class Proof<R extends Resource> {
  private final Domain<R> domain;
  private final Memory memory;

  Proof(Domain<R> domain, Memory memory) {
    this.domain = domain;
    this.memory = memory;
  }

  /// How the part of a fix is now.
  enum State {
    /// As the fix leaves it.
    GOOD,
    /// As it was before the fix.
    AS_BEFORE,
    /// Neither.
    OTHER
  }

  State of(FixRecord fix) {
    if (!(domain.load(ResourceId.of(fix.resource())) instanceof Loaded.Present<R>(var resource))) {
      return State.OTHER;
    }
    var state = state(resource, fix);
    var isGood =
        fix.isUndo()
            ? state.equals(Optional.ofNullable(fix.after().get(fix.part())))
            : isGood(fix, judge(resource));
    if (isGood) {
      return State.GOOD;
    }
    var before = Optional.of(fix.before()).filter(each -> !each.isNull());
    return state.equals(before) ? State.AS_BEFORE : State.OTHER;
  }

  List<Judged<R>> judge(R resource) {
    return new Judge<>(domain, resource, Optional.of(memory), false, false).all();
  }

  /// The part of a fix as it is in a resource, in the form in which it is remembered.
  Optional<JsonNode> state(R resource, FixRecord fix) {
    return judge(resource).stream()
        .filter(each -> each.key().equals(Notes.key(fix.guardrail(), fix.part())))
        .filter(each -> !each.isBlind())
        .map(Judged::state)
        .findFirst();
  }

  /// Whether the part is good or gone. A guardrail that crashes on the new state proves nothing.
  static boolean isGood(FixRecord fix, List<? extends Judged<?>> judged) {
    var key = Notes.key(fix.guardrail(), fix.part());
    return judged.stream()
        .filter(each -> each.guardrail().name().equals(fix.guardrail()))
        .filter(each -> each.isBlind() || each.key().equals(key))
        .allMatch(Judged::isGood);
  }

  /// What was good before the fix, and is another and bad after it. What came meanwhile is somebody
  /// else's doing, and so is what did not change and is bad beside the fixed part (a website let in
  /// while a route was open to all): it is dealt with by itself, or it could keep the fix away.
  static SortedSet<String> newlyBad(FixRecord fix, List<? extends Judged<?>> judged) {
    var bad = new TreeSet<String>();
    judged.stream()
        .filter(Judged::isBad)
        .filter(each -> fix.good().containsKey(each.key()))
        .filter(each -> !each.digest().equals(fix.good().get(each.key())))
        .map(Judged::key)
        .forEach(bad::add);
    return bad;
  }
}
