package dev.rampart.ledger;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.ledger.FixRecord.Status;
import dev.rampart.ledger.Ledger.LeaseLost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/// The fixes: a state machine of which every state is stored before anything else happens.
public final class Fixes {
  private static final TypeReference<FixRecord> FIX = new TypeReference<>() {};
  // Undo is offered this long; an auditor may want to look further back than that, in the alerts.
  private static final Duration KEPT = Duration.ofDays(400);
  private static final Duration BRAKES_KEPT = Duration.ofDays(2);
  // An item takes 400 KB; answers are still to come.
  private static final int LIMIT = 350_000;

  private final DynamoDbClient client;
  private final String table;

  public Fixes(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  /// How many fixes a function may make within a clock hour.
  public record Limit(String function, int fixes) {}

  /// Stores a planned fix with its undo, the notes so far, the mark that the resource has a fix
  /// under way, and one more fix of this hour: all or nothing.
  ///
  /// @param owner the holder of the lease
  /// @param limit empty for what a person asked for
  /// @return whether the limit lets it pass; if not, nothing is stored
  /// @throws TooLarge if the fix does not fit
  /// @throws LeaseLost if the lease is somebody else's by now
  public boolean plan(
      FixRecord fix, String owner, Notes notes, Optional<Limit> limit, Instant now) {
    if (limit.filter(each -> each.fixes() <= 0).isPresent()) {
      return false;
    }
    var item = item(fix);
    if (Ledger.attribute(item, "fix").b().asByteArrayUnsafe().length > LIMIT) {
      throw new TooLarge(fix.id());
    }
    var resource = ResourceId.of(fix.resource());
    var update =
        noting(resource, owner, notes, "unfinished = :value", Ledger.text(fix.id()), "")
            .conditionExpression("lease = :owner AND attribute_not_exists(unfinished)")
            .build();
    var put = Put.builder().tableName(table).item(item);
    put.conditionExpression("attribute_not_exists(pk)");
    var parts = new ArrayList<TransactWriteItem>();
    parts.add(TransactWriteItem.builder().put(put.build()).build());
    parts.add(TransactWriteItem.builder().update(update).build());
    limit.ifPresent(
        each -> parts.add(TransactWriteItem.builder().update(counting(each, now)).build()));
    try {
      client.transactWriteItems(transaction -> transaction.transactItems(parts));
      return true;
    } catch (TransactionCanceledException e) {
      if (isOverTheLimit(e)) {
        return false;
      }
      throw new LeaseLost(resource, e);
    }
  }

  private static boolean isOverTheLimit(TransactionCanceledException e) {
    var refused = e.cancellationReasons().stream().map(CancellationReason::code).toList();
    return refused.equals(List.of("None", "None", "ConditionalCheckFailed"));
  }

  private Update counting(Limit limit, Instant now) {
    var hour = Long.toString(now.getEpochSecond() / 3600);
    return Update.builder()
        .tableName(table)
        .key(
            Map.of(
                "pk", Ledger.text("BRAKE " + limit.function()),
                "sk", Ledger.text(hour)))
        .updateExpression("ADD fixes :one SET #expires = :expires")
        .conditionExpression("attribute_not_exists(fixes) OR fixes < :limit")
        .expressionAttributeNames(Map.of("#expires", "expires"))
        .expressionAttributeValues(
            Map.of(
                ":one", AttributeValue.fromN("1"),
                ":limit", AttributeValue.fromN(Integer.toString(limit.fixes())),
                ":expires", seconds(now.plus(BRAKES_KEPT))))
        .build();
  }

  /// Stores the next state of a fix.
  ///
  /// @param from the status that is stored now
  /// @return the fix stored
  /// @throws ConcurrentFix if another run moved it on meanwhile
  public FixRecord advance(FixRecord fix, Status from) {
    try {
      client.putItem(
          put ->
              put.tableName(table)
                  .item(item(fix))
                  .conditionExpression("#status = :from")
                  .expressionAttributeNames(Map.of("#status", "status"))
                  .expressionAttributeValues(Map.of(":from", Ledger.text(from.name()))));
      return fix;
    } catch (ConditionalCheckFailedException e) {
      throw new ConcurrentFix(fix.id(), e);
    }
  }

  /// Ends a fix: it is told, the notes say so, and the resource has no fix under way any more: all
  /// or nothing, so that a run that dies right after does not tell of it again.
  ///
  /// @param owner the holder of the lease
  /// @throws ConcurrentFix if another run moved it on meanwhile
  public void end(FixRecord fix, String owner, Notes notes, Instant now) {
    var ended = fix.with(Status.ALERTED);
    var resource = ResourceId.of(fix.resource());
    var update =
        noting(resource, owner, notes, "settled = :value", Ledger.millis(now), "unfinished")
            .conditionExpression("lease = :owner")
            .build();
    try {
      client.transactWriteItems(
          transaction ->
              transaction.transactItems(
                  each ->
                      each.put(
                          put ->
                              put.tableName(table)
                                  .item(item(ended))
                                  .conditionExpression("#status = :from")
                                  .expressionAttributeNames(Map.of("#status", "status"))
                                  .expressionAttributeValues(
                                      Map.of(":from", Ledger.text(fix.status().name())))),
                  each -> each.update(update)));
    } catch (TransactionCanceledException e) {
      throw new ConcurrentFix(fix.id(), e);
    }
  }

  /// Clears the mark of a fix that is not in the ledger any more.
  public void clear(ResourceId id) {
    client.updateItem(
        update ->
            update.tableName(table).key(Ledger.key(id)).updateExpression("REMOVE unfinished"));
  }

  /// Sets one attribute of the resource's item and the notes, and removes another.
  private Update.Builder noting(
      ResourceId id, String owner, Notes notes, String set, AttributeValue value, String removed) {
    var values = new HashMap<>(Map.of(":owner", Ledger.text(owner), ":value", value));
    var expression = "SET " + set;
    var gone = new ArrayList<String>();
    if (!removed.isEmpty()) {
      gone.add(removed);
    }
    if (notes.isEmpty()) {
      gone.add("notes");
    } else {
      expression += ", notes = :notes";
      values.put(":notes", Blob.of(notes));
    }
    if (!gone.isEmpty()) {
      expression += " REMOVE " + String.join(", ", gone);
    }
    return Update.builder()
        .tableName(table)
        .key(Ledger.key(id))
        .updateExpression(expression)
        .expressionAttributeValues(values);
  }

  /// The fix of that id.
  public Optional<FixRecord> find(String id) {
    var item = client.getItem(get -> get.tableName(table).key(key(id)).consistentRead(true)).item();
    return item == null || item.isEmpty()
        ? Optional.empty()
        : Optional.of(Blob.read(Ledger.attribute(item, "fix"), FIX));
  }

  /// The fix with its undo is larger than the ledger can keep.
  public static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLarge(String id) {
      super("fix " + id + " does not fit into the ledger");
    }
  }

  /// Two runs worked on one fix; the one that sees this stops.
  public static final class ConcurrentFix extends RuntimeException {
    private static final long serialVersionUID = 1;

    ConcurrentFix(String id, Throwable cause) {
      super("another run moved fix " + id + " on", cause);
    }
  }

  private static Map<String, AttributeValue> key(String id) {
    return Map.of("pk", Ledger.text("FIX " + id), "sk", Ledger.text("FIX"));
  }

  private static Map<String, AttributeValue> item(FixRecord fix) {
    return Map.of(
        "pk", Ledger.text("FIX " + fix.id()),
        "sk", Ledger.text("FIX"),
        "status", Ledger.text(fix.status().name()),
        "resource", Ledger.text(fix.resource()),
        "fix", Blob.of(fix),
        "expires", seconds(fix.at().plus(KEPT)));
  }

  static AttributeValue seconds(Instant value) {
    return AttributeValue.fromN(Long.toString(value.getEpochSecond()));
  }
}
