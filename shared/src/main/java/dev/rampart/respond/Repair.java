package dev.rampart.respond;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.rampart.alert.Alert;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.ledger.FixRecord;
import dev.rampart.ledger.FixRecord.Status;
import dev.rampart.ledger.Memory;
import dev.rampart.ledger.Notes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/// Carries one fix from its plan to its proof. Every state is stored before the next thing happens,
/// so that a run that dies anywhere is taken up by the next.
final class Repair<R extends Resource> {
  private static final Logger log = LoggerFactory.getLogger(Repair.class);
  // IAM and its like show a write to everyone only after a while: 1, 2, 4, 8, 16, 32 seconds.
  private static final int LOOKS = 6;

  private final Tools tools;
  private final Domain<R> domain;
  private final Memory memory;
  // Whether an earlier run began this fix, so that even a refused step may have been made by it.
  private boolean resumed;

  Repair(Tools tools, Domain<R> domain, Memory memory) {
    this.tools = tools;
    this.domain = domain;
    this.memory = memory;
  }

  /// How far the fix got.
  sealed interface Progress {
    /// It ended, well or not; its status says which. What is left is to tell.
    record Ended(FixRecord fix) implements Progress {}

    /// Made, and not visible yet.
    record Waiting(FixRecord fix, Duration lookAgain) implements Progress {}

    /// Nothing of it is left; the violation has to be judged afresh.
    record Again(FixRecord fix, String why) implements Progress {}
  }

  /// Takes a fix on from whatever state is stored.
  Progress proceed(FixRecord fix) {
    return switch (fix.status()) {
      case PLANNED -> apply(fix, 0);
      case APPLYING -> resume(fix);
      case APPLIED -> prove(fix);
      case HELD, NOT_HELD, ROLLED_BACK, STUCK, ALERTED -> new Progress.Ended(fix);
    };
  }

  private Progress apply(FixRecord planned, int from) {
    var fix = planned;
    for (int step = from; step < fix.steps().size(); step++) {
      fix = tools.fixes().advance(fix.beginning(step), fix.status());
      try {
        var answer =
            tools.caller().send(fix.steps().get(step).apply(), fix.steps().subList(0, step));
        fix = fix.answered(step, answer);
      } catch (SdkException e) {
        return failed(fix, step, e);
      }
      // The last answer and the end of applying are one write.
      var isLast = step == fix.steps().size() - 1;
      fix = tools.fixes().advance(isLast ? fix.with(Status.APPLIED) : fix, Status.APPLYING);
    }
    return prove(fix);
  }

  /// A run died while the last begun step was on its way: it may or may not have been made.
  private Progress resume(FixRecord fix) {
    resumed = true;
    int doubtful = fix.applied() - 1;
    if (!fix.steps().get(doubtful).answer().isNull()) {
      return doubtful == fix.steps().size() - 1
          ? prove(tools.fixes().advance(fix.with(Status.APPLIED), Status.APPLYING))
          : apply(fix, doubtful + 1);
    }
    if (isProved(fix)) {
      return madeAfterAll(fix, doubtful);
    }
    return apply(fix, doubtful);
  }

  private Progress failed(FixRecord fix, int step, SdkException e) {
    log.warn("step {} of fix {} failed: {}", step + 1, fix.id(), Failure.words(e));
    // The answer may be lost and the write made: only a look tells.
    if (isProved(fix)) {
      return madeAfterAll(fix, step);
    }
    var failure = Failure.of(e);
    var undone = rollBack(fix, step, failure == Failure.PASSING || resumed);
    var why = Failure.words(e);
    if (!undone) {
      return ended(
          fix,
          Status.STUCK,
          "",
          why + ", and what was begun could not be undone: look at it by hand");
    }
    if (failure == Failure.LASTING) {
      return ended(fix, Status.ROLLED_BACK, "", why + "; what was begun is undone");
    }
    // Nothing to tell: without words the fix ends quietly, and the violation is judged afresh.
    var quiet =
        tools
            .fixes()
            .advance(fix.with(Status.ROLLED_BACK).telling(NullNode.getInstance()), fix.status());
    return new Progress.Again(quiet, why);
  }

  private Progress madeAfterAll(FixRecord fix, int step) {
    if (step < fix.steps().size() - 1) {
      return apply(fix, step + 1);
    }
    return prove(tools.fixes().advance(fix.with(Status.APPLIED), fix.status()));
  }

  /// Undoes what was made, the last first.
  ///
  /// @param failed the step that failed
  /// @param doubtful whether that step may have been made all the same; undoing it may then fail
  private boolean rollBack(FixRecord fix, int failed, boolean doubtful) {
    if (doubtful) {
      undo(fix, failed);
    }
    var undone = true;
    for (int step = failed - 1; step >= 0; step--) {
      undone &= undo(fix, step);
    }
    return undone;
  }

