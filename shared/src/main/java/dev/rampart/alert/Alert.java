package dev.rampart.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is told about one violation, for people as text and for machines as JSON of these fields.
///
/// @param id the same for every copy of the same alert
/// @param outcome `FIXED`, `NOT_HELD`, `REPORTED`, `DEBT`, `CONTESTED`, `EXEMPT`, `FAILED`,
///   `UNDONE`, `FINISHED`
/// @param detail what exactly is wrong, a lower-case clause
/// @param done what Rampart did, a sentence, empty if nothing
/// @param why why it did not do more, a sentence, empty if all is well
/// @param undo the command that takes the fix back, empty if there is no fix
/// @param finish what is left to do when a person says so, absent if nothing
/// @param byHand commands that a person may run
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Alert(
    String id,
    String outcome,
    String guardrail,
    String severity,
    String summary,
    String risk,
    Where resource,
    String detail,
    Who change,
    String done,
    String why,
    @Nullable Fix fix,
    String undo,
    @Nullable Finish finish,
    List<String> byHand,
    @Nullable Stack stack,
    String account,
    String region,
    Instant at) {
  /// The resource and the part of it.
  public record Where(String arn, String type, String part) {}

  /// Who made the change that led here.
  public record Who(
      String eventId,
      String eventName,
      String eventSource,
      Instant time,
      String principal,
      String session,
      String sourceIp,
      String userAgent) {}

  /// The fix that was made, or that would be made.
  public record Fix(String id, List<String> effects, String plan, List<String> commands) {}

  /// The second half of a fix, which waits for a person.
  ///
  /// @param after what has to be so before, a lower-case clause that follows "once"
  /// @param plan what Rampart does then, an imperative clause
  /// @param command the command that has Rampart do it
  public record Finish(String after, String plan, String command) {}

  /// The stack that owns the resource and would bring the violation back.
  public record Stack(String name, String logicalId) {
    /// From the tags that CloudFormation sets; nothing if it does not own the resource.
    public static @Nullable Stack of(Map<String, String> tags) {
      var name = tags.get("aws:cloudformation:stack-name");
      return name == null
          ? null
          : new Stack(name, tags.getOrDefault("aws:cloudformation:logical-id", ""));
    }
  }

  public Alert {
    byHand = List.copyOf(byHand);
  }

  /// The same facts with another ending.
  public Alert ending(
      String newOutcome, String newDone, String newWhy, String newUndo, Instant now) {
    return new Alert(
        id,
        newOutcome,
        guardrail,
        severity,
        summary,
        risk,
        resource,
        detail,
        change,
        newDone,
        newWhy,
        fix,
        newUndo,
        // What did not come about, or is taken back, has nothing left to finish.
        newOutcome.equals("FIXED") ? finish : null,
        byHand,
        stack,
        account,
        region,
        now);
  }

  /// The same facts with another outcome and why; what was done and how it is undone stand.
  public Alert ending(String newOutcome, String newWhy, Instant now) {
    return ending(newOutcome, done, newWhy, undo, now);
  }

  /// The same with other commands for a person.
  public Alert withByHand(List<String> commands) {
    return new Alert(
        id, outcome, guardrail, severity, summary, risk, resource, detail, change, done, why, fix,
        undo, finish, commands, stack, account, region, at);
  }

  /// The same with something left to do.
  public Alert withFinish(@Nullable Finish left) {
    return new Alert(
        id, outcome, guardrail, severity, summary, risk, resource, detail, change, done, why, fix,
        undo, left, byHand, stack, account, region, at);
  }

  /// The alert of the second half of this fix.
  ///
  /// @param half what is done, under the id of its own
  public Alert finishing(Fix half, String newDone, String newUndo, Instant now) {
    return new Alert(
        half.id(),
        "FINISHED",
        guardrail,
        severity,
        summary,
        risk,
        resource,
        detail,
        change,
        newDone,
        "",
        half,
        newUndo,
        null,
        List.of(),
        stack,
        account,
        region,
        now);
  }
}
