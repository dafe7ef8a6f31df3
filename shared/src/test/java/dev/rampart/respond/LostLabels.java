package dev.rampart.respond;

import static dev.rampart.guardrail.Effect.DEPLOYS;
import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Severity.HIGH;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.sqs.model.TagQueueRequest;

/// Flags labels of a queue that say nothing any more. Each has a call of its own.
@Rule(
    summary = "Label says nothing",
    risk = "Nobody finds the queue.",
    severity = HIGH,
    triggers = {"sqs:TagQueue"})
public final class LostLabels implements Guardrail<TestQueue, LostLabels.Label> {
  private static final String PREFIX = "label-";

  /// The start of the names of labels that have to be deployed to be seen.
  static final String SERVED = PREFIX + "served-";

  /// A label and what it says.
  public record Label(String name, String text) {}

  @Override
  public Map<String, Label> parts(TestQueue queue) {
    var labels = new TreeMap<String, Label>();
    queue
        .tags()
        .forEach(
            (name, text) -> {
              if (name.startsWith(PREFIX)) {
                labels.put(name, new Label(name, text));
              }
            });
    return labels;
  }

  @Override
  public Verdict check(Label label, TestQueue queue, Past<Label> past) {
    if (!label.text().equals("nothing")) {
      return compliant();
    }
    var finding = violation("label " + label.name() + " says nothing");
    past.lastGood()
        .ifPresent(
            good ->
                finding.fixedBy(
                    "let " + label.name() + " say " + good.text() + " again",
                    label.name().startsWith(SERVED) ? DEPLOYS : RESTORES,
                    says(queue, good),
                    says(queue, label)));
    return finding.leftToAPerson("nobody knows what it said").verdict();
  }

  private static Call says(TestQueue queue, Label label) {
    return Call.of(
        TagQueueRequest.builder()
            .queueUrl(queue.url())
            .tags(Map.of(label.name(), label.text()))
            .build());
  }

  @Override
  public boolean isFixedByItself(Label label) {
    return true;
  }
}
