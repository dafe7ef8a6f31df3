package dev.rampart.lambda;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/// Finds the functions that share a role. To know that of one function, all have to be listed; so
/// that a first sweep does not list them once for each, the list is kept for a minute, and so are
/// the tags of those that share.
final class RoleUse {
  private static final Duration FRESH = Duration.ofMinutes(1);
  private static final int ASKED = 25;
  private static final int NAMED = 10;

  private final LambdaClient client;
  private final Clock clock;
  private @Nullable Listing last;

  RoleUse(LambdaClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /// @param tags of the functions that were asked for theirs
  private record Listing(
      Instant at,
      Map<String, List<String>> functionsByRole,
      Map<String, Map<String, String>> tags) {}

  /// Those that run as the same role as a function.
  synchronized RoleSharers sharersOf(FunctionSetup setup) {
    var listing = listing();
    var others =
        listing.functionsByRole().getOrDefault(setup.role(), List.of()).stream()
            .filter(arn -> !arn.equals(setup.id().arn()))
            .sorted()
            .toList();
    var strangers = new ArrayList<String>();
    int asked = 0;
    for (var arn : others) {
      if (asked == ASKED || strangers.size() == NAMED) {
        break;
      }
      asked++;
      if (!belongTogether(setup.tags(), listing.tags().computeIfAbsent(arn, this::tags))) {
        strangers.add(arn.substring(arn.lastIndexOf(':') + 1));
      }
    }
    return new RoleSharers(strangers, others.size() - asked);
  }

  /// Whether two functions are parts of one: of the same stack, or grouped by their owner.
  static boolean belongTogether(Map<String, String> some, Map<String, String> others) {
    for (var tag : SharedExecutionRole.GROUPS) {
      var group = some.get(tag);
      if (group != null && group.equals(others.get(tag))) {
        return true;
      }
    }
    return false;
  }

  private Listing listing() {
    var known = last;
    var now = clock.instant();
    if (known != null && known.at().plus(FRESH).isAfter(now)) {
      return known;
    }
    var byRole = new TreeMap<String, List<String>>();
    client
        .listFunctionsPaginator()
        .functions()
        .forEach(
            each ->
                byRole
                    .computeIfAbsent(each.role(), _ -> new ArrayList<>())
                    .add(each.functionArn()));
    var fresh = new Listing(now, byRole, new HashMap<>());
    last = fresh;
    return fresh;
  }

  // One that was deleted in between has no tags, and is named: its rights are what they were.
  private Map<String, String> tags(String arn) {
    try {
      return client.listTags(list -> list.resource(arn)).tags();
    } catch (ResourceNotFoundException _) {
      return Map.of();
    }
  }
}
