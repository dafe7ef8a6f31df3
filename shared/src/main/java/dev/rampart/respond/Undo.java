package dev.rampart.respond;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.change.Change;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.ledger.FixRecord;
import dev.rampart.ledger.FixRecord.Status;
import dev.rampart.ledger.Memory;
import dev.rampart.ledger.Notes;
import dev.rampart.respond.Undo.Result.Finished;
import dev.rampart.respond.Undo.Result.Pending;
import dev.rampart.respond.Undo.Result.Refused;
import dev.rampart.respond.Undo.Result.Undone;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes a fix back because a person says so. The state before the fix comes back, the part is
/// spared for a week and then for as long as nobody changes it, and the undo can itself be undone.
/// What is left to do of a fix is done in the same way.
public final class Undo {
  private final Tools tools;
  private final List<Domain<?>> domains;
  private final Writer writer;
  private final Wishes wishes;

  public Undo(Tools tools, List<Domain<?>> domains) {
    this.tools = tools;
    this.domains = List.copyOf(domains);
    this.writer = new Writer(tools);
    this.wishes = new Wishes(tools);
  }

  /// What came of it.
  public sealed interface Result {
    /// It is undone and proved.
    ///
    /// @param undo the id of the undo, by which it can be undone itself
    record Undone(String undo, String command) implements Result {}

    /// It is finished and proved.
    ///
    /// @param finish the id of the finish, by which it can be undone
    record Finished(String finish, String command) implements Result {}

    /// The calls were made; whether they hold is told by an alert.
    ///
    /// @param next what has to be asked for then, empty if nothing
    record Pending(String undo, String next) implements Result {}

    /// Nothing was written, or what was written is undone.
    record Refused(String why) implements Result {}
  }

  /// Takes a fix back. If it is finished, the finish is taken back first.
  ///
  /// @param id the id of the fix, of an undo, or of a finish
  /// @param reason what the person gave, for the alert
  /// @return never an exception for a fix that cannot be undone
  public Result undo(String id, String reason, Run run) {
    var fix = tools.fixes().find(id);
    var refusal = refusal(id, fix).or(() -> fix.flatMap(Undo::refusalToUndo));
    if (refusal.isPresent()) {
      return new Refused(refusal.get());
    }
    var finish = finishOf(fix.get());
    if (finish.isPresent()) {
      var first = grant(new Wish(Kind.UNDO, finish.get(), reason), run);
      if (first instanceof Pending(var undo, _)) {
        var next =
            "so far only its finish is being taken back; ask for the undo of %s again when an alert says that %s is undone"
                .formatted(id, finish.get().id());
        return new Pending(undo, next);
      }
      if (!(first instanceof Undone)) {
        return first;
      }
    }
    return grant(new Wish(Kind.UNDO, fix.get(), reason), run);
  }

  /// Does what is left to do of a fix.
  ///
  /// @param id the id of the fix
  /// @param reason what the person gave, for the alert
  /// @return never an exception for a fix that cannot be finished
  public Result finish(String id, String reason, Run run) {
    var fix = tools.fixes().find(id);
    var refusal = refusal(id, fix).or(() -> fix.flatMap(Undo::refusalToFinish));
    return refusal.isPresent()
        ? new Refused(refusal.get())
        : grant(new Wish(Kind.FINISH, fix.get(), reason), run);
  }

  private enum Kind {
    UNDO,
    FINISH
  }

  /// What a person asks for.
  private record Wish(Kind kind, FixRecord fix, String reason) {
    /// Whether that is what somebody began and did not see through.
    boolean isBegunBy(FixRecord other) {
      return switch (kind) {
        case UNDO -> other.undoes().equals(fix.id());
        case FINISH -> other.isFinish() && other.finishes().equals(fix.id());
      };
    }
  }

  private static Optional<String> refusal(String id, Optional<FixRecord> fix) {
    if (fix.isEmpty()) {
      return Optional.of("there is no fix " + id);
    }
    return fix.get().status() == Status.ALERTED
        ? Optional.empty()
        : Optional.of("fix " + id + " has not ended yet: " + fix.get().status());
  }

  private static Optional<String> refusalToUndo(FixRecord fix) {
    if (!hasEnded(fix, "FIXED", "NOT_HELD", "UNDONE", "FINISHED")) {
      return Optional.of("fix " + fix.id() + " did not come about, so there is nothing to undo");
    }
    if (fix.isTakingBack() && fix.steps().stream().anyMatch(Repair::deploys)) {
      return Optional.of(
          "making this fix again would deploy a draft that nobody has looked at since; fix it"
              + " afresh with {\"fix-open\": true}");
    }
    return Optional.empty();
  }

  private static Optional<String> refusalToFinish(FixRecord fix) {
    if (fix.finish().isNothing()) {
      return Optional.of("fix " + fix.id() + " leaves nothing to finish");
    }
    return hasEnded(fix, "FIXED", "UNDONE")
        ? Optional.empty()
        : Optional.of("fix " + fix.id() + " did not hold, so it cannot be finished");
  }

  private static boolean hasEnded(FixRecord fix, String... outcomes) {
    return !fix.alert().isNull() && Set.of(outcomes).contains(Mending.words(fix).outcome());
  }

