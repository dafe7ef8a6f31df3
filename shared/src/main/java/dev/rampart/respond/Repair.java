package dev.rampart.respond;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.rampart.alert.Alert;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Effect;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.ledger.FixRecord;
import dev.rampart.ledger.FixRecord.Status;
import dev.rampart.ledger.Memory;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/// Carries one fix from its plan to its proof. Every state is stored before the next thing happens,
/// so that a run that dies anywhere is taken up by the next.
final class Repair<R extends Resource> {
  private static final Logger log = LoggerFactory.getLogger(Repair.class);
  // IAM and its like show a write to everyone only after a while: 1, 2, 4, 8, 16, 32 seconds.
  private static final int LOOKS = 6;
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(15);
  // An alert with this outcome is not told: the violation is judged afresh.
  private static final String QUIET = "";

  private final Tools tools;
  private final Domain<R> domain;
  private final Proof<R> proof;
  private final int attempt;
  private final boolean lastAttempt;
  // The step that an earlier run began and did not live to see answered.
  private int doubtful = -1;

  /// @param attempt how often the hint that led here was put back
  /// @param lastAttempt whether it will not be put back again, so that every fix has to end now
  Repair(Tools tools, Domain<R> domain, Memory memory, int attempt, boolean lastAttempt) {
    this.tools = tools;
    this.domain = domain;
    this.proof = new Proof<>(domain, memory);
    this.attempt = attempt;
    this.lastAttempt = lastAttempt;
  }

  /// How far the fix got.
  sealed interface Progress {
    /// It ended, well or not; its status says which. What is left is to tell.
    record Ended(FixRecord fix) implements Progress {}

    /// Under way: not visible yet, or AWS does not take the call right now.
    record Waiting(FixRecord fix, String why, Duration lookAgain) implements Progress {}

    /// Nothing of it is left; the violation has to be judged afresh.
    record Again(FixRecord fix, String why) implements Progress {}
  }

  /// Takes a fix on from whatever state is stored.
  Progress proceed(FixRecord fix) {
    return switch (fix.status()) {
      case PLANNED -> apply(fix, 0);
      case APPLYING -> resume(fix);
      case APPLIED -> prove(fix);
      case ROLLING_BACK -> rollBack(fix, true);
      case ROLLED_BACK -> ended(fix);
      case HELD, NOT_HELD, STUCK, ALERTED -> new Progress.Ended(fix);
    };
  }

  private Progress apply(FixRecord planned, int from) {
    var fix = planned;
    for (int step = from; step < fix.steps().size(); step++) {
      fix = tools.fixes().advance(fix.beginning(step), fix.status());
      var call = fix.steps().get(step).apply();
      try {
        var answer = tools.caller().send(call, fix.steps().subList(0, step));
        fix = fix.answered(step, tools.caller().needed(fix.stepsToCome(), call, answer));
      } catch (SdkException e) {
        return failed(fix, step, e);
      } catch (IllegalStateException | IllegalArgumentException e) {
        log.error("step {} of fix {} cannot be put together", step + 1, fix.id(), Failure.place(e));
        return giveUp(fix, step, "a value that a call needs is not known");
      }
      // The last answer and the end of applying are one write.
      var isLast = step == fix.steps().size() - 1;
      fix = tools.fixes().advance(isLast ? fix.with(Status.APPLIED) : fix, Status.APPLYING);
    }
    return prove(fix);
  }

  /// A run died, or AWS failed it, while the last begun step was on its way: it may have been made.
  private Progress resume(FixRecord fix) {
    doubtful = fix.applied() - 1;
    if (!fix.steps().get(doubtful).answer().isNull()) {
      return apply(fix, doubtful + 1);
    }
    var state = proof.of(fix);
    if (state != Proof.State.GOOD && deploys(fix.steps().get(doubtful)) && !fix.isTakingBack()) {
      // What would be made live was looked at before the fix began; it may be something else by
      // now.
      return roll(fix, doubtful + 1, QUIET, "what is to be deployed has to be looked at again");
    }
    return switch (state) {
      case GOOD -> madeAfterAll(fix, doubtful);
      // With a single step, a third state is somebody else's doing: it is not to be overwritten.
      case OTHER ->
          fix.steps().size() == 1
              ? roll(fix, 0, QUIET, "the part changed meanwhile")
              : apply(fix, doubtful);
      case AS_BEFORE -> apply(fix, doubtful);
    };
  }

