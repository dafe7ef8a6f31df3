package dev.rampart.function;

import dev.rampart.change.Change;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.guardrail.Watch;
import dev.rampart.respond.Failure;
import dev.rampart.respond.Lookout;
import dev.rampart.respond.Run;
import dev.rampart.respond.Tools;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/// The events of one invocation that watches listen to.
final class Watches {
  private static final Logger log = LoggerFactory.getLogger(Watches.class);

  private final List<Watch> watches;
  private final List<Domain<?>> domains;
  private final Lookout lookout;
  private final Run run;
  private final Journal journal;
  private final Map<Watch, Map<String, Change>> seen = new LinkedHashMap<>();

  Watches(
      List<Watch> watches,
      List<Domain<?>> domains,
      Surroundings surroundings,
      Tools tools,
      Run run,
      Journal journal) {
    this.watches = watches;
    this.domains = domains;
    this.lookout = new Lookout(tools, surroundings.sightings(), this::tags);
    this.run = run;
    this.journal = journal;
  }

  /// Events that were not told of.
  ///
  /// @param marker what to put them back under
  /// @param changes by message
  record Untold(ResourceId marker, Map<String, Change> changes, RuntimeException why) {}

  /// Nobody came to look at it.
  static final class NoTime extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /// What it is about is being updated, and does not say whether it is exempt.
  static final class Unsettled extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /// Takes an event in.
  ///
  /// @return whether it is a watch's business
  boolean add(String message, Change change) {
    var isWatched = false;
    for (var watch : watches) {
      if (lookout.concerns(watch, change)) {
        seen.computeIfAbsent(watch, _ -> new LinkedHashMap<>()).put(message, change);
        isWatched = true;
      }
    }
    return isWatched;
  }

  /// Tells of what was taken in.
  ///
  /// @param lastBegin when it is too late to begin
  List<Untold> tell(Instant lastBegin) {
    var untold = new ArrayList<Untold>();
    seen.forEach((watch, changes) -> untold.addAll(tell(watch, changes, lastBegin)));
    return untold;
  }

  private List<Untold> tell(Watch watch, Map<String, Change> changes, Instant lastBegin) {
    List<Lookout.Batch> batches;
    try {
      batches = lookout.sort(watch, changes);
    } catch (RuntimeException e) {
      // Which resource they are about is not known yet: each names it again when it is back.
      return List.of(new Untold(Lookout.marker(watch), changes, e));
    }
    var untold = new ArrayList<Untold>();
    for (var batch : batches) {
      try {
        tell(batch, lastBegin);
      } catch (RuntimeException e) {
        untold.add(new Untold(Lookout.marker(watch), batch.changes(), e));
      }
    }
    return untold;
  }

  private void tell(Lookout.Batch batch, Instant lastBegin) {
    if (Instant.now().isAfter(lastBegin)) {
      throw new NoTime();
    }
    var outcome = lookout.tell(batch, run);
    journal.write(batch.changes().values(), batch.key().resource(), List.of(outcome));
  }

  /// An exemption may be a tag. What cannot be read has none.
  private Map<String, String> tags(ResourceId id) {
    for (var domain : domains) {
      if (domain.type().equals(id.type())) {
        return tags(domain, id);
      }
    }
    return Map.of();
  }

  private static Map<String, String> tags(Domain<?> domain, ResourceId id) {
    try {
      return domain.loadTags(id).orElseThrow(Unsettled::new);
    } catch (SdkException e) {
      if (Failure.of(e) == Failure.PASSING) {
        throw e;
      }
      log.warn("the tags of {} cannot be read: {}", id, Failure.words(e));
      return Map.of();
    }
  }
}
