package dev.rampart.local.account;

import dev.rampart.emulator.Emulator;
import dev.rampart.local.queue.EventTap;
import dev.rampart.local.queue.QueuePump;
import dev.rampart.local.template.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Tells when nothing more is going to happen: every event delivered, every queue empty, no
/// function at work. Twice in a row, for a fix makes events of its own.
final class Settling {
  private static final List<QueueAttributeName> COUNTS =
      List.of(
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);

  private Settling() {}

  static void await(
      Emulator emulator,
      Supplier<EventTap> tap,
      List<QueuePump> pumps,
      SqsClient sqs,
      Template template,
      Duration limit) {
    Instant end = Instant.now().plus(limit);
    int quiet = 0;
    while (quiet < 2) {
      if (Instant.now().isAfter(end)) {
        throw new IllegalStateException(
            "the account did not come to rest within %s: event %d of %d delivered, busy %s"
                .formatted(
                    limit,
                    tap.get().position(),
                    emulator.lastEvent(),
                    pumps.stream().map(QueuePump::isBusy).toList()));
      }
      boolean still =
          tap.get().position() >= emulator.lastEvent()
              && pumps.stream().noneMatch(QueuePump::isBusy)
              && pumps.stream().allMatch(pump -> isEmpty(pump, sqs, template));
      quiet = still ? quiet + 1 : 0;
      try {
        Thread.sleep(30);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static boolean isEmpty(QueuePump pump, SqsClient sqs, Template template) {
    String url = template.queueByArn(pump.queueArn()).orElseThrow().url();
    return sqs
        .getQueueAttributes(get -> get.queueUrl(url).attributeNames(COUNTS))
        .attributes()
        .values()
        .stream()
        .allMatch(count -> count.equals("0"));
  }
}
