package dev.rampart.respond;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Severity.HIGH;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Late;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Step;
import dev.rampart.guardrail.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.DeleteQueueRequest;
import software.amazon.awssdk.services.sqs.model.TagQueueRequest;
import software.amazon.awssdk.services.sqs.model.UntagQueueRequest;

/// Flags queues whose tag no longer names their dead letters; makes new ones. Two steps, of which
/// the second needs what the first answered.
@Rule(
    summary = "Queue has no dead letters",
    risk = "Messages that fail are lost.",
    severity = HIGH,
    triggers = {"sqs:UntagQueue"})
public final class LostDeadLetters implements Guardrail<TestQueue, LostDeadLetters.DeadLetters> {
  static final String TAG = "dead-letters";

  /// Where dead letters go.
  public record DeadLetters(String url) {}

  @Override
  public Map<String, DeadLetters> parts(TestQueue queue) {
    return queue.id().name().startsWith("orders")
        ? Map.of("dead letters", new DeadLetters(queue.tags().getOrDefault(TAG, "")))
        : Map.of();
  }

  @Override
  public Verdict check(DeadLetters letters, TestQueue queue, Past<DeadLetters> past) {
    if (!letters.url().isEmpty()) {
      return compliant();
    }
    var name = queue.id().name() + "-dead";
    var create = Call.of(CreateQueueRequest.builder().queueName(name).build());
    var url = new Late("url", create, "QueueUrl", false);
    var delete = DeleteQueueRequest.builder().queueUrl(url.marker()).build();
    var tag =
        TagQueueRequest.builder().queueUrl(queue.url()).tags(Map.of(TAG, url.marker())).build();
    var untag = UntagQueueRequest.builder().queueUrl(queue.url()).tagKeys(TAG).build();
    return violation("its dead letters go nowhere")
        .fixedBy(
            "make a queue for dead letters and name it in the tag",
            List.of(
                new Step(RESTORES, create, new Call(delete, Set.of(url))),
                new Step(RESTORES, new Call(tag, Set.of(url)), Call.of(untag))))
        .verdict();
  }
}
