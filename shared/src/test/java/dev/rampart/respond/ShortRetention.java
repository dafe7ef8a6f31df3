package dev.rampart.respond;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Severity.MEDIUM;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.MESSAGE_RETENTION_PERIOD;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.Map;

/// Flags queues that forget their messages within the hour.
@Rule(
    summary = "Queue forgets its messages",
    risk = "Work is lost before anyone notices.",
    severity = MEDIUM,
    triggers = {"sqs:SetQueueAttributes"})
public final class ShortRetention implements Guardrail<TestQueue, ShortRetention.Retention> {
  /// How long messages are kept.
  public record Retention(int seconds) {}

  @Override
  public Map<String, Retention> parts(TestQueue queue) {
    var seconds = Integer.parseInt(queue.attribute(MESSAGE_RETENTION_PERIOD));
    return Map.of("retention", new Retention(seconds));
  }

  @Override
  public Verdict check(Retention retention, TestQueue queue, Past<Retention> past) {
    if (retention.seconds() >= 3600) {
      return compliant();
    }
    var found = violation("messages are gone after " + retention.seconds() + " seconds");
    past.lastGood()
        .ifPresent(
            good ->
                found.fixedBy(
                    "set the retention back",
                    RESTORES,
                    queue.setting(MESSAGE_RETENTION_PERIOD, Integer.toString(good.seconds())),
                    queue.keeping(MESSAGE_RETENTION_PERIOD)));
    return found
        .leftToAPerson(
            "nobody knows how long was meant", queue.setting(MESSAGE_RETENTION_PERIOD, "345600"))
        .verdict();
  }
}
