package dev.rampart.respond;

import dev.rampart.change.Change;
import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.guardrail.Sighting.Seen;
import dev.rampart.guardrail.Trust;
import dev.rampart.guardrail.Watch;
import dev.rampart.ledger.Sightings;
import dev.rampart.ledger.Sightings.Ended;
import dev.rampart.ledger.Sightings.Turn;
import dev.rampart.respond.Outcome.Clean;
import dev.rampart.respond.Outcome.Debt;
import dev.rampart.respond.Outcome.Exempt;
import dev.rampart.respond.Outcome.Finding;
import dev.rampart.respond.Outcome.Reported;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;

/// Tells of what watches see: the first of its kind at once, and how many there were when the
/// watch's window is over, if there were more. Writes nothing to the account.
public final class Lookout {
  private final Tools tools;
  private final Sightings sightings;
  private final Function<ResourceId, Map<String, String>> tags;

  /// @param tags reads the tags of a resource, none of one that is not there
  public Lookout(Tools tools, Sightings sightings, Function<ResourceId, Map<String, String>> tags) {
    this.tools = tools;
    this.sightings = sightings;
    this.tags = tags;
  }

  /// Events that are told of together.
  ///
  /// @param isEnd whether they say that the window is over
  /// @param changes by message, at least one
  public record Batch(
      Watch watch, Sightings.Key key, Seen seen, boolean isEnd, Map<String, Change> changes) {
    /// The earliest of them.
    Change first() {
      return changes.values().stream().min(Comparator.comparing(Change::at)).orElseThrow();
    }
  }

  /// Somebody else is about to tell. If that fails, these events have to be delivered again.
  public static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1;

    Busy(Sightings.Key key) {
      super("another run is telling of " + key.resource() + " for " + key.watch());
    }
  }

  /// Whether an event is a watch's business. What Rampart does itself is nobody's.
  public boolean concerns(Watch watch, Change change) {
    if (!change.only().isEmpty()) {
      return change.only().equals(marker(watch).key());
    }
    return watch.listensTo(change) && !tools.isOwn(change.actor());
  }

  /// What stands for a watch in the queue, where hints say which resource they are about.
  public static ResourceId marker(Watch watch) {
    return new ResourceId("Rampart::Watch", "arn:rampart:watch:" + watch.name());
  }

  /// Has a watch judge events.
  ///
  /// @param changes by message
  /// @return what is to be told or counted; events that are in order are left out
  /// @throws SdkException if the owner cannot be asked: then nobody knows whom he trusts
  public List<Batch> sort(Watch watch, Map<String, Change> changes) {
    var settings = tools.consent().ask(watch);
    if (settings.mode().off()) {
      return List.of();
    }
    var trust =
        new Trust(tools.account(), settings.bounds().trustedAccounts(), settings.deployRoles());
    var batches = new LinkedHashMap<Sightings.Key, Batch>();
    var ends = new ArrayList<Batch>();
    changes.forEach(
        (message, change) -> {
          if (watch.look(change, trust) instanceof Seen seen) {
            var key = new Sightings.Key(watch.name(), seen.resource(), seen.part());
            if (change.attempt() > 0) {
              ends.add(new Batch(watch, key, seen, true, Map.of(message, change)));
            } else {
              batches
                  .computeIfAbsent(
                      key, _ -> new Batch(watch, key, seen, false, new LinkedHashMap<>()))
                  .changes()
                  .put(message, change);
            }
          }
        });
    var all = new ArrayList<>(batches.values());
    all.addAll(ends);
    return all;
  }

  /// Tells of events, or counts them.
  ///
  /// @throws Busy if the events have to be delivered again
  /// @throws SdkException if AWS cannot be asked; likewise
  public Outcome tell(Batch batch, Run run) {
    var turn = new Turn(batch.first().id(), run.id(), tools.now(), run.deadline());
    try {
      return batch.isEnd() ? end(batch, turn) : begin(batch, turn);
    } catch (Busy e) {
      throw e;
    } catch (RuntimeException e) {
      release(batch, turn, e);
      throw e;
    }
  }

  private Outcome begin(Batch batch, Turn turn) {
    var ids = batch.changes().values().stream().map(Change::id).toList();
    return switch (sightings.note(batch.key(), ids, batch.watch().window(), turn)) {
      case BUSY -> throw new Busy(batch.key());
      case COUNTED -> new Debt(finding(batch, batch.seen().detail()));
      case NEWS -> news(batch, turn, true);
      case NEWS_AGAIN -> news(batch, turn, false);
    };
  }

  private Outcome news(Batch batch, Turn turn, boolean isFirst) {
    var window = batch.watch().window();
    // First, so that the figure comes even if this run dies.
    tools.requeue().later(batch.first(), marker(batch.watch()), window);
    var until = "what is like it is counted for %d minutes".formatted(window.toMinutes());
    var outcome = send(batch, batch.seen().detail(), until, isFirst);
    sightings.told(batch.key(), turn);
    return outcome;
  }

  private Outcome end(Batch batch, Turn turn) {
    return switch (sightings.end(batch.key(), turn)) {
      case Ended.Busy() -> throw new Busy(batch.key());
      case Ended.Told() -> new Clean();
      case Ended.Figure(var events, var orMore) -> {
        var outcome = send(batch, figure(batch, events, orMore), "the count is complete", false);
        sightings.done(batch.key(), turn);
        yield outcome;
      }
    };
  }

  private static String figure(Batch batch, int events, boolean orMore) {
    return "%s%d in all within %d minutes, of which this was the first: %s"
        .formatted(
            orMore ? "at least " : "",
            events,
            batch.watch().window().toMinutes(),
            batch.seen().detail());
  }

  /// @param count how far the counting is, a clause; it also tells the two alerts apart
  /// @param isFirst whether an exemption by tag is news
  private Outcome send(Batch batch, String detail, String count, boolean isFirst) {
    var settings = tools.consent().ask(batch.watch());
    var resource = new Named(batch.key().resource(), tags.apply(batch.key().resource()));
    var exempt =
        Exemptions.find(
            batch.watch(),
            batch.key().part(),
            resource,
            settings,
            tools.ledger().recall(resource.id()),
            tools.now());
    if (exempt.isPresent()) {
      // Whoever can tag could exempt themselves: somebody has to hear of it once.
      if (isFirst && exempt.get().startsWith(Exemptions.BY_TAG)) {
        alert("EXEMPT", batch, resource, detail, exempt.get());
      }
      return new Exempt(finding(batch, detail), exempt.get());
    }
    var why = "this is only told, and %s; %s".formatted(count, batch.seen().advice());
    alert("REPORTED", batch, resource, detail, why);
    return new Reported(finding(batch, detail), why);
  }

  private void alert(String outcome, Batch batch, Resource resource, String detail, String why) {
    var part = batch.key().part();
    var alert =
        new Writer(tools)
            .sighted(outcome, batch.watch(), part, resource, detail, batch.first(), why);
    tools.alerts().send(alert);
  }

  private static Finding finding(Batch batch, String detail) {
    return new Finding(batch.watch().name(), batch.key().part(), detail);
  }

  private void release(Batch batch, Turn turn, RuntimeException cause) {
    try {
      sightings.release(batch.key(), turn);
    } catch (SdkException e) {
      cause.addSuppressed(e); // it ends by itself with the invocation
    }
  }

  /// As much of a resource as an exemption and an alert need.
  private record Named(ResourceId id, Map<String, String> tags) implements Resource {
    @Override
    public Optional<String> offLimits(Bounds bounds) {
      return Optional.of("only watched");
    }
  }
}
