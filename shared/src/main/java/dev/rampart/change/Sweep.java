package dev.rampart.change;

import java.util.List;

/// A step of Rampart's own round through the account.
///
/// @param sweep the id of the round
/// @param chunk the number of this chunk of resources; empty for the call that starts the round
/// @param resources the keys of the resources to look at, empty for the call that starts the round
/// @param fixOpen whether a person asked to fix the debt that is open
public record Sweep(String sweep, String chunk, List<String> resources, boolean fixOpen)
    implements Cause {
  public Sweep {
    resources = List.copyOf(resources);
  }

  /// Whether this starts a round, rather than being a chunk of one.
  public boolean isStart() {
    return chunk.isEmpty();
  }
}
