package dev.rampart.respond;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.ledger.FixRecord;
import dev.rampart.ledger.Memory;
import dev.rampart.respond.Judge.Judged;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What the live state says about a fix.
final class Proof<R extends Resource> {
  private final Domain<R> domain;
  private final Memory memory;

  Proof(Domain<R> domain, Memory memory) {
    this.domain = domain;
    this.memory = memory;
  }

  /// How the parts of a fix are now.
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
    var states = states(resource, fix);
    // A fix that waits to be finished is good already: only a change shows that it is.
    if (fix.isFinish() && states.equals(fix.before())) {
      return State.AS_BEFORE;
    }
    var isGood = fix.isUndo() ? states.equals(fix.after()) : isGood(fix, judge(resource));
    if (isGood) {
      return State.GOOD;
    }
    return states.equals(fix.before()) ? State.AS_BEFORE : State.OTHER;
  }

  List<Judged<R>> judge(R resource) {
    return new Judge<>(domain, resource, Optional.of(memory), false, false).all();
  }

  /// All parts that are good, with a digest of each.
  Map<String, String> good(R resource) {
    return judge(resource).stream()
        .filter(Judged::isGood)
        .collect(Collectors.toMap(Judged::key, Judged::digest, (one, _) -> one));
  }

  /// The parts of a fix as they are in a resource, in the form in which they are remembered; what
  /// is gone is left out.
  Map<String, JsonNode> states(R resource, FixRecord fix) {
    return judge(resource).stream()
        .filter(each -> each.guardrail().name().equals(fix.guardrail()))
        .filter(each -> fix.parts().contains(each.part()))
        .filter(each -> !each.isBlind())
        .collect(Collectors.toMap(Judged::part, Judged::state));
  }

  /// Whether the parts are good or gone. A guardrail that crashes on the new state proves nothing.
  static boolean isGood(FixRecord fix, List<? extends Judged<?>> judged) {
    return judged.stream()
        .filter(each -> each.guardrail().name().equals(fix.guardrail()))
        .filter(each -> each.isBlind() || fix.parts().contains(each.part()))
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
