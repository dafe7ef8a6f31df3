package dev.rampart.ledger;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.ledger.FixRecord.Status;
import dev.rampart.ledger.Ledger.LeaseLost;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// The fixes: a state machine of which every state is stored before anything else happens.
public final class Fixes {
  private static final TypeReference<FixRecord> FIX = new TypeReference<>() {};
  // Undo is offered this long; an auditor may want to look further back than that, in the alerts.
  private static final Duration KEPT = Duration.ofDays(400);
  private static final Duration BRAKES_KEPT = Duration.ofDays(2);

  private final DynamoDbClient client;
  private final String table;

  public Fixes(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  /// Stores a planned fix with its undo, and marks the resource as having a fix under way, both or
  /// neither.
  ///
  /// @param owner the holder of the lease
  /// @throws LeaseLost if the lease is somebody else's by now
  public void plan(FixRecord fix, String owner) {
    var resource = ResourceId.of(fix.resource());
    try {
      client.transactWriteItems(
          transaction ->
              transaction.transactItems(
                  item ->
                      item.put(
                          put ->
                              put.tableName(table)
                                  .item(item(fix))
                                  .conditionExpression("attribute_not_exists(pk)")),
                  item ->
                      item.update(
                          update ->
                              update
                                  .tableName(table)
                                  .key(Ledger.key(resource))
                                  .updateExpression("SET unfinished = :fix")
                                  .conditionExpression(
                                      "lease = :owner AND attribute_not_exists(unfinished)")
                                  .expressionAttributeValues(
                                      Map.of(
                                          ":fix", Ledger.text(fix.id()),
                                          ":owner", Ledger.text(owner))))));
    } catch (TransactionCanceledException e) {
      throw new LeaseLost(resource, e);
    }
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

  /// Ends a fix: it is told, and the resource has no fix under way any more, both or neither.
  ///
  /// @throws ConcurrentFix if another run moved it on meanwhile
  public void end(FixRecord fix) {
    var ended = fix.with(Status.ALERTED);
    try {
      client.transactWriteItems(
          transaction ->
              transaction.transactItems(
                  item ->
                      item.put(
                          put ->
                              put.tableName(table)
                                  .item(item(ended))
                                  .conditionExpression("#status = :from")
                                  .expressionAttributeNames(Map.of("#status", "status"))
                                  .expressionAttributeValues(
                                      Map.of(":from", Ledger.text(fix.status().name())))),
                  item ->
                      item.update(
                          update ->
                              update
                                  .tableName(table)
                                  .key(Ledger.key(ResourceId.of(fix.resource())))
                                  .updateExpression("REMOVE unfinished"))));
    } catch (TransactionCanceledException e) {
      throw new ConcurrentFix(fix.id(), e);
    }
  }

  /// Clears the mark of a fix under way that ended without being told.
  public void clear(ResourceId id) {
    client.updateItem(
        update ->
            update.tableName(table).key(Ledger.key(id)).updateExpression("REMOVE unfinished"));
  }

  /// The fix of that id.
  public Optional<FixRecord> find(String id) {
    var item = client.getItem(get -> get.tableName(table).key(key(id)).consistentRead(true)).item();
    return item == null || item.isEmpty()
        ? Optional.empty()
        : Optional.of(Blob.read(Ledger.attribute(item, "fix"), FIX));
  }

  /// Counts a fix against the hour's limit.
  ///
  /// @param function whose limit
  /// @param limit how many fixes it may make within this clock hour
  /// @return whether it may make this one
  public boolean admit(String function, int limit, Instant now) {
    var hour = now.getEpochSecond() / 3600;
    try {
      client.updateItem(
          update ->
              update
                  .tableName(table)
                  .key(
                      Map.of(
                          "pk",
                          Ledger.text("BRAKE " + function),
                          "sk",
                          Ledger.text(Long.toString(hour))))
                  .updateExpression("ADD fixes :one SET #expires = :expires")
                  .conditionExpression("attribute_not_exists(fixes) OR fixes < :limit")
                  .expressionAttributeNames(Map.of("#expires", "expires"))
                  .expressionAttributeValues(
                      Map.of(
                          ":one", AttributeValue.fromN("1"),
                          ":limit", AttributeValue.fromN(Integer.toString(limit)),
                          ":expires", seconds(now.plus(BRAKES_KEPT)))));
      return true;
    } catch (ConditionalCheckFailedException _) {
      return false;
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
