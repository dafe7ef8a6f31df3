package dev.rampart.respond;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.guardrail.Severity.CRITICAL;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.notYet;
import static dev.rampart.guardrail.Verdict.undetermined;
import static dev.rampart.guardrail.Verdict.violation;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Flags statements for everyone; puts back the good version, or takes away what is proved new.
@Rule(
    summary = "Queue is open to anyone",
    risk = "Anyone can read the queue.",
    severity = CRITICAL,
    triggers = {"sqs:AddPermission", "sqs:SetQueueAttributes"},
    formerly = {"WideQueue"})
public final class OpenStatement implements Guardrail<TestQueue, OpenStatement.Grant> {
  /// A statement, as text: what is not understood is kept as it is.
  public record Grant(String text) {}

  @Override
  public Map<String, Grant> parts(TestQueue queue) {
    var parts = new LinkedHashMap<String, Grant>();
    queue.statements().forEach((sid, text) -> parts.put(sid, new Grant(text)));
    return parts;
  }

  @Override
  public Verdict check(Grant grant, TestQueue queue, Past<Grant> past) {
    var statement = TestQueue.read(grant.text());
    var sid = statement.path("Sid").asText("?");
    if (statement.has("Condition")) {
      return undetermined("it has a condition");
    }
    if (!statement.path("Principal").asText().equals("*")) {
      return compliant();
    }
    if (queue.tags().containsKey("changing")) {
      return notYet("it is changing", Duration.ofSeconds(30));
    }
    if (past.isUnread()) {
      return asks(Fact.History.PAST);
    }
    var found = violation("anyone may use it");
    var undo = queue.keeping(QueueAttributeName.POLICY);
    if (past.lastGood().isPresent()) {
      var good = TestQueue.read(past.lastGood().get().text());
      found.fixedBy("put the statement back", RESTORES, queue.replacing(sid, good), undo);
    } else if (past.isNew()) {
      var without = queue.replacing(sid, NullNode.getInstance());
      found.fixedBy("take the statement away", RESTRICTS, without, undo);
    }
    return found
        .leftToAPerson("nobody knows what it was for", queue.replacing(sid, NullNode.getInstance()))
        .verdict();
  }
}
