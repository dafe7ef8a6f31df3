package dev.rampart.respond;

import dev.rampart.alert.Alert;
import dev.rampart.change.Change;
import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Remedy;
import dev.rampart.guardrail.Remedy.ByHand;
import dev.rampart.guardrail.Remedy.Fix;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.Ruled;
import dev.rampart.guardrail.Step;
import dev.rampart.guardrail.Verdict.Violation;
import dev.rampart.ledger.FixRecord;
import dev.rampart.ledger.FixRecord.StepRecord;
import dev.rampart.ledger.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes alerts: the facts of a violation, and what became of it.
final class Writer {
  private final Tools tools;

  Writer(Tools tools) {
    this.tools = tools;
  }

  /// A violation that is not fixed.
  ///
  /// @param why why not, a clause
  Alert unfixed(
      String outcome,
      Ruled guardrail,
      String part,
      Resource resource,
      Violation violation,
      Change change,
      String why) {
    var fix =
        violation.ladder().stream().filter(Fix.class::isInstance).map(Fix.class::cast).findFirst();
    var offered = fix.map(each -> offer("", each)).orElse(null);
    return alert(
        outcome,
        guardrail,
        part,
        resource,
        violation.detail(),
        change,
        "",
        sentence(why),
        offered,
        "",
        byHand(violation.ladder()));
  }

  /// A fix that is about to be made, told as if it had held.
  Alert fixed(
      String id,
      Fix fix,
      Ruled guardrail,
      String part,
      Resource resource,
      Violation violation,
      Change change) {
    var told =
        alert(
            "FIXED",
            guardrail,
            part,
            resource,
            violation.detail(),
            change,
            sentence(fix.plan()),
            "",
            offer(id, fix),
            undoCommand(id),
            List.of());
    return told.withFinish(finish(id, fix.finish().plan(), fix.finish().after()));
  }

  /// What cannot be judged.
  Alert undetermined(Ruled guardrail, String part, Resource resource, Change change, String why) {
    return alert(
        "REPORTED",
        guardrail,
        part,
        resource,
        "cannot be judged: " + why,
        change,
        "",
        sentence("Rampart writes nothing when in doubt"),
        null,
        "",
        List.of());
  }

  /// What a watch saw.
  ///
  /// @param why why there is no fix, and what a person may do, a clause
  Alert sighted(
      String outcome,
      Ruled watch,
      String part,
      Resource resource,
      String detail,
      Change change,
      String why) {
    return alert(
        outcome, watch, part, resource, detail, change, "", sentence(why), null, "", List.of());
  }

  /// The same alert for a fix that could be neither made nor undone: what is left to run by hand.
  Alert stuck(Alert alert, FixRecord fix) {
    var undo = fix.steps().reversed().stream().map(step -> boundUndo(step, fix)).toList();
    var lines = new ArrayList<>(alert.byHand());
    lines.add("# what would have undone it, the last step first");
    lines.addAll(tools.commands().lines(undo));
    return alert.withByHand(lines);
  }

  private Call boundUndo(StepRecord step, FixRecord fix) {
    return tools.caller().fromJson(tools.caller().bound(step.undo(), fix.steps()));
  }

  /// The whole command that takes a fix back.
  String undoCommand(String fix) {
    return command("undo", fix);
  }

  private String command(String what, String fix) {
    return "aws lambda invoke --region %s --function-name %s --cli-binary-format raw-in-base64-out --payload '{\"%s\":\"%s\",\"reason\":\"…\"}' out.json"
        .formatted(tools.region(), tools.undoFunction(), what, fix);
  }

  /// What is left to do of a fix, absent if nothing.
  Alert.@Nullable Finish finish(String fix, String plan, String after) {
    return plan.isEmpty() ? null : new Alert.Finish(after, plan, command("finish", fix));
  }

  /// The second half of a fix, as it is told.
  Alert.Fix half(String id, String plan, List<StepRecord> steps) {
    var calls = steps.stream().map(step -> tools.caller().fromJson(step.apply())).toList();
    var effects = steps.stream().map(StepRecord::effect).distinct().toList();
    return new Alert.Fix(id, effects, plan, tools.commands().lines(calls));
  }

  private Alert alert(
      String outcome,
      Ruled guardrail,
      String part,
      Resource resource,
      String detail,
      Change change,
      String done,
      String why,
      Alert.@Nullable Fix fix,
      String undo,
      List<String> byHand) {
    var rule = guardrail.rule();
    // Told again after a crash, an alert has the same id: no moment of telling may be in it.
    var about = outcome.equals("CONTESTED") ? "" : why;
    var id =
        Ledger.digest(
            List.of(outcome, guardrail.name(), part, resource.id().arn(), change.id(), about));
    return new Alert(
        fix == null || fix.id().isEmpty() ? id : fix.id(),
        outcome,
        guardrail.name(),
        rule.severity().name(),
        rule.summary(),
        rule.risk(),
        new Alert.Where(resource.id().arn(), resource.id().type(), part),
        detail,
        who(change),
        done,
        why,
        fix,
        undo,
        null,
        byHand,
        Alert.Stack.of(resource.tags()),
        tools.account(),
        tools.region(),
        tools.now());
  }

  static Alert.Who who(Change change) {
    var actor = change.actor();
    return new Alert.Who(
        change.id(),
        change.name(),
        change.source(),
        change.at(),
        actor.principal(),
        actor.session(),
        actor.sourceIp(),
        actor.userAgent());
  }

  private Alert.Fix offer(String id, Fix fix) {
    var calls = fix.steps().stream().map(Step::apply).toList();
    var effects = fix.steps().stream().map(step -> step.effect().name()).distinct().toList();
    return new Alert.Fix(id, effects, fix.plan(), tools.commands().lines(calls));
  }

  private List<String> byHand(List<Remedy> ladder) {
    var lines = new ArrayList<String>();
    for (var rung : ladder) {
      switch (rung) {
        case Fix _ -> {}
        case ByHand(var because, List<Call> commands) -> {
          lines.add("# " + because);
          lines.addAll(tools.commands().lines(commands));
        }
      }
    }
    return lines;
  }

  static String sentence(String clause) {
    return clause.isEmpty() || clause.endsWith(".")
        ? clause
        : Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".";
  }

  /// Ids are told over the phone at night: short, and without letters that look alike.
  static String newId(String prefix, Instant now, String seed) {
    return prefix + Ledger.digest(List.of(now.toString(), seed)).substring(0, 12);
  }
}
