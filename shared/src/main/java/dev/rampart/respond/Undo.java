package dev.rampart.respond;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.rampart.alert.Alert;
import dev.rampart.change.Change;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes a fix back because a person says so. The state before the fix comes back, the part is
/// spared for a week, and the undo can itself be undone.
public final class Undo {
  private static final Duration SPARED = Duration.ofDays(7);
  private static final String REDO = "redo-";

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
    if (fix.get().alert().isNull() || !isDone(Mending.words(fix.get()))) {
      return new Refused("fix " + id + " did not come about, so there is nothing to undo");
    }
    if (fix.get().isTakingBack() && fix.get().steps().stream().anyMatch(Repair::deploys)) {
      return new Refused(
          "making this fix again would deploy a draft that nobody has looked at since; fix it"
              + " afresh with {\"fix-open\": true}");
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
    return Set.of("FIXED", "NOT_HELD", "UNDONE").contains(alert.outcome());
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
    // Whoever asked is told and may ask again: nothing is given up for good here.
    var repair = new Repair<>(tools, domain, memory, 0, false);
    if (memory.unfinished().isPresent()) {
      var begun = tools.fixes().find(memory.unfinished().get());
      return begun.filter(each -> each.undoes().equals(fix.id())).isPresent()
          ? result(repair.proceed(begun.get()), memory.notes(), run)
          : new Refused(
              "fix " + memory.unfinished().get() + " is under way; try again in a minute");
    }
    for (var later : memory.notes().fixes()) {
      if (fix.keys().contains(later.part())
          && later.at().isAfter(fix.at())
          && !later.fix().equals(fix.id())) {
        return new Refused(
            "fix " + later.fix() + " was made later to the same part; undo that one first");
      }
    }
    R resource;
    switch (domain.load(id)) {
      case Loaded.Present<R>(var present) -> resource = present;
      case Loaded.Gone<R> _ -> {
        return new Refused(id + " is not there any more");
      }
      case Loaded.Unsettled<R>(var why, _) -> {
        return new Refused(why + "; try again when it is through");
      }
    }
    var now = new Proof<>(domain, memory).states(resource, fix);
    var drift = new Drift(fix, now);
    var changed = drift.changedPart();
    if (changed.isPresent()) {
      return new Refused(
          "%s changed since: it was %s after the fix and is %s now"
              .formatted(
                  fix.along().isEmpty() ? "the part" : changed.get(),
                  words(fix.after().get(changed.get())),
                  words(now.get(changed.get()))));
    }
    var planned = planned(drift, reason, run);
    // Before anything is written, so that the bot does not fight the person over it.
    if (planned.isTakingBack()) {
      var until = tools.now().plus(SPARED);
      fix.keys().forEach(key -> memory.notes().spared().put(key, until));
    } else {
      fix.keys().forEach(memory.notes().spared()::remove);
    }
    tools.fixes().plan(planned, run.id(), memory.notes(), Optional.empty(), tools.now());
    return result(repair.proceed(planned), memory.notes(), run);
  }

  private static String words(@Nullable JsonNode state) {
    return state == null ? "absent" : state.toString();
  }

  private FixRecord planned(Drift drift, String reason, Run run) {
    var fix = drift.fix();
    var now = tools.now();
    var prefix = fix.isTakingBack() ? REDO : FixRecord.UNDO;
    var undo = Writer.newId(prefix, now, fix.id() + run.id());
    var original = Mending.words(fix);
    var done =
        "Undid %s (%s)%s"
            .formatted(
                fix.id(),
                original.fix() == null ? "" : original.fix().plan(),
                reason.isBlank() ? "." : ", because: " + reason.strip() + ".");
    var note =
        fix.isTakingBack()
            ? ""
            : "Rampart leaves this part alone for " + SPARED.toDays() + " days.";
    var alert = original.ending("UNDONE", done, note, writer.undoCommand(undo), now);
    return new FixRecord(
        undo,
        fix.id(),
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
        Judge.JSON.valueToTree(alert));
  }

  /// To take back an undo is to make the fix again, with new answers to whatever it creates.
  private List<StepRecord> steps(FixRecord fix) {
    var none = NullNode.getInstance();
    if (fix.isTakingBack()) {
      return tools.fixes().find(fix.undoes()).orElseThrow().steps().stream()
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

  private Result result(Repair.Progress progress, Notes notes, Run run) {
    return switch (progress) {
      case Repair.Progress.Ended(var fix) -> {
        var alert = Mending.words(fix);
        tools.alerts().send(alert);
        end(fix, notes, run);
        yield fix.status() == Status.HELD
            ? new Undone(fix.id(), writer.undoCommand(fix.id()))
            : new Refused(alert.why());
      }
      case Repair.Progress.Waiting(var fix, _, var lookAgain) -> {
        // The event function takes it from here: it proves the undo and tells.
        var id = ResourceId.of(fix.resource());
        var hint = Change.own(fix.id(), id.key(), tools.account(), tools.region(), tools.now());
        tools.requeue().later(hint, id, lookAgain);
        yield new Result.Pending(fix.id());
      }
      case Repair.Progress.Again(var fix, var why) -> {
        end(fix, notes, run);
        yield new Refused(why + "; nothing was changed, try again");
      }
    };
  }

  private void end(FixRecord fix, Notes notes, Run run) {
    if (fix.status() != Status.HELD && fix.isTakingBack()) {
      fix.keys().forEach(notes.spared()::remove);
    }
    tools.fixes().end(fix, run.id(), notes, tools.now());
  }
}
