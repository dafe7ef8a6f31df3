package dev.rampart.ledger;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/// The books of a sweep: each domain counts its chunks, and the last to finish reports for all.
public final class Rounds {
  private static final Duration KEPT = Duration.ofDays(7);
  private static final String REPORT = "REPORT";

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

  /// Notes how many chunks a domain has.
  ///
  /// @param notes what it has to say about the installation
  /// @return whether it is through with them already
  public boolean announce(
      String sweep, String domain, int chunks, List<String> notes, Instant now) {
    var item =
        client
            .updateItem(
                update ->
                    update
                        .tableName(table)
                        .key(key(sweep, domain))
                        .returnValues(ReturnValue.ALL_NEW)
                        .updateExpression(
                            "SET chunks = :chunks, notes = :notes, #expires = :expires")
                        .expressionAttributeNames(Map.of("#expires", "expires"))
                        .expressionAttributeValues(
                            Map.of(
                                ":chunks", AttributeValue.fromN(Integer.toString(chunks)),
                                ":notes", Blob.of(notes),
                                ":expires", Fixes.seconds(now.plus(KEPT)))))
            .attributes();
    return isDone(item);
  }

  /// Notes what a chunk brought, once.
  ///
  /// @return whether the domain is through with it
  public boolean count(String sweep, String domain, String chunk, Yield brought) {
    try {
      var item =
          client
              .updateItem(
                  update ->
                      update
                          .tableName(table)
                          .key(key(sweep, domain))
                          .returnValues(ReturnValue.ALL_NEW)
                          .updateExpression("ADD done :chunk SET #yield = :yield")
                          .conditionExpression("NOT contains(done, :name)")
                          .returnValuesOnConditionCheckFailure(
                              ReturnValuesOnConditionCheckFailure.ALL_OLD)
                          .expressionAttributeNames(Map.of("#yield", "y_" + chunk))
                          .expressionAttributeValues(
                              Map.of(
                                  ":chunk", AttributeValue.fromSs(List.of(chunk)),
                                  ":name", Ledger.text(chunk),
                                  ":yield", Blob.of(brought))))
              .attributes();
      return isDone(item);
    } catch (ConditionalCheckFailedException e) {
      // Delivered twice: counted already. The report may still be owed.
      return isDone(e.item());
    }
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
    if (item == null || !item.containsKey("chunks")) {
      return false;
    }
    var done = item.containsKey("done") ? Ledger.attribute(item, "done").ss() : List.<String>of();
    return Set.copyOf(done).size() >= Integer.parseInt(Ledger.attribute(item, "chunks").n());
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
    var unread = new ArrayList<String>();
    var found = new ArrayList<Found>();
    var fixed = 0;
    for (var domain : domains) {
      var resources = 0;
      for (var attribute : items.getOrDefault(domain, Map.of()).entrySet()) {
        if (attribute.getKey().equals("notes")) {
          notes.addAll(Blob.read(attribute.getValue(), new TypeReference<List<String>>() {}));
        }
        if (attribute.getKey().startsWith("y_")) {
          var brought = Blob.read(attribute.getValue(), new TypeReference<Yield>() {});
          resources += brought.resources();
          unread.addAll(brought.unread());
          found.addAll(brought.found());
          fixed += brought.fixed();
        }
      }
      looked.put(domain, resources);
    }
    return new Report(sweep, looked, notes, unread, found, fixed);
  }

  private static Map<String, AttributeValue> key(String sweep, String domain) {
    return Map.of("pk", Ledger.text("SWEEP " + sweep), "sk", Ledger.text(domain));
  }
}
