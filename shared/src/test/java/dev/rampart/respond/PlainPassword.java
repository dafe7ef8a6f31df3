package dev.rampart.respond;

import static dev.rampart.guardrail.Effect.ENABLES;
import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.guardrail.Severity.HIGH;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Late;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Remedy.Finish;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Step;
import dev.rampart.guardrail.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.DeleteQueueRequest;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsRequest;
import software.amazon.awssdk.services.sqs.model.TagQueueRequest;
import software.amazon.awssdk.services.sqs.model.UntagQueueRequest;

/// Flags passwords in the tags of a queue, and copies them to a tag of another queue, the vault.
/// The password itself is taken away when a person says that nobody reads it there any more.
@Rule(
    summary = "Queue shows a password",
    risk = "Whoever may read tags may use the password.",
    severity = HIGH,
    triggers = {"sqs:TagQueue"})
public final class PlainPassword implements Guardrail<TestQueue, PlainPassword.Password> {
  static final String NAME = "password";
  private static final String VAULT = "-vault";

  /// A password, by all but its value.
  public record Password(String name, int length, String vault) {}

  @Override
  public Map<String, Password> parts(TestQueue queue) {
    var passwords = new TreeMap<String, Password>();
    queue
        .tags()
        .forEach(
            (name, value) -> {
              if (name.startsWith(NAME) && !name.endsWith(VAULT)) {
                var vault = queue.tags().getOrDefault(name + VAULT, "");
                passwords.put(name, new Password(name, value.length(), vault));
              }
            });
    return passwords;
  }

  @Override
  public Verdict check(Password password, TestQueue queue, Past<Password> past) {
    if (!password.vault().isEmpty()) {
      return compliant();
    }
    var name = password.name();
    var tags = Call.of(ListQueueTagsRequest.builder().queueUrl(queue.url()).build());
    var labels = new Late("labels", tags, "Tags", true);
    var value = new Late("value", tags, "Tags." + name, true);
    var create =
        new Call(
            CreateQueueRequest.builder()
                .queueName(queue.id().name() + "-" + name + VAULT)
                .tags(Map.of("value", value.marker()))
                .build(),
            Set.of(value));
    var vault = new Late("vault", create, "QueueUrl", false);
    var delete = DeleteQueueRequest.builder().queueUrl(vault.marker()).build();
    var tag = tag(queue, Map.of(labels.marker(), "", name + VAULT, vault.marker()));
    var kept = ListQueueTagsRequest.builder().queueUrl(vault.marker()).build();
    var old = new Late("old", new Call(kept, Set.of(vault)), "Tags.value", true);
    return violation(name + " has " + password.length() + " letters")
        .fixedBy(
            "copy " + name + " to a vault",
            List.of(
                new Step(ENABLES, create, new Call(delete, Set.of(vault))),
                new Step(
                    ENABLES, new Call(tag, Set.of(labels, vault)), untag(queue, name + VAULT))),
            new Finish(
                "take " + name + " away",
                "everybody reads it from the vault",
                List.of(
                    new Step(
                        RESTRICTS,
                        untag(queue, name),
                        new Call(tag(queue, Map.of(name, old.marker())), Set.of(old))))))
        .verdict();
  }

  private static TagQueueRequest tag(TestQueue queue, Map<String, String> tags) {
    return TagQueueRequest.builder().queueUrl(queue.url()).tags(tags).build();
  }

  private static Call untag(TestQueue queue, String name) {
    return Call.of(UntagQueueRequest.builder().queueUrl(queue.url()).tagKeys(name).build());
  }
}
