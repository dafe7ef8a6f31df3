package dev.rampart.ledger;

import dev.rampart.guardrail.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// What watches saw, counted: one item for each thing that is told of once in a while.
///
/// A window begins with the first event (`BEGUN`), is told of (`OPEN`), takes in what is like it,
/// is closed when its time is up (`CLOSED`), and done when its figure is told (`DONE`). Events are
/// kept by digest, so that one that is delivered twice counts once, also after the end. Whoever
/// tells holds a lease: if it dies, another tells in its place.
public final class Sightings {
  /// Beyond it, events are not counted: an item has room for 400 KB, and each write costs its size.
  static final int COUNTED = 2_000;

  // How long after its time a window is waited for that nobody closed: its message was lost.
  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final Duration KEPT = Duration.ofDays(2);
  private static final int DIGITS = 12;
  private static final int TRIES = 3;

  private static final String PHASE = "phase";
  private static final String EVENTS = "seen";
  // Of the window before: an event that comes again is not a new one.
  private static final String FORMER = "seenBefore";

  private final DynamoDbClient client;
  private final String table;

  public Sightings(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  /// What is told of once.
  ///
  /// @param watch the watch's name
  public record Key(String watch, ResourceId resource, String part) {}

  /// Who is at it.
  ///
  /// @param first the event that the alert is about, by its id
  /// @param owner the run; whoever holds a lease already may take it again
  /// @param until when the run's lease ends by itself
  public record Turn(String first, String owner, Instant now, Instant until) {}

  /// What an event means.
  public enum Noted {
    /// It is news, and the first for days: tell, then say so ([#told]).
    NEWS,
    /// It is news again: likewise.
    NEWS_AGAIN,
    /// It is counted, or was before.
    COUNTED,
    /// Somebody else is telling, and may die of it: come back.
    BUSY
  }

  /// What the end of a window means.
  public sealed interface Ended {
    /// There is something to tell; say so when it is done ([#done]).
    ///
    /// @param events how many there were
    /// @param orMore whether there may have been more, because no more are counted
    record Figure(int events, boolean orMore) implements Ended {}

    /// All is told.
    record Told() implements Ended {}

    /// Somebody else is telling, and may die of it: come back.
    record Busy() implements Ended {}
  }

  /// Counts events, and begins a window if there is none.
  ///
  /// @param ids the ids of the events
  public Noted note(Key key, Collection<String> ids, Duration window, Turn turn) {
    var events = ids.stream().map(Sightings::digest).collect(Collectors.toSet());
    for (int i = 0; i < TRIES; i++) {
      Map<String, AttributeValue> known;
      try {
        return joined(key, join(key, events, turn), events, turn);
      } catch (ConditionalCheckFailedException e) {
        known = e.hasItem() ? e.item() : Map.of();
      }
      var fresh = new HashSet<>(events);
      fresh.removeAll(set(known, EVENTS));
      fresh.removeAll(set(known, FORMER));
      if (fresh.isEmpty() || isOngoing(known, turn)) {
        return Noted.COUNTED;
      }
      if (phase(known).equals("CLOSED") && !isStale(known, turn)) {
        return Noted.BUSY;
      }
      if (begin(key, known, fresh, window, turn)) {
        return known.isEmpty() ? Noted.NEWS : Noted.NEWS_AGAIN;
      }
      // Somebody else began it meanwhile.
    }
    return Noted.BUSY;
  }

  /// Says that the window is told of.
  public void told(Key key, Turn turn) {
    attempt(
        update(key)
            .updateExpression("SET phase = :open, told = :told")
            .conditionExpression("phase = :begun AND lease = :owner"),
        Map.of(
            ":open", Ledger.text("OPEN"),
            ":told", AttributeValue.fromBool(true),
            ":begun", Ledger.text("BEGUN"),
            ":owner", Ledger.text(turn.owner())));
  }

  /// Ends the window that began with an event.
  public Ended end(Key key, Turn turn) {
    try {
      var old =
          client
              .updateItem(
                  update(key)
                      .updateExpression("SET phase = :closed, lease = :owner, leaseUntil = :until")
                      .conditionExpression(
                          "beganWith = :first AND (phase IN (:begun, :open)"
                              + " OR (phase = :closed AND (leaseUntil < :now OR lease = :owner)))")
                      .expressionAttributeValues(
                          Map.of(
                              ":closed", Ledger.text("CLOSED"),
                              ":begun", Ledger.text("BEGUN"),
                              ":open", Ledger.text("OPEN"),
                              ":first", Ledger.text(digest(turn.first())),
                              ":owner", Ledger.text(turn.owner()),
                              ":now", Ledger.millis(turn.now()),
                              ":until", Ledger.millis(turn.until())))
                      .returnValues(ReturnValue.ALL_OLD)
                      .build())
              .attributes();
      return figure(key, old, turn);
    } catch (ConditionalCheckFailedException e) {
      var known = e.hasItem() ? e.item() : Map.<String, AttributeValue>of();
      return phase(known).equals("CLOSED") && began(known).equals(digest(turn.first()))
          ? new Ended.Busy()
          : new Ended.Told();
    }
  }

  /// Says that the figure of a window is told.
  public void done(Key key, Turn turn) {
    attempt(
        update(key)
            .updateExpression("SET phase = :done")
            .conditionExpression("phase = :closed AND lease = :owner"),
        Map.of(
            ":done", Ledger.text("DONE"),
            ":closed", Ledger.text("CLOSED"),
            ":owner", Ledger.text(turn.owner())));
  }

  /// Gives the lease back: another may tell at once.
  public void release(Key key, Turn turn) {
    attempt(
        update(key)
            .updateExpression("SET leaseUntil = :never")
            .conditionExpression("lease = :owner"),
        Map.of(":never", Ledger.millis(Instant.EPOCH), ":owner", Ledger.text(turn.owner())));
  }

  private Map<String, AttributeValue> join(Key key, Set<String> events, Turn turn) {
    return client
        .updateItem(
            update(key)
                .updateExpression("ADD seen :events")
                .conditionExpression(
                    "phase IN (:begun, :open) AND windowEnd > :stale AND size(seen) < :counted")
                .expressionAttributeValues(
                    Map.of(
                        ":events", AttributeValue.fromSs(List.copyOf(events)),
                        ":begun", Ledger.text("BEGUN"),
                        ":open", Ledger.text("OPEN"),
                        ":stale", Ledger.millis(turn.now().minus(PATIENCE)),
                        ":counted", AttributeValue.fromN(Integer.toString(COUNTED))))
                .returnValues(ReturnValue.ALL_OLD)
                .build())
        .attributes();
  }

  /// An event that comes again before the window was told of: whoever was to tell may be dead.
  private Noted joined(Key key, Map<String, AttributeValue> old, Set<String> events, Turn turn) {
    var isBack = set(old, EVENTS).stream().anyMatch(events::contains);
    if (!phase(old).equals("BEGUN") || !isBack) {
      return Noted.COUNTED;
    }
    var news = old.containsKey(FORMER) ? Noted.NEWS_AGAIN : Noted.NEWS;
    return attempt(
            update(key)
                .updateExpression("SET beganWith = :first, lease = :owner, leaseUntil = :until")
                .conditionExpression("phase = :begun AND (leaseUntil < :now OR lease = :owner)"),
            Map.of(
                ":first", Ledger.text(digest(turn.first())),
                ":begun", Ledger.text("BEGUN"),
                ":owner", Ledger.text(turn.owner()),
                ":now", Ledger.millis(turn.now()),
                ":until", Ledger.millis(turn.until())))
        ? news
        : Noted.BUSY;
  }

  private boolean begin(
      Key key, Map<String, AttributeValue> known, Set<String> events, Duration window, Turn turn) {
    var values = new HashMap<String, AttributeValue>();
    values.put(":begun", Ledger.text("BEGUN"));
    values.put(":first", Ledger.text(digest(turn.first())));
    values.put(":end", Ledger.millis(turn.now().plus(window)));
    values.put(":events", AttributeValue.fromSs(List.copyOf(events)));
    values.put(":owner", Ledger.text(turn.owner()));
    values.put(":until", Ledger.millis(turn.until()));
    values.put(":expires", Fixes.seconds(turn.now().plus(KEPT)));
    var former = "";
    var condition = "attribute_not_exists(phase)";
    if (!known.isEmpty()) {
      former = ", seenBefore = seen";
      condition = "phase = :phase AND beganWith = :before AND windowEnd = :ended";
      values.put(":phase", Ledger.attribute(known, PHASE));
      values.put(":before", Ledger.attribute(known, "beganWith"));
      values.put(":ended", Ledger.attribute(known, "windowEnd"));
    }
    return attempt(
        update(key)
            .updateExpression(
                "SET phase = :begun, beganWith = :first, windowEnd = :end, seen = :events,"
                    + " lease = :owner, leaseUntil = :until, #expires = :expires"
                    + former
                    + " REMOVE told")
            .expressionAttributeNames(Map.of("#expires", "expires"))
            .conditionExpression(condition),
        values);
  }

  private Ended figure(Key key, Map<String, AttributeValue> old, Turn turn) {
    var events = set(old, EVENTS);
    var isFull = events.size() >= COUNTED;
    events.removeAll(set(old, FORMER));
    if (events.size() > 1 || !old.containsKey("told")) {
      return new Ended.Figure(events.size(), isFull);
    }
    done(key, turn);
    return new Ended.Told();
  }

  private boolean attempt(UpdateItemRequest.Builder update, Map<String, AttributeValue> values) {
    try {
      client.updateItem(update.expressionAttributeValues(values).build());
      return true;
    } catch (ConditionalCheckFailedException _) {
      return false; // somebody else's turn by now
    }
  }

  private UpdateItemRequest.Builder update(Key key) {
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(
            Map.of(
                "pk", Ledger.text("WATCH " + key.watch() + " " + key.resource().arn()),
                "sk", Ledger.text("PART " + key.part())))
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
  }

  private static boolean isOngoing(Map<String, AttributeValue> item, Turn turn) {
    return (phase(item).equals("BEGUN") || phase(item).equals("OPEN")) && !isStale(item, turn);
  }

  private static boolean isStale(Map<String, AttributeValue> item, Turn turn) {
    var end = Long.parseLong(Ledger.attribute(item, "windowEnd").n());
    return end <= turn.now().minus(PATIENCE).toEpochMilli();
  }

  private static String phase(Map<String, AttributeValue> item) {
    return item.isEmpty() ? "" : Ledger.attribute(item, PHASE).s();
  }

  private static String began(Map<String, AttributeValue> item) {
    return Ledger.attribute(item, "beganWith").s();
  }

  private static Set<String> set(Map<String, AttributeValue> item, String name) {
    var value = item.get(name);
    return value == null ? new HashSet<>() : new HashSet<>(value.ss());
  }

  private static String digest(String id) {
    return Ledger.digest(id).substring(0, DIGITS);
  }
}
