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
import dev.rampart.ledger.FixRecord.StepRecord;
import dev.rampart.ledger.Memory;
import dev.rampart.ledger.Notes;
import dev.rampart.respond.Undo.Result.Refused;
import dev.rampart.respond.Undo.Result.Undone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Takes a fix back because a person says so. The state before the fix comes back, the part is
/// spared for a week, and the undo can itself be undone.
public final class Undo {
  private static final Duration SPARED = Duration.ofDays(7);

  private final Tools tools;
  private final List<Domain<?>> domains;
  private final Writer writer;

  public Undo(Tools tools, List<Domain<?>> domains) {
    this.tools = tools;
    this.domains = List.copyOf(domains);
    this.writer = new Writer(tools);
  }

  /// What came of it.
  public sealed interface Result {
    /// It is undone and proved.
    ///
    /// @param undo the id of the undo, by which it can be undone itself
    record Undone(String undo, String command) implements Result {}

    /// The calls were made; whether they hold is told by an alert.
    record Pending(String undo) implements Result {}

    /// Nothing was written, or what was written is undone.
    record Refused(String why) implements Result {}
  }

  /// Takes a fix back.
  ///
  /// @param id the id of the fix, or of an undo
  /// @param reason what the person gave, for the alert
  /// @return never an exception for a fix that cannot be undone
  public Result undo(String id, String reason, Run run) {
    var fix = tools.fixes().find(id);
    if (fix.isEmpty()) {
      return new Refused("there is no fix " + id);
    }
    if (fix.get().status() != Status.ALERTED) {
      return new Refused("fix " + id + " has not ended yet: " + fix.get().status());
    }
    if (!Visit.words(fix.get()).map(Undo::isDone).orElse(false)) {
      return new Refused("fix " + id + " did not hold, so there is nothing to undo");
    }
    var resource = ResourceId.of(fix.get().resource());
    for (var domain : domains) {
      if (domain.type().equals(resource.type())) {
        return leased(domain, resource, fix.get(), reason, run);
      }
    }
    return new Refused("this function does not look after " + resource.type());
  }

  private static boolean isDone(Alert alert) {
    return alert.outcome().equals("FIXED") || alert.outcome().equals("UNDONE");
  }

  private <R extends Resource> Result leased(
      Domain<R> domain, ResourceId id, FixRecord fix, String reason, Run run) {
    var memory = tools.ledger().take(id, run.id(), tools.now(), run.deadline());
    if (memory.isEmpty()) {
      return new Refused("another run is looking at " + id + " right now; try again in a minute");
    }
    try {
      var result = undo(domain, id, fix, memory.get(), reason, run);
      tools.ledger().note(id, run.id(), memory.get().notes());
      return result;
    } catch (RuntimeException e) {
      tools.ledger().release(id, run.id());
      throw e;
    }
  }

  private <R extends Resource> Result undo(
      Domain<R> domain, ResourceId id, FixRecord fix, Memory memory, String reason, Run run) {
    var key = Notes.key(fix.guardrail(), fix.part());
    if (memory.unfinished().isPresent()) {
      return new Refused(
          "fix " + memory.unfinished().get() + " is under way; try again in a minute");
    }
    for (var later : memory.notes().fixes()) {
      if (later.part().equals(key)
          && later.at().isAfter(fix.at())
          && !later.fix().equals(fix.id())) {
        return new Refused(
            "fix " + later.fix() + " was made later to the same part; undo that one first");
      }
    }
    if (!(domain.load(id) instanceof Loaded.Present<R>(var resource))) {
      return new Refused(id + " is not there any more");
    }
    var repair = new Repair<>(tools, domain, memory);
    var now = repair.state(resource, fix);
    var then = expected(fix);
    if (!now.equals(then)) {
      return new Refused(
          "the part changed since: it was %s after the fix and is %s now"
              .formatted(
                  then.map(JsonNode::toString).orElse("absent"),
                  now.map(JsonNode::toString).orElse("absent")));
    }
    spare(memory.notes(), key, fix);
    tools.ledger().noteAndKeep(id, run.id(), memory.notes());
    var planned = planned(fix, now.orElse(NullNode.getInstance()), reason, run);
    tools.fixes().plan(planned, run.id());
    return result(repair.proceed(planned));
  }

  /// How the fix left the part.
  private static Optional<JsonNode> expected(FixRecord fix) {
    return Optional.ofNullable(fix.after().get(fix.part()));
  }

  /// Before anything is written, so that the bot does not fight the person over it.
  private void spare(Notes notes, String key, FixRecord fix) {
    if (fix.isUndo()) {
      notes.spared().remove(key);
      return;
    }
    notes.spared().put(key, tools.now().plus(SPARED));
  }

  private FixRecord planned(FixRecord fix, JsonNode before, String reason, Run run) {
    var now = tools.now();
    var undo = Writer.newId(now, fix.id() + run.id()).replace("fix-", "undo-");
    var steps = new ArrayList<StepRecord>();
    for (var step : fix.steps().reversed()) {
      var apply = tools.caller().bound(step.undo(), fix.steps());
      // The fix itself comes back if the undo is undone, when its lock is long out of date.
      var back = tools.caller().unlocked(step.apply());
      steps.add(new StepRecord(step.effect(), apply, back, NullNode.getInstance()));
    }
    var original = Visit.words(fix).orElseThrow();
    var done =
        "Undid %s (%s)%s"
            .formatted(
                fix.id(),
                original.fix() == null ? "" : original.fix().plan(),
                reason.isBlank() ? "." : ", because: " + reason.strip() + ".");
    var note =
        fix.isUndo() ? "" : "Rampart leaves this part alone for " + SPARED.toDays() + " days.";
    var alert = original.ending("UNDONE", done, note, writer.undoCommand(undo), now);
    Map<String, JsonNode> after =
        fix.before().isNull() ? Map.of() : Map.of(fix.part(), fix.before());
    return new FixRecord(
        undo,
        fix.id(),
        fix.resource(),
        fix.guardrail(),
        fix.part(),
        Status.PLANNED,
        now,
        steps,
        before,
        Set.of(),
        after,
        0,
        0,
        Judge.JSON.valueToTree(alert));
  }

  private Result result(Repair.Progress progress) {
    return switch (progress) {
      case Repair.Progress.Ended(var fix) -> {
        Visit.words(fix).ifPresent(tools.alerts()::send);
        tools.fixes().end(fix);
        yield fix.status() == Status.HELD
            ? new Undone(fix.id(), writer.undoCommand(fix.id()))
            : new Refused(Visit.words(fix).map(Alert::why).orElse("it did not hold"));
      }
      // The event function finds it unfinished at its next look at the resource, proves it and
      // tells.
      case Repair.Progress.Waiting(var fix, _) -> new Result.Pending(fix.id());
      case Repair.Progress.Again(var fix, var why) -> {
        tools.fixes().end(fix);
        yield new Refused(why + "; nothing was changed, try again");
      }
    };
  }
}
