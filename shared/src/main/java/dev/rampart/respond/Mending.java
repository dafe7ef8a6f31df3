package dev.rampart.respond;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.rampart.alert.Alert;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Remedy.Fix;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.guardrail.Step;
import dev.rampart.guardrail.Verdict.Violation;
import dev.rampart.ledger.FixRecord;
import dev.rampart.ledger.FixRecord.FinishRecord;
import dev.rampart.ledger.FixRecord.Status;
import dev.rampart.ledger.FixRecord.StepRecord;
import dev.rampart.ledger.Fixes.Limit;
import dev.rampart.ledger.Notes;
import dev.rampart.respond.Judge.Judged;
import dev.rampart.respond.Matter.Reaction;
import dev.rampart.respond.Outcome.Deferred;
import dev.rampart.respond.Outcome.Failed;
import dev.rampart.respond.Outcome.Finding;
import dev.rampart.respond.Outcome.Finished;
import dev.rampart.respond.Outcome.Fixed;
import dev.rampart.respond.Outcome.NotHeld;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Plans a fix, has it carried out, and tells of it: once, when it has ended.
final class Mending<R extends Resource> {
  private static final Logger log = LoggerFactory.getLogger(Mending.class);
  private static final Duration AFTER_A_CHANGE = Duration.ofSeconds(15);

  private final Matter matter;
  private final Tools tools;
  private final Notes notes;
  private final Telling telling;
  private final Repair<R> repair;

  Mending(Matter matter, Domain<R> domain) {
    this.matter = matter;
    this.tools = matter.tools();
    this.notes = matter.notes();
    this.telling = new Telling(matter);
    this.repair =
        new Repair<>(
            tools, domain, matter.memory(), matter.primary().attempt(), matter.isLastAttempt());
  }

  /// Stores the fix with its undo, then makes it.
  ///
  /// @param along the parts that are fixed along with it
  /// @param good all parts of the resource that are good now, with a digest of each
  /// @return nothing if the hour's limit is reached
  /// @throws dev.rampart.ledger.Fixes.TooLarge if it does not fit; nothing was written then
  Optional<Reaction> carryOut(
      Judged<R> judged,
      List<Judged<R>> along,
      Violation violation,
      R resource,
      Fix fix,
      Map<String, String> good,
      Limit limit) {
    var now = tools.now();
    var guardrail = judged.guardrail();
    var seed = matter.primary().id() + matter.run().id() + judged.key() + resource.id();
    var id = Writer.newId("fix-", now, seed);
    var alert =
        new Writer(tools)
            .fixed(id, fix, guardrail, judged.part(), resource, violation, matter.primary());
    var before = new HashMap<String, JsonNode>();
    before.put(judged.part(), judged.state());
    along.forEach(each -> before.put(each.part(), each.state()));
    var planned =
        new FixRecord(
            id,
            "",
            "",
            resource.id().key(),
            guardrail.name(),
            judged.part(),
            along.stream().map(Judged::part).toList(),
            Status.PLANNED,
            now,
            records(fix.steps()),
            before,
            good,
            Map.of(),
            0,
            0,
            Judge.JSON.valueToTree(alert),
            new FinishRecord(
                fix.finish().plan(), fix.finish().after(), records(fix.finish().steps())));
    var owner = matter.run().id();
    return tools.fixes().plan(planned, owner, notes, Optional.of(limit), now)
        ? Optional.of(outcome(repair.proceed(planned)))
        : Optional.empty();
  }

  private List<StepRecord> records(List<Step> steps) {
    return steps.stream()
        .map(
            step ->
                new StepRecord(
                    step.effect().name(),
                    tools.caller().toJson(step.apply()),
                    tools.caller().toJson(step.undo()),
                    NullNode.getInstance()))
        .toList();
  }

  /// Takes up a fix that an earlier run left.
  ///
  /// @return nothing if nothing had been written yet: the violation is judged afresh
  Optional<Reaction> resume(ResourceId resource, String id) {
    var found = tools.fixes().find(id);
    if (found.isEmpty() || found.get().status() == Status.ALERTED) {
      log.warn("fix {} is not under way any more", id);
      tools.fixes().clear(resource);
      return Optional.empty();
    }
    var fix = found.get();
    if (fix.status() == Status.PLANNED) {
      dropQuietly(fix);
      return Optional.empty();
    }
    return Optional.of(outcome(repair.proceed(fix)));
  }

  private Reaction outcome(Repair.Progress progress) {
    return switch (progress) {
      case Repair.Progress.Ended(var ended) ->
          new Reaction(
              told(ended), true, ended.status() != Status.HELD, Optional.empty(), List.of());
      case Repair.Progress.Waiting(_, var why, var lookAgain) ->
          Reaction.later(new Deferred(why, lookAgain), lookAgain);
      case Repair.Progress.Again(var ended, var why) -> {
        dropQuietly(ended);
        yield Reaction.later(new Deferred(why, AFTER_A_CHANGE), AFTER_A_CHANGE);
      }
    };
  }

  /// Nothing of the fix is left, and nobody has to know.
  private void dropQuietly(FixRecord fix) {
    spareNoMore(fix);
    end(fix.telling(NullNode.getInstance()));
  }

  private Outcome told(FixRecord fix) {
    var alert = words(fix);
    telling.ended(fix, alert);
    var finding = new Finding(fix.guardrail(), fix.part(), alert.detail());
    var outcome =
        switch (fix.status()) {
          case HELD -> held(fix, finding);
          case NOT_HELD -> {
            openAfter(fix, alert);
            yield new NotHeld(finding, fix.id(), alert.why());
          }
          case ROLLED_BACK, STUCK -> {
            openAfter(fix, alert);
            yield new Failed(finding, fix.id(), alert.why());
          }
          case PLANNED, APPLYING, APPLIED, ROLLING_BACK, ALERTED ->
              throw new IllegalStateException(
                  "fix " + fix.id() + " has not ended: " + fix.status());
        };
    end(fix);
    return outcome;
  }

  private Outcome held(FixRecord fix, Finding finding) {
    for (var key : fix.keys()) {
      if (!fix.isAskedFor()) {
        notes.fixes().add(new Notes.Fixed(key, tools.now(), fix.id()));
      }
      notes.open().remove(key);
    }
    return fix.isFinish() ? new Finished(finding, fix.id()) : new Fixed(finding, fix.id());
  }

  private void openAfter(FixRecord fix, Alert alert) {
    spareNoMore(fix);
    if (!fix.isAskedFor()) {
      telling.note(fix, alert);
    }
  }

  /// An undo that did not come about spares nothing.
  private void spareNoMore(FixRecord fix) {
    if (fix.isSparing()) {
      notes.spareNoMore(fix);
    }
  }

  private void end(FixRecord fix) {
    notes.finished(fix);
    tools.fixes().end(fix, matter.run().id(), notes, tools.now());
  }

  /// The alert of a fix, as it was written when the fix was planned or when it ended.
  static Alert words(FixRecord fix) {
    return Judge.JSON.convertValue(fix.alert(), Alert.class);
  }
}