  static boolean deploys(FixRecord.StepRecord step) {
    return step.effect().equals(Effect.DEPLOYS.name());
  }

  private Progress failed(FixRecord fix, int step, SdkException e) {
    var why = Failure.words(e);
    log.warn("step {} of fix {} failed: {}", step + 1, fix.id(), why);
    var failure = Failure.of(e);
    // The answer may be lost and the write made: only a look tells, now or later. When the SDK sent
    // it again by itself, the refusal may be about the second time only.
    if ((failure == Failure.PASSING || wasSentAgain(e)) && isGood(fix)) {
      return madeAfterAll(fix, step);
    }
    if (wasSentAgain(e)) {
      doubtful = step;
    }
    return switch (failure) {
      case PASSING ->
          lastAttempt
              ? roll(fix, step + 1, "FAILED", why)
              : new Progress.Waiting(fix, why, afterAFailure());
      case CHANGED -> roll(fix, made(step), lastAttempt ? "FAILED" : QUIET, why);
      case LASTING ->
          Failure.isOfSomethingMissing(e) && isGood(fix)
              ? doneByOthers(fix, step)
              : giveUp(fix, step, why);
    };
  }

  /// What the step was to take away is gone already. Taking the others back would open it again.
  private Progress doneByOthers(FixRecord fix, int step) {
    return step == 0
        ? roll(fix, 0, QUIET, "somebody put it right meanwhile")
        : madeAfterAll(fix, step);
  }

  private static boolean wasSentAgain(SdkException e) {
    return e.numAttempts() != null && e.numAttempts() > 1;
  }

  private Progress madeAfterAll(FixRecord fix, int step) {
    return step < fix.steps().size() - 1
        ? apply(fix, step + 1)
        : prove(tools.fixes().advance(fix.with(Status.APPLIED), fix.status()));
  }

  private Progress giveUp(FixRecord fix, int step, String why) {
    return roll(fix, made(step), "FAILED", why);
  }

  /// How many steps were made or may have been, when this one was refused.
  private int made(int step) {
    return step == doubtful ? step + 1 : step;
  }

  /// Begins to take back what was made.
  ///
  /// @param made how many steps were made or may have been
  private Progress roll(FixRecord fix, int made, String outcome, String why) {
    var words = words(fix).ending(outcome, "", why, "", tools.now());
    var rolling = fix.rollingBack(made, Judge.JSON.valueToTree(words));
    return rollBack(tools.fixes().advance(rolling, fix.status()), false);
  }

  /// Undoes what was made, the last first. What cannot be undone ends it: the steps before may be
  /// what that one stands on, as a secret that a function names by now.
  ///
  /// @param again whether an earlier run began with it: then the last of them may be undone already
  private Progress rollBack(FixRecord begun, boolean again) {
    var fix = begun;
    var isSure = true;
    for (int step = begun.applied() - 1; step >= 0; step--) {
      try {
        tools.caller().send(fix.steps().get(step).undo(), fix.steps());
      } catch (SdkException e) {
        log.warn("undoing step {} of fix {}: {}", step + 1, fix.id(), Failure.words(e));
        if (Failure.of(e) != Failure.LASTING && !lastAttempt) {
          return new Progress.Waiting(fix, "what was begun is being undone", afterAFailure());
        }
        // A step without an answer may never have been made; undoing it fails then.
        var isAnswered = !fix.steps().get(step).answer().isNull();
        if (isAnswered && !(again && step == begun.applied() - 1)) {
          return stuck(fix);
        }
        isSure &= !isAnswered && Failure.of(e) == Failure.LASTING && !Failure.isDenial(e);
      } catch (IllegalStateException e) {
        // The answer that the undo needs never came, so that nobody knows whether it was made.
        log.warn("undoing step {} of fix {}: a value it needs is not known", step + 1, fix.id());
        isSure = false;
      }
      if (step > 0) {
        fix = tools.fixes().advance(fix.rollingBack(step, fix.alert()), fix.status());
      }
    }
    if (!isSure && !isAsBefore(fix)) {
      return stuck(fix);
    }
    return ended(tools.fixes().advance(fix.with(Status.ROLLED_BACK), fix.status()));
  }

  private Progress stuck(FixRecord fix) {
    var why = words(fix).why() + ", and what was begun could not be undone: look at it by hand";
    var told = words(fix).ending("FAILED", "", Writer.sentence(why), "", tools.now());
    var stuck = new Writer(tools).stuck(told, fix);
    return end(fix.with(Status.STUCK).telling(Judge.JSON.valueToTree(stuck)), fix);
  }

