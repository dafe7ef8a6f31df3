package dev.rampart.guardrail;

import dev.rampart.change.ApiCall;
import dev.rampart.change.Change;
import dev.rampart.change.ConfigCompliance;
import dev.rampart.change.ConfigItem;
import dev.rampart.change.DataCall;
import dev.rampart.change.Finding;
import dev.rampart.change.Sweep;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Tells of what somebody does, where the event itself is the news and there is no state to put
/// right. Nothing is ever written to the account for it.
///
/// Implementations are final, stateless, and carry [Rule]. They have no client within reach.
public non-sealed interface Watch extends Ruled {
  /// The kinds of resources that it tells of, as CloudFormation writes them.
  Set<String> types();

  /// Judges one event. Pure: the same arguments give the same sighting.
  ///
  /// @param change an event that it [listens to][#listensTo]
  /// @param trust whom the owner trusts
  Sighting look(Change change, Trust trust);

  /// For how long what is alike is counted rather than told. 15 minutes at most, which is what SQS
  /// holds the closing figure back for.
  default Duration window() {
    return Duration.ofMinutes(5);
  }

  /// Whether an event is one of those that the [Rule] names.
  default boolean listensTo(Change change) {
    return switch (change.cause()) {
      case ApiCall(var source, var operation, _, _) ->
          List.of(rule().triggers()).contains(called(source, operation));
      case DataCall call ->
          List.of(rule().dataEvents()).contains(called(call.source(), call.operation()));
      case ConfigItem _, ConfigCompliance _, Finding _, Sweep _ -> false;
    };
  }

  private static String called(String source, String operation) {
    return source.replace(".amazonaws.com", ":") + operation;
  }
}
