package dev.rampart.respond;

import dev.rampart.change.ApiCall;
import dev.rampart.change.Change;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Severity;
import dev.rampart.guardrail.Sighting;
import dev.rampart.guardrail.Trust;
import dev.rampart.guardrail.Watch;
import java.util.Set;

/// Tells of queues that somebody emptied who does not deploy.
@Rule(
    summary = "Queue was emptied",
    risk = "What was in it is lost.",
    severity = Severity.MEDIUM,
    triggers = {"sqs:PurgeQueue"},
    standards = {"none"},
    byDefault = "alert")
public final class Purges implements Watch {
  @Override
  public Set<String> types() {
    return Set.of("AWS::SQS::Queue");
  }

  @Override
  public Sighting look(Change change, Trust trust) {
    if (!(change.cause() instanceof ApiCall call) || trust.isDeployer(change.actor())) {
      return Sighting.idle();
    }
    var url = call.requested("queueUrl");
    return new Sighting.Seen(
        TestQueues.id(url.substring(url.lastIndexOf('/') + 1)),
        "messages",
        "all of them were thrown away",
        "if that was meant, all is well");
  }
}
