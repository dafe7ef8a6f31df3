package dev.rampart.change;

import java.time.Instant;
import java.util.List;

/// A step of Rampart's own round through the account.
///
/// @param sweep the id of the round
/// @param chunk the name of this chunk of resources; empty for the call that starts the round
/// @param listed the keys of resources to look at that were found within others
/// @param resources the keys of the resources to look at with all that is within them; empty, like
///   those, for the call that starts the round
/// @param fixOpen whether a person asked to fix the debt that is open
/// @param due when the looks may begin; the epoch if at once
public record Sweep(
    String sweep,
    String chunk,
    List<String> listed,
    List<String> resources,
    boolean fixOpen,
    Instant due)
    implements Cause {
  public Sweep {
    listed = List.copyOf(listed);
    resources = List.copyOf(resources);
  }

  /// A chunk of resources that are to be looked at as soon as it arrives.
  public Sweep(String sweep, String chunk, List<String> resources, boolean fixOpen) {
    this(sweep, chunk, List.of(), resources, fixOpen, Instant.EPOCH);
  }

  /// Whether this starts a round, rather than being a chunk of one.
  public boolean isStart() {
    return chunk.isEmpty();
  }

  /// The same chunk, later.
  public Sweep due(Instant when) {
    return new Sweep(sweep, chunk, listed, resources, fixOpen, when);
  }
}
