package dev.rampart.tester;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.rampart.guardrail.Operations;
import dev.rampart.guardrail.Step;
import dev.rampart.ledger.FixRecord.StepRecord;
import java.util.ArrayList;
import java.util.List;

/// Makes and takes back the steps of one fix and of its finish, with late values bound as the
/// engine binds them: from what it keeps of the answers.
final class Sender {
  private final List<StepRecord> steps = new ArrayList<>();

  /// @param operations to write the calls with
  /// @param all the steps of the fix and of its finish
  Sender(Operations operations, List<Step> all) {
    var caller = new dev.rampart.respond.Caller(operations);
    all.forEach(step -> steps.add(record(step, caller)));
  }

  private static StepRecord record(Step step, dev.rampart.respond.Caller caller) {
    return new StepRecord(
        step.effect().name(),
        caller.toJson(step.apply()),
        caller.toJson(step.undo()),
        NullNode.getInstance());
  }

  /// Makes steps, in order.
  ///
  /// @param operations with the clients of the function that makes them
  void apply(List<Step> made, Operations operations) {
    var caller = new dev.rampart.respond.Caller(operations);
    made.forEach(step -> apply(step, caller));
  }

  private void apply(Step step, dev.rampart.respond.Caller caller) {
    var call = caller.toJson(step.apply());
    var answer = caller.send(call, steps);
    steps.replaceAll(
        each ->
            each.apply().equals(call)
                ? new StepRecord(
                    each.effect(), call, each.undo(), caller.needed(steps, call, answer))
                : each);
  }

  /// Takes steps back, the last first.
  ///
  /// @param undoing with the clients of the function that undoes
  void undo(List<Step> made, Operations undoing) {
    var undoer = new dev.rampart.respond.Caller(undoing);
    made.reversed().forEach(step -> undoer.send(undoer.toJson(step.undo()), steps));
  }
}
