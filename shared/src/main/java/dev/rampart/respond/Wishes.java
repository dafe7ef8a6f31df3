package dev.rampart.respond;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.rampart.ledger.FixRecord;
import dev.rampart.ledger.FixRecord.FinishRecord;
import dev.rampart.ledger.FixRecord.Status;
import dev.rampart.ledger.FixRecord.StepRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Plans what people ask for about a fix, as records of their own: told, proved and undone like a
/// fix.
final class Wishes {
  static final Duration SPARED = Duration.ofDays(7);
  private static final String REDO = "redo-";
  private static final String FINISH = "finish-";

  private final Tools tools;
  private final Writer writer;

  Wishes(Tools tools) {
    this.tools = tools;
    this.writer = new Writer(tools);
  }

  FixRecord undo(Drift drift, String reason, Run run) {
    var fix = drift.fix();
    var now = tools.now();
    var prefix = fix.isTakingBack() ? REDO : FixRecord.UNDO;
    var undo = Writer.newId(prefix, now, fix.id() + run.id());
    var original = Mending.words(fix);
    var done = said("Undid", fix, original.fix() == null ? "" : original.fix().plan(), reason);
    var finish = fix.isTakingBack() ? made(fix).finish() : FinishRecord.nothing();
    var planned =
        new FixRecord(
            undo,
            fix.id(),
            fix.finishes(),
            fix.resource(),
            fix.guardrail(),
            fix.part(),
            fix.along(),
            Status.PLANNED,
            now,
            steps(fix),
            drift.now(),
            Map.of(),
            drift.undone(),
            0,
            0,
            NullNode.getInstance(),
            finish);
    var note =
        planned.isSparing()
            ? "Rampart leaves this part alone for %d days, and then until somebody changes it."
                .formatted(SPARED.toDays())
            : "";
    var alert =
        original
            .ending("UNDONE", done, note, writer.undoCommand(undo), now)
            .withFinish(writer.finish(undo, finish.plan(), finish.after()));
    return planned.telling(Judge.JSON.valueToTree(alert));
  }

  /// @param good all parts of the resource that are good now, with a digest of each
  FixRecord finish(Drift drift, Map<String, String> good, String reason, Run run) {
    var fix = drift.fix();
    var now = tools.now();
    var id = Writer.newId(FINISH, now, fix.id() + run.id());
    var steps = fix.finish().steps().stream().map(step -> bound(step, fix.steps())).toList();
    var plan = fix.finish().plan();
    var alert =
        Mending.words(fix)
            .finishing(
                writer.half(id, plan, steps),
                said("Finished", fix, plan, reason),
                writer.undoCommand(id),
                now);
    return new FixRecord(
        id,
        "",
        fix.id(),
        fix.resource(),
        fix.guardrail(),
        fix.part(),
        fix.along(),
        Status.PLANNED,
        now,
        steps,
        drift.now(),
        good,
        Map.of(),
        0,
        0,
        Judge.JSON.valueToTree(alert),
        FinishRecord.nothing());
  }

  private static String said(String verb, FixRecord fix, String plan, String reason) {
    var why = reason.isBlank() ? "." : ", because: " + reason.strip() + ".";
    return "%s %s (%s)%s".formatted(verb, fix.id(), plan, why);
  }

  private StepRecord bound(StepRecord step, List<StepRecord> earlier) {
    return new StepRecord(
        step.effect(),
        tools.caller().bound(step.apply(), earlier),
        tools.caller().bound(step.undo(), earlier),
        NullNode.getInstance());
  }

  /// What an undo took back.
  private FixRecord made(FixRecord undo) {
    return tools.fixes().find(undo.undoes()).orElseThrow();
  }

  /// To take back an undo is to make the fix again, with new answers to whatever it creates.
  private List<StepRecord> steps(FixRecord fix) {
    var none = NullNode.getInstance();
    if (fix.isTakingBack()) {
      return made(fix).steps().stream()
          .map(
              step ->
                  new StepRecord(
                      step.effect(), tools.caller().unlocked(step.apply()), step.undo(), none))
          .toList();
    }
    return fix.steps().reversed().stream()
        .map(
            step ->
                new StepRecord(
                    step.effect(),
                    tools.caller().bound(step.undo(), fix.steps()),
                    // Its lock is long out of date when that is called.
                    tools.caller().unlocked(tools.caller().bound(step.apply(), fix.steps())),
                    none))
        .toList();
  }
}
