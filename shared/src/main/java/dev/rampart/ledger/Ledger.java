package dev.rampart.ledger;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.guardrail.ResourceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// What Rampart remembers of each resource: one item with the good states, the part keys of the
/// last look, the notes on violations and the lease.
///
/// A look that finds nothing costs one `UpdateItem`, which also returns what was there before. Good
/// states are attributes named by their digest, so that seeing a state again writes nothing new,
/// and learning one never overwrites another.
public final class Ledger {
  private static final Logger log = LoggerFactory.getLogger(Ledger.class);
  private static final String STATE = "s_";
  // When the state of that digest was last seen: the state itself says when it was first.
  private static final String SEEN = "t_";
  private static final int STATES_KEPT = 8;
  private static final TypeReference<Map<String, Map<String, JsonNode>>> GOOD =
      new TypeReference<>() {};
  private static final TypeReference<Map<String, Set<String>>> KEYS = new TypeReference<>() {};
  private static final TypeReference<Notes> NOTES = new TypeReference<>() {};

  private final DynamoDbClient client;
  private final String table;

  public Ledger(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  /// Stores what a look taught, unless a newer look was stored already.
  ///
  /// @return what was known before
  public Memory remember(ResourceId id, Look look) {
    var update = new Update(id).look(look);
    try {
      var old = client.updateItem(update.returningOld().build()).attributes();
      prune(id, old, look);
      return memory(old);
    } catch (ConditionalCheckFailedException e) {
      return memory(e.item());
    } catch (DynamoDbException e) {
      if (!isTooLarge(e)) {
        throw e;
      }
      log.error("{} has more good parts than one ledger item holds; nothing is learned", id);
      return recall(id);
    }
  }

  /// Adds what a look at some parts of a resource taught.
  ///
  /// @param known what was known when that look began
  /// @return whether it is known now; otherwise the whole resource has to be looked at: it never
  ///   was, or another look came in between
  public boolean amend(ResourceId id, Memory known, Look some) {
    var amended = known.with(some);
    if (amended.isEmpty() || known.has(amended.get())) {
      return amended.isPresent();
    }
    try {
      var update = new Update(id).look(amended.get()).unlessLookedSince(known.looked());
      prune(id, client.updateItem(update.returningOld().build()).attributes(), amended.get());
      return true;
    } catch (ConditionalCheckFailedException _) {
      return false;
    } catch (DynamoDbException e) {
      if (!isTooLarge(e)) {
        throw e;
      }
      return false; // the look at the whole resource says so
    }
  }

  /// What is known of a resource, read without taking the lease.
  public Memory recall(ResourceId id) {
    return memory(
        client.getItem(get -> get.tableName(table).key(key(id)).consistentRead(true)).item());
  }

  /// Takes the lease on a resource and returns what is known of it.
  ///
  /// @param owner who takes it; whoever holds it already may take it again
  /// @param until when it ends by itself
  /// @return nothing if somebody else holds it
  public Optional<Memory> take(ResourceId id, String owner, Instant now, Instant until) {
    try {
      var old =
          client
              .updateItem(
                  update ->
                      update
                          .tableName(table)
                          .key(key(id))
                          .updateExpression("SET lease = :owner, leaseUntil = :until")
                          .conditionExpression(
                              "attribute_not_exists(lease) OR lease = :owner OR leaseUntil < :now")
                          .expressionAttributeValues(
                              Map.of(
                                  ":owner",
                                  text(owner),
                                  ":until",
                                  millis(until),
                                  ":now",
                                  millis(now)))
                          .returnValues(ReturnValue.ALL_OLD))
              .attributes();
      return Optional.of(memory(old));
    } catch (ConditionalCheckFailedException _) {
      return Optional.empty();
    }
  }

  /// Stores what a look taught together with the notes, and gives the lease back.
  ///
  /// @throws LeaseLost if the lease is somebody else's by now
  public void conclude(ResourceId id, String owner, Look look, Notes notes) {
    var update = new Update(id).look(look).notes(notes).releasing(owner);
    try {
      client.updateItem(update.build());
    } catch (ConditionalCheckFailedException _) {
      // A newer look was stored meanwhile; what it saw stands, the notes are still ours to write.
      note(id, owner, notes);
    } catch (DynamoDbException e) {
      if (!isTooLarge(e)) {
        throw e;
      }
      log.error("{} has more good parts than one ledger item holds; nothing is learned", id);
      note(id, owner, notes);
    }
  }

  /// Stores the notes alone and gives the lease back.
  ///
  /// @throws LeaseLost if the lease is somebody else's by now
  public void note(ResourceId id, String owner, Notes notes) {
    try {
      client.updateItem(new Update(id).notes(notes).releasing(owner).build());
    } catch (ConditionalCheckFailedException e) {
      throw new LeaseLost(id, e);
    }
  }

  /// Gives the lease back and changes nothing.
  public void release(ResourceId id, String owner) {
    try {
      client.updateItem(new Update(id).releasing(owner).build());
    } catch (ConditionalCheckFailedException _) {
      // Somebody else's by now: nothing to give back.
    }
  }

  /// The lease ended before the work did.
  public static final class LeaseLost extends RuntimeException {
    private static final long serialVersionUID = 1;

    LeaseLost(ResourceId id, Throwable cause) {
      super("the lease on " + id + " is lost", cause);
    }
  }

  /// The digest by which the ledger tells states and parts apart.
  public static String digest(Object value) {
    return Blob.digest(value);
  }

  static Map<String, AttributeValue> key(ResourceId id) {
    return Map.of("pk", text(id.arn()), "sk", text("LOOK " + id.type()));
  }

  static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  static AttributeValue millis(Instant value) {
    return AttributeValue.fromN(Long.toString(value.toEpochMilli()));
  }

  private static Instant instant(AttributeValue value) {
    return Instant.ofEpochMilli(Long.parseLong(value.n()));
  }

  static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name), name);
  }

  private static boolean isTooLarge(DynamoDbException e) {
    return e.statusCode() == 400
        && e.awsErrorDetails() != null
        && String.valueOf(e.awsErrorDetails().errorMessage()).contains("size");
  }

  private static Memory memory(Map<String, AttributeValue> item) {
    if (item == null || item.isEmpty()) {
      return Memory.none();
    }
    var states = new ArrayList<Memory.State>();
    item.forEach(
        (name, value) -> {
          if (name.startsWith(STATE)) {
            var state = value.m();
            states.add(
                new Memory.State(
                    name,
                    instant(attribute(state, "at")),
                    attribute(state, "by").s(),
                    Blob.read(attribute(state, "good"), GOOD)));
          }
        });
    // A state that came back is newer than all that were seen before it came back.
    states.sort(
        Comparator.comparing((Memory.State state) -> lastSeen(item, state))
            .thenComparing(Memory.State::at)
            .reversed());
    return new Memory(
        item.containsKey("looked"),
        item.containsKey("looked") ? instant(attribute(item, "looked")) : Instant.EPOCH,
        touched(item),
        states,
        item.containsKey("keys") ? Blob.read(item.get("keys"), KEYS) : Map.of(),
        item.containsKey("notes") ? Blob.read(item.get("notes"), NOTES) : Notes.none(),
        Optional.ofNullable(item.get("unfinished")).map(AttributeValue::s));
  }

  private static Instant lastSeen(Map<String, AttributeValue> item, Memory.State state) {
    var seen = item.get(SEEN + state.id().substring(STATE.length()));
    return seen == null ? state.at() : instant(seen);
  }

  private static Instant touched(Map<String, AttributeValue> item) {
    var touched = Instant.EPOCH;
    for (var name : List.of("looked", "settled")) {
      var at = item.containsKey(name) ? instant(attribute(item, name)) : touched;
      touched = at.isAfter(touched) ? at : touched;
    }
    return touched;
  }

  /// Drops the oldest states beyond the number kept, but never the only good version of a part, and
  /// never the very first state: it tells which exemption tags were there from the start.
  private void prune(ResourceId id, Map<String, AttributeValue> old, Look look) {
    var before = memory(old);
    if (before.states().size() < STATES_KEPT) {
      return;
    }
    var kept = new HashSet<String>();
    look.good()
        .forEach(
            (guardrail, parts) ->
                parts.keySet().forEach(part -> kept.add(Notes.key(guardrail, part))));
    var first = before.states().stream().min(Comparator.comparing(Memory.State::at));
    var dropped = new ArrayList<String>();
    for (int i = 0; i < before.states().size(); i++) {
      var state = before.states().get(i);
      var needed = i < STATES_KEPT - 1 || first.filter(state::equals).isPresent();
      for (var guardrail : state.good().entrySet()) {
        for (var part : guardrail.getValue().keySet()) {
          needed |= kept.add(Notes.key(guardrail.getKey(), part));
        }
      }
      if (!needed) {
        dropped.add(state.id());
        dropped.add(SEEN + state.id().substring(STATE.length()));
      }
    }
    var latest = Blob.digest(look.good());
    dropped.removeAll(List.of(STATE + latest, SEEN + latest));
    if (!dropped.isEmpty()) {
      client.updateItem(
          update ->
              update
                  .tableName(table)
                  .key(key(id))
                  .updateExpression("REMOVE " + String.join(", ", dropped)));
    }
  }

  /// One `UpdateItem` on the item of a resource, put together from what is to be stored.
  private final class Update {
    private final UpdateItemRequest.Builder request;
    private final List<String> set = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, AttributeValue> values = new HashMap<>();

    Update(ResourceId id) {
      request = UpdateItemRequest.builder().tableName(table).key(key(id));
    }

    Update look(Look look) {
      var digest = Blob.digest(look.good());
      var state = STATE + digest;
      set.add("looked = :looked, #keys = :keys, " + SEEN + digest + " = :looked");
      set.add(state + " = if_not_exists(" + state + ", :state)");
      conditions.add("(attribute_not_exists(looked) OR looked <= :looked)");
      values.put(":looked", millis(look.loadedAt()));
      values.put(":keys", Blob.of(look.keys()));
      values.put(
          ":state",
          AttributeValue.fromM(
              Map.of(
                  "at",
                  millis(look.loadedAt()),
                  "by",
                  text(look.by()),
                  "good",
                  Blob.of(look.good()))));
      request.expressionAttributeNames(Map.of("#keys", "keys"));
      return this;
    }

    Update unlessLookedSince(Instant looked) {
      conditions.add("looked = :known");
      values.put(":known", millis(looked));
      return this;
    }

    Update notes(Notes notes) {
      if (notes.isEmpty()) {
        removed.add("notes");
        return this;
      }
      set.add("notes = :notes");
      values.put(":notes", Blob.of(notes));
      return this;
    }

    Update releasing(String owner) {
      removed.add("lease, leaseUntil");
      return heldBy(owner);
    }

    Update heldBy(String owner) {
      conditions.add("lease = :owner");
      values.put(":owner", text(owner));
      return this;
    }

    UpdateItemRequest.Builder returningOld() {
      return finished()
          .returnValues(ReturnValue.ALL_OLD)
          .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    }

    UpdateItemRequest build() {
      return finished().build();
    }

    private UpdateItemRequest.Builder finished() {
      var expression = new ArrayList<String>();
      if (!set.isEmpty()) {
        expression.add("SET " + String.join(", ", set));
      }
      if (!removed.isEmpty()) {
        expression.add("REMOVE " + String.join(", ", removed));
      }
      return request
          .updateExpression(String.join(" ", expression))
          .conditionExpression(String.join(" AND ", conditions))
          .expressionAttributeValues(values);
    }
  }
}
