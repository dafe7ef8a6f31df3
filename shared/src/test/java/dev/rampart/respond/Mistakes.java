package dev.rampart.respond;

import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.guardrail.Severity.LOW;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;

/// Guardrails whose fixes do the wrong thing. The engine has to notice.
final class Mistakes {
  static final QueueAttributeName TIMEOUT = QueueAttributeName.VISIBILITY_TIMEOUT;
  static final QueueAttributeName DELAY = QueueAttributeName.DELAY_SECONDS;

  private Mistakes() {}

  static List<Guardrail<TestQueue, ?>> withHarmful() {
    return with(new HarmfulFix());
  }

  static List<Guardrail<TestQueue, ?>> with(Guardrail<TestQueue, ?> another) {
    var guardrails = new ArrayList<>(TestQueues.ordinary());
    guardrails.add(another);
    return guardrails;
  }

  /// The value of an attribute.
  record Amount(int value) {}

  /// Its fix breaks what another guardrail watches.
  @Rule(summary = "Queue waits long", risk = "It waits.", severity = LOW, triggers = "sqs:X")
  static final class HarmfulFix implements Guardrail<TestQueue, Amount> {
    @Override
    public Map<String, Amount> parts(TestQueue queue) {
      return Map.of("timeout", new Amount(Integer.parseInt(queue.attribute(TIMEOUT))));
    }

    @Override
    public Verdict check(Amount timeout, TestQueue queue, Past<Amount> past) {
      if (timeout.value() <= 1000) {
        return compliant();
      }
      var retention = QueueAttributeName.MESSAGE_RETENTION_PERIOD;
      return violation("it waits " + timeout.value() + " seconds")
          .fixedBy(
              "shorten it",
              RESTRICTS,
              set(queue, Map.of(TIMEOUT, "30", retention, "60")),
              set(
                  queue,
                  Map.of(TIMEOUT, queue.attribute(TIMEOUT), retention, queue.attribute(retention))))
          .verdict();
    }
  }

  /// What is good to it today may be bad tomorrow.
  @Rule(summary = "Queue is slow", risk = "It is late.", severity = LOW, triggers = "sqs:X")
  static final class Stricter implements Guardrail<TestQueue, Amount> {
    static final AtomicInteger LIMIT = new AtomicInteger();

    @Override
    public Map<String, Amount> parts(TestQueue queue) {
      return Map.of("delay", new Amount(Integer.parseInt(queue.attribute(DELAY))));
    }

    @Override
    public Verdict check(Amount delay, TestQueue queue, Past<Amount> past) {
      return delay.value() <= LIMIT.get()
          ? compliant()
          : violation("it is delayed by " + delay.value() + " seconds")
              .leftToAPerson("it may be meant so")
              .verdict();
    }
  }

  /// Its fix changes nothing that it looks at.
  @Rule(summary = "Queue is delayed", risk = "It is late.", severity = LOW, triggers = "sqs:X")
  static final class UselessFix implements Guardrail<TestQueue, Amount> {
    @Override
    public Map<String, Amount> parts(TestQueue queue) {
      return Map.of("delay", new Amount(Integer.parseInt(queue.attribute(DELAY))));
    }

    @Override
    public Verdict check(Amount delay, TestQueue queue, Past<Amount> past) {
      return delay.value() <= 100
          ? compliant()
          : violation("it is delayed by " + delay.value() + " seconds")
              .fixedBy(
                  "do nothing",
                  RESTRICTS,
                  set(queue, Map.of(TIMEOUT, "31")),
                  queue.keeping(TIMEOUT))
              .verdict();
    }
  }

  /// It cannot cope with queues of a certain timeout.
  @Rule(summary = "Queue is odd", risk = "It is odd.", severity = LOW, triggers = "sqs:X")
  static final class Crashing implements Guardrail<TestQueue, Amount> {
    @Override
    public Map<String, Amount> parts(TestQueue queue) {
      var timeout = Integer.parseInt(queue.attribute(TIMEOUT));
      if (timeout == 77) {
        throw new IllegalStateException("a mistake");
      }
      return Map.of("timeout", new Amount(timeout), "delay", number(queue, DELAY));
    }