  private Duration afterAFailure() {
    return AFTER_A_FAILURE.multipliedBy(Math.min(attempt + 1, 10));
  }

  /// Rolled back: told, unless the violation is only to be judged afresh.
  private Progress ended(FixRecord fix) {
    var alert = words(fix);
    // Once: a read may lag behind what was taken back, and a harmful fix must not be tried on and
    // on.
    if (attempt == 0 && !lastAttempt && !fix.isAskedFor() && isSomethingElseBad(fix)) {
      var why = "something else was broken while it was being fixed";
      return new Progress.Again(fix.telling(NullNode.getInstance()), why);
    }
    if (alert.outcome().equals(QUIET)) {
      return new Progress.Again(fix.telling(NullNode.getInstance()), alert.why());
    }
    var why = Writer.sentence(alert.why() + "; what was begun is undone");
    var told = alert.ending(alert.outcome(), "", why, "", alert.at());
    return new Progress.Ended(fix.telling(Judge.JSON.valueToTree(told)));
  }

  /// Whether what was good before is still bad although the fix is taken back: then the fix did not
  /// do it. Who breaks two things, one right after the other, must not have the first left open.
  private boolean isSomethingElseBad(FixRecord fix) {
    return domain.load(ResourceId.of(fix.resource())) instanceof Loaded.Present<R>(var resource)
        && !Proof.newlyBad(fix, proof.judge(resource)).isEmpty();
  }

  /// Looks again, and lets every guardrail judge again.
  private Progress prove(FixRecord fix) {
    return switch (domain.load(ResourceId.of(fix.resource()))) {
      case Loaded.Gone<R> _ -> end(fix.with(Status.HELD).leaving(Map.of()), fix);
      case Loaded.Unsettled<R>(var why, _) ->
          waiting(fix, "the calls were made, but cannot be proved: " + why, Map.of());
      case Loaded.Present<R>(var resource) ->
          fix.isUndo() ? proveUndo(fix, resource) : proveFix(fix, resource);
    };
  }

  private Progress proveFix(FixRecord fix, R resource) {
    var judged = proof.judge(resource);
    var newlyBad = Proof.newlyBad(fix, judged);
    if (!newlyBad.isEmpty()) {
      var why = "the fix made " + String.join(", ", newlyBad) + " bad";
      return roll(fix, fix.steps().size(), "FAILED", why);
    }
    var after = proof.states(resource, fix);
    if (fix.isFinish() && after.equals(fix.before())) {
      return waiting(fix, "the calls were made, but the part is as it was", after);
    }
    if (Proof.isGood(fix, judged)) {
      return end(fix.with(Status.HELD).leaving(after), fix);
    }
    return waiting(fix, "the calls were made, but the violation is still there", after);
  }

  private Progress proveUndo(FixRecord fix, R resource) {
    if (proof.states(resource, fix).equals(fix.after())) {
      return end(fix.with(Status.HELD), fix);
    }
    return waiting(fix, "the calls were made, but the state is not what it was", fix.after());
  }

  private Progress waiting(FixRecord fix, String why, Map<String, JsonNode> after) {
    if (fix.looks() < LOOKS && !lastAttempt) {
      var waited = tools.fixes().advance(fix.lookedAt(), fix.status());
      var delay = Duration.ofSeconds(1L << Math.min(waited.looks() - 1, LOOKS));
      return new Progress.Waiting(waited, "the fix is made and not visible yet", delay);
    }
    // What was written stands: the undo is offered.
    var told = words(fix).ending("NOT_HELD", Writer.sentence(why), tools.now());
    var notHeld = fix.with(Status.NOT_HELD).leaving(after);
    return end(notHeld.telling(Judge.JSON.valueToTree(told)), fix);
  }

  private Progress end(FixRecord ended, FixRecord stored) {
    return new Progress.Ended(tools.fixes().advance(ended, stored.status()));
  }

  private boolean isGood(FixRecord fix) {
    try {
      return proof.of(fix) == Proof.State.GOOD;
    } catch (SdkException e) {
      log.warn("cannot look at {} again: {}", fix.resource(), Failure.words(e));
      return false;
    }
  }

  private boolean isAsBefore(FixRecord fix) {
    return proof.of(fix) == Proof.State.AS_BEFORE;
  }

  private static Alert words(FixRecord fix) {
    return Judge.JSON.convertValue(fix.alert(), Alert.class);
  }
}