  private boolean undo(FixRecord fix, int step) {
    try {
      tools.caller().send(fix.steps().get(step).undo(), fix.steps());
      return true;
    } catch (SdkException | IllegalStateException e) {
      var words =
          e instanceof SdkException sdk ? Failure.words(sdk) : "a value it needs is not known";
      log.warn("undoing step {} of fix {}: {}", step + 1, fix.id(), words);
      return false;
    }
  }

  /// Looks again, and lets every guardrail judge again.
  private Progress prove(FixRecord fix) {
    var loaded = domain.load(ResourceId.of(fix.resource()));
    if (!(loaded instanceof Loaded.Present<R>(var resource))) {
      return loaded instanceof Loaded.Gone<R> ? held(fix.heldWith(Map.of()), fix) : waiting(fix);
    }
    if (fix.isUndo()) {
      return proveUndo(fix, resource);
    }
    var judged = new Judge<>(domain, resource, Optional.of(memory), false).all();
    var bad = new TreeSet<String>();
    judged.stream().filter(Judge.Judged::isBad).map(Judge.Judged::key).forEach(bad::add);
    var own = Notes.key(fix.guardrail(), fix.part());
    var newlyBad = new TreeSet<>(bad);
    newlyBad.removeAll(fix.bad());
    newlyBad.remove(own);
    if (!newlyBad.isEmpty()) {
      var undone = rollBack(fix, fix.steps().size(), false);
      var why = "the fix made " + String.join(", ", newlyBad) + " bad";
      return undone
          ? ended(fix, Status.ROLLED_BACK, "", why + ", so it was undone")
          : ended(fix, Status.STUCK, "", why + " and could not be undone: look at it by hand");
    }
    var now = judged.stream().filter(each -> each.key().equals(own)).findFirst();
    if (now.isEmpty() || now.get().isGood()) {
      var after =
          now.map(each -> Map.of(fix.part(), each.state())).orElse(Map.<String, JsonNode>of());
      return held(fix.heldWith(after), fix);
    }
    return fix.looks() < LOOKS
        ? waiting(fix)
        : ended(fix, Status.NOT_HELD, "", "the calls were made, but the violation is still there");
  }

  private Progress proveUndo(FixRecord fix, R resource) {
    var expected = fix.after().get(fix.part());
    var part = state(resource, fix);
    if (part.map(each -> each.equals(expected)).orElse(expected == null)) {
      return held(fix.with(Status.HELD), fix);
    }
    return fix.looks() < LOOKS
        ? waiting(fix)
        : ended(fix, Status.NOT_HELD, "", "the calls were made, but the state is not what it was");
  }

  /// The part of a fix as it is in a resource, in the form in which it is remembered.
  Optional<JsonNode> state(R resource, FixRecord fix) {
    return domain.guardrails().stream()
        .filter(guardrail -> guardrail.name().equals(fix.guardrail()))
        .map(guardrail -> (Object) guardrail.parts(resource).get(fix.part()))
        .filter(part -> part != null)
        .map(part -> Judge.JSON.<JsonNode>valueToTree(part))
        .findFirst();
  }

  private boolean isProved(FixRecord fix) {
    try {
      if (!(domain.load(ResourceId.of(fix.resource()))
          instanceof Loaded.Present<R>(var resource))) {
        return false;
      }
      if (fix.isUndo()) {
        return state(resource, fix)
            .map(each -> each.equals(fix.after().get(fix.part())))
            .orElse(fix.after().isEmpty());
      }
      var own = Notes.key(fix.guardrail(), fix.part());
      return new Judge<>(domain, resource, Optional.of(memory), false)
          .all().stream().filter(each -> each.key().equals(own)).allMatch(Judge.Judged::isGood);
    } catch (SdkException e) {
      log.warn("cannot look at {} again: {}", fix.resource(), Failure.words(e));
      return false;
    }
  }

  private Progress waiting(FixRecord fix) {
    var waited = tools.fixes().advance(fix.lookedAt(), fix.status());
    return new Progress.Waiting(
        waited, Duration.ofSeconds(1L << Math.min(waited.looks() - 1, LOOKS)));
  }

  private Progress held(FixRecord held, FixRecord stored) {
    return new Progress.Ended(tools.fixes().advance(held, stored.status()));
  }

  private Progress ended(FixRecord fix, Status status, String done, String why) {
    var alert = Judge.JSON.convertValue(fix.alert(), Alert.class);
    var outcome = status == Status.NOT_HELD ? "NOT_HELD" : "FAILED";
    var words = alert.ending(outcome, done, why, "", tools.now());
    var told = fix.with(status).telling(Judge.JSON.valueToTree(words));
    return new Progress.Ended(tools.fixes().advance(told, fix.status()));
  }
}