    @Override
    public Verdict check(Amount number, TestQueue queue, Past<Amount> past) {
      if (number.value() == 88) {
        throw new IllegalStateException("another mistake");
      }
      if (number.value() == 89) {
        return check(number, queue, past); // deeper than any stack
      }
      return number.value() <= 1000
          ? compliant()
          : violation("it is odd")
              .fixedBy(
                  "break", RESTRICTS, set(queue, Map.of(TIMEOUT, "77")), queue.keeping(TIMEOUT))
              .verdict();
    }

    private static Amount number(TestQueue queue, QueueAttributeName name) {
      return new Amount(Integer.parseInt(queue.attribute(name)));
    }
  }

  /// It cannot read a tag, and quotes it when it says so.
  @Rule(summary = "Queue is quoted", risk = "It is odd.", severity = LOW, triggers = "sqs:X")
  static final class Quoting implements Guardrail<TestQueue, Amount> {
    @Override
    public Map<String, Amount> parts(TestQueue queue) {
      return Map.of("of all", number(queue, "all"), "of one", new Amount(1));
    }

    @Override
    public Verdict check(Amount number, TestQueue queue, Past<Amount> past) {
      return number(queue, "one").equals(number)
          ? compliant()
          : violation("it is odd").leftToAPerson("it is").verdict();
    }

    private static Amount number(TestQueue queue, String tag) {
      var text = queue.tags().getOrDefault(tag, "1");
      try {
        return new Amount(Integer.parseInt(text));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("no number: " + text, e);
      }
    }
  }

  /// It sees nothing at all while a tag is set.
  @Rule(summary = "Queue is delayed", risk = "It is late.", severity = LOW, triggers = "sqs:X")
  static final class SometimesBlind implements Guardrail<TestQueue, Amount> {
    @Override
    public Map<String, Amount> parts(TestQueue queue) {
      if (queue.tags().containsKey("blind")) {
        throw new IllegalStateException("a mistake");
      }
      return Map.of("delay", new Amount(Integer.parseInt(queue.attribute(DELAY))));
    }

    @Override
    public Verdict check(Amount delay, TestQueue queue, Past<Amount> past) {
      return delay.value() <= 100
          ? compliant()
          : violation("it is delayed")
              .fixedBy("end it", RESTRICTS, set(queue, Map.of(DELAY, "0")), queue.keeping(DELAY))
              .verdict();
    }
  }

  /// No mistake: what it makes of its part hangs on another one.
  @Rule(summary = "Queue is slow", risk = "It is slow.", severity = LOW, triggers = "sqs:X")
  static final class Dependent implements Guardrail<TestQueue, Amount> {
    @Override
    public Map<String, Amount> parts(TestQueue queue) {
      return Map.of("delay", new Amount(Integer.parseInt(queue.attribute(DELAY))));
    }

    @Override
    public Verdict check(Amount delay, TestQueue queue, Past<Amount> past) {
      var isOpen =
          queue.statements().values().stream()
              .anyMatch(each -> each.contains("\"Principal\":\"*\""));
      return isOpen || delay.value() <= 100
          ? compliant()
          : violation("who may use it waits")
              .fixedBy("end it", RESTRICTS, set(queue, Map.of(DELAY, "0")), queue.keeping(DELAY))
              .verdict();
    }
  }

  /// A part with more in it than the ledger can hold.
  record Much(String state, String text) {}

  /// It watches something huge.
  @Rule(summary = "Queue is huge", risk = "It is big.", severity = LOW, triggers = "sqs:X")
  static final class Huge implements Guardrail<TestQueue, Much> {
    // Random, so that it does not get smaller when it is compressed.
    private static final String TEXT = random();

    @Override
    public Map<String, Much> parts(TestQueue queue) {
      var state = queue.tags().getOrDefault("huge", "good");
      return Map.of(state, new Much(state, TEXT));
    }

    @Override
    public Verdict check(Much part, TestQueue queue, Past<Much> past) {
      return part.state().equals("good")
          ? compliant()
          : violation("it is huge")
              .fixedBy("shrink it", RESTRICTS, set(queue, Map.of(DELAY, "0")), queue.keeping(DELAY))
              .verdict();
    }

    private static String random() {
      var bytes = new byte[500_000];
      new Random(7).nextBytes(bytes);
      return Base64.getEncoder().encodeToString(bytes);
    }
  }

  private static Call set(TestQueue queue, Map<QueueAttributeName, String> attributes) {
    return Call.of(
        SetQueueAttributesRequest.builder().queueUrl(queue.url()).attributes(attributes).build());
  }
}
