package dev.rampart.respond;

import dev.rampart.change.Change;
import dev.rampart.change.DataCall;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Severity;
import dev.rampart.guardrail.Sighting;
import dev.rampart.guardrail.Trust;
import dev.rampart.guardrail.Watch;
import java.util.Set;

/// Tells of queues that somebody reads, which only data events show.
@Rule(
    summary = "Queue was read",
    risk = "Whoever reads it knows what is in it.",
    severity = Severity.LOW,
    triggers = {},
    dataEvents = {"sqs:ReceiveMessage"},
    standards = {"none"},
    byDefault = "alert")
public final class Readings implements Watch {
  @Override
  public Set<String> types() {
    return Set.of("AWS::SQS::Queue");
  }

  @Override
  public Sighting look(Change change, Trust trust) {
    if (!(change.cause() instanceof DataCall call)) {
      return Sighting.idle();
    }
    var url = call.request().path("queueUrl").asText();
    return new Sighting.Seen(
        TestQueues.id(url.substring(url.lastIndexOf('/') + 1)),
        "readers",
        "somebody read it",
        "if that was meant, all is well");
  }
}
