package dev.rampart.respond;

import dev.rampart.change.ApiCall;
import dev.rampart.change.Change;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.Operation;
import dev.rampart.guardrail.Operations;
import dev.rampart.guardrail.ResourceId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.DeleteQueueRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsRequest;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.TagQueueRequest;
import software.amazon.awssdk.services.sqs.model.UntagQueueRequest;

/// Queues of the emulated account as a guarded kind of resource.
public final class TestQueues implements Domain<TestQueue> {
  private final SqsClient client;
  private final List<Guardrail<TestQueue, ?>> guardrails;

  public TestQueues(SqsClient client, List<Guardrail<TestQueue, ?>> guardrails) {
    this.client = client;
    this.guardrails = List.copyOf(guardrails);
  }

  /// The guardrails that find nothing wrong with an ordinary queue.
  public static List<Guardrail<TestQueue, ?>> ordinary() {
    return List.of(new OpenStatement(), new ShortRetention(), new LostDeadLetters());
  }

  /// What their fixes are made of.
  ///
  /// @param grants whether setting attributes counts as giving a right
  public static Operations operations(SqsClient client, boolean grants) {
    var set =
        Operation.of(
            "sqs",
            "SetQueueAttributes",
            SetQueueAttributesRequest.builder().build(),
            client::setQueueAttributes);
    return new Operations(
        List.of(
            grants ? set.granting() : set,
            Operation.of(
                "sqs", "CreateQueue", CreateQueueRequest.builder().build(), client::createQueue),
            Operation.of(
                "sqs", "DeleteQueue", DeleteQueueRequest.builder().build(), client::deleteQueue),
            Operation.of(
                "sqs", "GetQueueUrl", GetQueueUrlRequest.builder().build(), client::getQueueUrl),
            Operation.of(
                "sqs",
                "ListQueueTags",
                ListQueueTagsRequest.builder().build(),
                client::listQueueTags),
            Operation.of("sqs", "TagQueue", TagQueueRequest.builder().build(), client::tagQueue),
            Operation.of(
                "sqs", "UntagQueue", UntagQueueRequest.builder().build(), client::untagQueue)));
  }

  static ResourceId id(String name) {
    return new ResourceId("AWS::SQS::Queue", "arn:aws:sqs:us-east-1:123456789012:" + name);
  }

  @Override
  public String type() {
    return "AWS::SQS::Queue";
  }

  @Override
  public Set<ResourceId> touchedBy(Change change) {
    if (!(change.cause() instanceof ApiCall call) || !call.source().equals("sqs.amazonaws.com")) {
      return Set.of();
    }
    var url = call.requested("queueUrl");
    var name =
        url.isEmpty() ? call.requested("queueName") : url.substring(url.lastIndexOf('/') + 1);
    return name.isEmpty() ? Set.of() : Set.of(id(name));
  }

  @Override
  public boolean isCreatedBy(Change change, ResourceId id) {
    return change.cause() instanceof ApiCall call
        && call.operation().equals("CreateQueue")
        && call.requested("queueName").equals(id.name());
  }

  @Override
  public Loaded<TestQueue> load(ResourceId id) {
    try {
      var url = client.getQueueUrl(get -> get.queueName(id.name())).queueUrl();
      var attributes =
          client.getQueueAttributes(
              get -> get.queueUrl(url).attributeNames(QueueAttributeName.ALL));
      var tags = client.listQueueTags(list -> list.queueUrl(url)).tags();
      if (tags.containsKey("updating")) {
        return new Loaded.Unsettled<>("an update is under way", Duration.ofSeconds(20));
      }
      return new Loaded.Present<>(new TestQueue(id, url, attributes.attributesAsStrings(), tags));
    } catch (QueueDoesNotExistException _) {
      return new Loaded.Gone<>();
    }
  }

  @Override
  public boolean onlyMends(Change change) {
    return change.isCallOf("RemovePermission");
  }

  /// A call that adds one permission changed one statement, and no other attribute.
  @Override
  public Optional<TestQueue> glance(ResourceId id, List<Change> changes) {
    var labels = new HashSet<String>();
    for (var change : changes) {
      if (!(change.cause() instanceof ApiCall call) || call.requested("label").isEmpty()) {
        return Optional.empty();
      }
      labels.add(call.requested("label"));
    }
    return load(id) instanceof Loaded.Present<TestQueue>(var queue)
        ? Optional.of(queue.with(labels))
        : Optional.empty();
  }

  @Override
  public TestQueue learn(TestQueue queue, Set<Fact> facts) {
    return queue;
  }

  @Override
  public Stream<ResourceId> all() {
    return client.listQueuesPaginator().queueUrls().stream()
        .map(url -> id(url.substring(url.lastIndexOf('/') + 1)));
  }

  @Override
  public double callsPerSecond() {
    return 100;
  }

  @Override
  public int callsPerLook() {
    return 3;
  }

  @Override
  public List<Guardrail<TestQueue, ?>> guardrails() {
    return guardrails;
  }
}
