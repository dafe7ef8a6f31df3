package dev.rampart.function;

import dev.rampart.change.Changes;
import dev.rampart.guardrail.Domain;
import java.time.Instant;
import java.util.List;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Before Lambda takes the SnapStart snapshot, the paths of an ordinary look are walked once,
/// read-only, so that their classes are loaded and compiled in it.
final class Priming implements Resource {
  private static final Logger log = LoggerFactory.getLogger(Priming.class);
  private static final String SAMPLE =
      """
      {"source":"aws.iam","detail-type":"AWS API Call via CloudTrail","detail":
        {"eventSource":"iam.amazonaws.com","eventName":"GetRole","eventTime":"2026-01-01T00:00:00Z",
         "requestParameters":{"roleName":"nobody"}}}
      """;

  private final Surroundings surroundings;
  private final List<Domain<?>> domains;

  private Priming(Surroundings surroundings, List<Domain<?>> domains) {
    this.surroundings = surroundings;
    this.domains = domains;
  }

  /// The registered resource has to be reachable for as long as the function lives: the caller
  /// keeps it.
  static Priming register(Surroundings surroundings, List<Domain<?>> domains) {
    var priming = new Priming(surroundings, domains);
    Core.getGlobalContext().register(priming);
    return priming;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    var parsed = new Changes("000000000000").parse(SAMPLE);
    log.info("priming: {}", parsed);
    attempt(
        "the ledger",
        () ->
            surroundings
                .rounds()
                .finished("priming", List.of("priming"), Instant.EPOCH, Instant.EPOCH));
    for (var domain : domains) {
      attempt(domain.type(), () -> log.debug("found {}", domain.all().findFirst()));
    }
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {}

  private static void attempt(String what, Runnable read) {
    try {
      read.run();
    } catch (RuntimeException e) {
      // A snapshot that starts a little slower is better than none.
      log.warn("priming {} failed: {}", what, e.getClass().getSimpleName());
    }
  }
}