  private Optional<FixRecord> finishOf(FixRecord fix) {
    var notes = tools.ledger().recall(ResourceId.of(fix.resource())).notes();
    return Optional.ofNullable(notes.finished().get(fix.id())).flatMap(tools.fixes()::find);
  }

  private Result grant(Wish wish, Run run) {
    var resource = ResourceId.of(wish.fix().resource());
    for (var domain : domains) {
      if (domain.type().equals(resource.type())) {
        return leased(domain, resource, wish, run);
      }
    }
    return new Refused("this function does not look after " + resource.type());
  }

  private <R extends Resource> Result leased(Domain<R> domain, ResourceId id, Wish wish, Run run) {
    var memory = tools.ledger().take(id, run.id(), tools.now(), run.deadline());
    if (memory.isEmpty()) {
      return new Refused("another run is looking at " + id + " right now; try again in a minute");
    }
    try {
      var result = grant(domain, id, wish, memory.get(), run);
      tools.ledger().note(id, run.id(), memory.get().notes());
      return result;
    } catch (RuntimeException e) {
      tools.ledger().release(id, run.id());
      throw e;
    }
  }

  private <R extends Resource> Result grant(
      Domain<R> domain, ResourceId id, Wish wish, Memory memory, Run run) {
    // Whoever asked is told and may ask again: nothing is given up for good here.
    var repair = new Repair<>(tools, domain, memory, 0, false);
    if (memory.unfinished().isPresent()) {
      var begun = tools.fixes().find(memory.unfinished().get());
      return begun.filter(wish::isBegunBy).isPresent()
          ? result(repair.proceed(begun.get()), memory.notes(), run)
          : new Refused(
              "fix " + memory.unfinished().get() + " is under way; try again in a minute");
    }
    var fix = wish.fix();
    var superseded = superseded(wish, memory.notes());
    if (superseded.isPresent()) {
      return new Refused(superseded.get());
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
    var proof = new Proof<>(domain, memory);
    var drift = new Drift(fix, proof.states(resource, fix));
    var changed = drift.changedPart();
    if (changed.isPresent()) {
      return new Refused(
          "%s changed since: it was %s after the fix and is %s now"
              .formatted(
                  fix.along().isEmpty() ? "the part" : changed.get(),
                  words(fix.after().get(changed.get())),
                  words(drift.now().get(changed.get()))));
    }
    var planned =
        switch (wish.kind()) {
          case UNDO -> wishes.undo(drift, wish.reason(), run);
          case FINISH -> wishes.finish(drift, proof.good(resource), wish.reason(), run);
        };
    spare(planned, memory.notes());
    tools.fixes().plan(planned, run.id(), memory.notes(), Optional.empty(), tools.now());
    return result(repair.proceed(planned), memory.notes(), run);
  }

  /// What was done since about the same parts.
  private Optional<String> superseded(Wish wish, Notes notes) {
    var fix = wish.fix();
    for (var later : notes.fixes()) {
      if (fix.keys().contains(later.part())
          && later.at().isAfter(fix.at())
          && !later.fix().equals(fix.id())) {
        return Optional.of(
            "fix " + later.fix() + " was made later to the same part; undo that one first");
      }
    }
    if (wish.kind() == Kind.UNDO) {
      return Optional.empty();
    }
    var finish = notes.finished().get(fix.id());
    if (finish != null) {
      return Optional.of("fix " + fix.id() + " is finished already, by " + finish);
    }
    return fix.keys().stream()
        .filter(key -> notes.isContested(key, tools.now()))
        .findFirst()
        .map(_ -> "somebody breaks this part again and again; find out who before it is finished");
  }

  /// Before anything is written, so that the bot does not fight the person over it.
  private void spare(FixRecord planned, Notes notes) {
    if (planned.isSparing()) {
      notes.spare(planned, tools.now().plus(Wishes.SPARED));
    } else {
      notes.spareNoMore(planned);
    }
  }

  private static String words(@Nullable JsonNode state) {
    return state == null ? "absent" : state.toString();
  }

  private Result result(Repair.Progress progress, Notes notes, Run run) {
    return switch (progress) {
      case Repair.Progress.Ended(var fix) -> {
        var alert = Mending.words(fix);
        tools.alerts().send(alert);
        end(fix, notes, run);
        if (fix.status() != Status.HELD) {
          yield new Refused(alert.why());
        }
        var command = writer.undoCommand(fix.id());
        yield fix.isFinish() ? new Finished(fix.id(), command) : new Undone(fix.id(), command);
      }
      case Repair.Progress.Waiting(var fix, _, var lookAgain) -> {
        // The event function takes it from here: it proves the undo and tells.
        var id = ResourceId.of(fix.resource());
        var hint = Change.own(fix.id(), id.key(), tools.account(), tools.region(), tools.now());
        tools.requeue().later(hint, id, lookAgain);
        yield new Pending(fix.id(), "");
      }
      case Repair.Progress.Again(var fix, var why) -> {
        end(fix, notes, run);
        yield new Refused(why + "; nothing was changed, try again");
      }
    };
  }

  private void end(FixRecord fix, Notes notes, Run run) {
    if (fix.status() != Status.HELD && fix.isSparing()) {
      notes.spareNoMore(fix);
    }
    notes.finished(fix);
    tools.fixes().end(fix, run.id(), notes, tools.now());
  }
}
