package dev.rampart.function;

import static software.amazon.lambda.powertools.logging.argument.StructuredArguments.entries;

import dev.rampart.change.Change;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.respond.Failure;
import dev.rampart.respond.Outcome;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/// What operators see: one log line per outcome, and counts as metrics.
final class Journal {
  private static final Logger log = LoggerFactory.getLogger(Journal.class);

  private final Metrics metrics = MetricsFactory.getMetricsInstance();

  Journal() {
    metrics.setNamespace("Rampart");
  }

  /// What came of a look, a line for each hint that led to it; it counts once.
  void write(Collection<Change> changes, ResourceId id, List<Outcome> outcomes) {
    changes.forEach(change -> write(change, id, outcomes));
    outcomes.forEach(outcome -> count(outcome.word()));
  }

  private static void write(Change change, ResourceId id, List<Outcome> outcomes) {
    for (var outcome : outcomes) {
      var finding = outcome.found();
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("outcome", outcome.word());
      line.put("guardrail", finding.guardrail());
      line.put("resource", id.arn());
      line.put("part", finding.part());
      line.put("detail", finding.detail());
      line.put("why", outcome.reason());
      line.put("fixId", outcome.fixId());
      line.put("changeId", change.id());
      line.put("change", change.name());
      log.info("outcome", entries(line));
    }
  }

  /// A message that has to be delivered again.
  void failure(String message, RuntimeException e) {
    if (e instanceof SdkException sdk) {
      log.error("message {} failed and is delivered again: {}", message, Failure.words(sdk));
    } else {
      log.error("message {} failed and is delivered again", message, Failure.place(e));
    }
    count("Failures");
  }

  void count(String metric) {
    metrics.addMetric(metric, 1, MetricUnit.COUNT);
  }

  /// Numbers that cannot be written are no reason to do the work again.
  void flush() {
    try {
      metrics.flush();
    } catch (RuntimeException e) {
      log.error("the metrics of this batch are lost", e);
    }
  }
}
