package dev.rampart.ledger;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// The books of a sweep: each domain counts its chunks, and the last to finish reports for all.
public final class Rounds {
  private static final Duration KEPT = Duration.ofDays(7);
  private static final String REPORT = "REPORT";
  private static final String YIELD = "y_";

  private final DynamoDbClient client;
  private final String table;

  public Rounds(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  /// Something that is open.
  public record Found(String guardrail, String resource, String part, String detail) {}

  /// What one chunk brought.
  ///
  /// @param resources how many resources were looked at
  /// @param unread resources that could not be read
  /// @param found what is wrong
  /// @param fixed how many violations were fixed
  public record Yield(int resources, List<String> unread, List<Found> found, int fixed) {}

  /// What the whole sweep brought.
  ///
  /// @param domains how many resources each domain looked at
  /// @param notes what the domains have to say about the installation
  public record Report(
      String sweep,
      Map<String, Integer> domains,
      List<String> notes,
      List<String> unread,
      List<Found> found,
      int fixed) {}

  /// Notes which chunks a domain has.
  ///
  /// @param notes what it has to say about the installation
  /// @return whether it is through with them already
  public boolean announce(
      String sweep, String domain, List<String> chunks, List<String> notes, Instant now) {
    var item =
        update(
            sweep,
            domain,
            update ->
                update
                    .updateExpression("SET awaited = :chunks, notes = :notes, #expires = :expires")
                    .expressionAttributeNames(Map.of("#expires", "expires"))
                    .expressionAttributeValues(
                        Map.of(
                            ":chunks", AttributeValue.fromL(names(chunks)),
                            ":notes", Blob.of(notes),
                            ":expires", Fixes.seconds(now.plus(KEPT)))));
    return isDone(item);
  }

  /// Notes what a chunk brought, once.
  ///
  /// @param rest the chunks that what was not looked at was put into
  /// @return whether the domain is through with it
  public boolean count(
      String sweep, String domain, String chunk, List<String> rest, Yield brought) {
    var values = new HashMap<String, AttributeValue>();
    values.put(":chunk", AttributeValue.fromSs(List.of(chunk)));
    values.put(":name", Ledger.text(chunk));
    values.put(":yield", Blob.of(brought));
    if (!rest.isEmpty()) {
      values.put(":rest", AttributeValue.fromSs(rest));
    }
    try {
      var item =
          update(
              sweep,
              domain,
              update ->
                  update
                      .updateExpression(
                          (rest.isEmpty() ? "ADD done :chunk" : "ADD done :chunk, owed :rest")
                              + " SET #yield = :yield")
                      .conditionExpression("NOT contains(done, :name)")
                      .returnValuesOnConditionCheckFailure(
                          ReturnValuesOnConditionCheckFailure.ALL_OLD)
                      .expressionAttributeNames(Map.of("#yield", YIELD + chunk))
                      .expressionAttributeValues(values));
      return isDone(item);
    } catch (ConditionalCheckFailedException e) {
      // Delivered twice: counted already. The report may still be owed.
      return isDone(e.item());
    }
  }

  /// Takes the next time that is free for calls of a kind, so that all that is put back keeps to
  /// one pace.
  ///
  /// @param taken how long the calls take at that pace
  /// @return when they are through, and others may begin
  public Instant reserve(String sweep, String domain, String kind, Duration taken, Instant now) {
    var free =
        update(
            sweep,
            domain,
            update ->
                update
                    .updateExpression("SET #free = if_not_exists(#free, :now) + :taken")
                    .expressionAttributeNames(Map.of("#free", "f_" + kind))
                    .expressionAttributeValues(
                        Map.of(
                            ":now",
                            Ledger.millis(now),
                            ":taken",
                            AttributeValue.fromN(Long.toString(taken.toMillis())))));
    var through = Instant.ofEpochMilli(Long.parseLong(Ledger.attribute(free, "f_" + kind).n()));
    // Time that nobody used is not made up for.
    return through.isBefore(now.plus(taken)) ? now.plus(taken) : through;
  }

  /// Changes the book of a domain.
  ///
  /// @return the whole of it afterwards
  private Map<String, AttributeValue> update(
      String sweep, String domain, Consumer<UpdateItemRequest.Builder> change) {
    return client
        .updateItem(
            update ->
                change.accept(
                    update
                        .tableName(table)
                        .key(key(sweep, domain))
                        .returnValues(ReturnValue.ALL_NEW)))
        .attributes();
  }

  /// The report, if every domain is through and nobody has sent it or is about to.
  ///
  /// @param domains all domains that take part
  /// @param until when the caller will have sent it; if it dies, another may after that
  public Optional<Report> finished(String sweep, List<String> domains, Instant now, Instant until) {
    var items =
        client
            .query(
                query ->
                    query
                        .tableName(table)
                        .keyConditionExpression("pk = :sweep")
                        .expressionAttributeValues(Map.of(":sweep", Ledger.text("SWEEP " + sweep)))
                        .consistentRead(true))
            .items();
    var byDomain = new HashMap<String, Map<String, AttributeValue>>();
    items.forEach(item -> byDomain.put(Ledger.attribute(item, "sk").s(), item));
    if (!domains.stream().allMatch(each -> isDone(byDomain.get(each)))) {
      return Optional.empty();
    }
    return claims(sweep, now, until)
        ? Optional.of(report(sweep, domains, byDomain))
        : Optional.empty();
  }

  private static boolean isDone(@Nullable Map<String, AttributeValue> item) {
    return item != null
        && item.containsKey("awaited")
        && Set.copyOf(names(item, "done")).containsAll(expected(item));
  }

  /// The chunks that make the round: those that were announced, and what others were cut into. If
  /// the start was delivered twice, there may be others, with the same resources cut differently.
  private static Set<String> expected(Map<String, AttributeValue> item) {
    var expected = new HashSet<>(names(item, "owed"));
    Ledger.attribute(item, "awaited").l().forEach(each -> expected.add(each.s()));
    return expected;
  }

  private static List<String> names(Map<String, AttributeValue> item, String attribute) {
    return item.containsKey(attribute) ? Ledger.attribute(item, attribute).ss() : List.of();
  }

  private static List<AttributeValue> names(List<String> chunks) {
    return chunks.stream().map(Ledger::text).toList();
  }

  private boolean claims(String sweep, Instant now, Instant until) {
    try {
      client.putItem(
          put ->
              put.tableName(table)
                  .item(claim(sweep, now, until))
                  .conditionExpression("attribute_not_exists(pk) OR claimedUntil < :now")
                  .expressionAttributeValues(Map.of(":now", Ledger.millis(now))));
      return true;
    } catch (ConditionalCheckFailedException _) {
      return false;
    }
  }

  /// Notes whether the report went out: if not, another may send it at once.
  public void reported(String sweep, boolean sent, Instant now) {
    var until = sent ? now.plus(KEPT) : Instant.EPOCH;
    client.putItem(put -> put.tableName(table).item(claim(sweep, now, until)));
  }

  private static Map<String, AttributeValue> claim(String sweep, Instant now, Instant until) {
    return Map.of(
        "pk", Ledger.text("SWEEP " + sweep),
        "sk", Ledger.text(REPORT),
        "claimedUntil", Ledger.millis(until),
        "expires", Fixes.seconds(now.plus(KEPT)));
  }

  private static Report report(
      String sweep, List<String> domains, Map<String, Map<String, AttributeValue>> items) {
    var looked = new HashMap<String, Integer>();
    var notes = new ArrayList<String>();
    var unread = new LinkedHashSet<String>();
    var found = new LinkedHashSet<Found>();
    var fixed = 0;
    for (var domain : domains) {
      var item = items.getOrDefault(domain, Map.of());
      notes.addAll(
          Blob.read(Ledger.attribute(item, "notes"), new TypeReference<List<String>>() {}));
      var resources = 0;
      for (var chunk : expected(item)) {
        var brought =
            Blob.read(Ledger.attribute(item, YIELD + chunk), new TypeReference<Yield>() {});
        resources += brought.resources();
        unread.addAll(brought.unread());
        found.addAll(brought.found());
        fixed += brought.fixed();
      }
      looked.put(domain, resources);
    }
    return new Report(sweep, looked, notes, List.copyOf(unread), List.copyOf(found), fixed);
  }

  private static Map<String, AttributeValue> key(String sweep, String domain) {
    return Map.of("pk", Ledger.text("SWEEP " + sweep), "sk", Ledger.text(domain));
  }
}
