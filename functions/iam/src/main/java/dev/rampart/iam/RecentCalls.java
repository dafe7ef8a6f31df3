package dev.rampart.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rampart.policy.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.Event;

/// What roles called in the last hours, from CloudTrail's event history: last accessed information
/// is up to four hours behind. It has the management events of the function's own Region, and can
/// only add to what was used.
///
/// Source:
/// [LookupEvents](https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html).
final class RecentCalls {
  private static final Duration LOOKED_BACK = Duration.ofHours(6);
  private static final int PAGES = 10;
  // "The rate of lookup requests is limited to two per second, per account, per Region."
  private static final Duration PACE = Duration.ofMillis(500);
  // One reading serves all roles of a batch.
  private static final Duration FRESH = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CloudTrailClient cloudTrail;
  private @Nullable History history;

  RecentCalls(CloudTrailClient cloudTrail) {
    this.cloudTrail = cloudTrail;
  }

  /// What a role called.
  ///
  /// @param gap what could not be found out, a clause; empty if nothing is missing
  record Found(Usage usage, String gap) {}

  private record Call(String role, JsonNode event) {}

  private record History(List<Call> calls, String gap, Instant readAt) {}

  /// What a role called of late.
  synchronized Found of(String roleArn) {
    var known = history;
    if (known == null || known.readAt().plus(FRESH).isBefore(Instant.now())) {
      known = read();
      history = known;
    }
    var used = new TreeSet<String>();
    var unknown = new TreeSet<String>();
    known.calls().stream()
        .filter(call -> call.role().equals(roleArn))
        .forEach(
            call ->
                LoggedAction.of(call.event())
                    .ifPresentOrElse(
                        used::add, () -> unknown.add(LoggedAction.service(call.event()))));
    return new Found(new Usage(used, unknown), known.gap());
  }

  private History read() {
    var now = Instant.now();
    var calls = new ArrayList<Call>();
    var gap = "";
    try {
      if (!read(now, calls)) {
        gap = "CloudTrail had more events in the last %d hours than were read";
      }
    } catch (SdkException e) {
      gap = "what CloudTrail has of the last %d hours cannot be read";
    }
    return new History(calls, gap.formatted(LOOKED_BACK.toHours()), now);
  }

  /// @return whether that is all of it
  private boolean read(Instant now, List<Call> calls) {
    String token = null;
    for (int page = 0; page < PAGES; page++) {
      var next = token;
      var answer =
          cloudTrail.lookupEvents(
              lookup -> lookup.startTime(now.minus(LOOKED_BACK)).nextToken(next));
      answer.events().forEach(event -> add(event, calls));
      token = answer.nextToken();
      if (token == null) {
        return true;
      }
      if (!paced()) {
        return false;
      }
    }
    return false;
  }

  private static void add(Event event, List<Call> calls) {
    try {
      var record = JSON.readTree(event.cloudTrailEvent());
      var role = record.at("/userIdentity/sessionContext/sessionIssuer/arn").asText("");
      if (!role.isEmpty()) {
        calls.add(new Call(role, record));
      }
    } catch (JsonProcessingException | IllegalArgumentException e) {
      // Not an event that could be anybody's.
    }
  }

  private static boolean paced() {
    try {
      Thread.sleep(PACE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
