package dev.rampart.lambda;

import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A function as it is set up: what it runs on and with. Versions that were published keep what
/// they were published with; this is what the next one gets.
///
/// @param revision the lock that a write to the configuration carries; empty if the API gave none
/// @param runtime the identifier, `python3.13`; empty for a container image
/// @param role the ARN of the execution role
/// @param layers the ARNs of the layers' versions, in the order in which they are put on each other
/// @param key the ARN of the customer key that encrypts the environment at rest; empty for AWS's
///   own
/// @param variables the environment, whose values nothing shows
/// @param reservation how many executions are set aside for it
/// @param asOf when this was read
/// @param learned what was read because a guardrail asked for it
public record FunctionSetup(
    ResourceId id,
    Map<String, String> tags,
    String revision,
    String runtime,
    String role,
    List<String> layers,
    String key,
    Variables variables,
    Reservation reservation,
    Instant asOf,
    LearnedSetup learned)
    implements Resource {
  static final String TYPE = FunctionArn.CONFIG_TYPE;

  public FunctionSetup {
    tags = Map.copyOf(tags);
    layers = List.copyOf(layers);
  }

  public String name() {
    return id.name();
  }

  /// The account it lives in.
  public String account() {
    return id.arn().split(":", -1)[4];
  }

  /// The same with more known.
  FunctionSetup knowing(LearnedSetup more) {
    return new FunctionSetup(
        id, tags, revision, runtime, role, layers, key, variables, reservation, asOf, more);
  }

  @Override
  public Optional<String> offLimits(Bounds bounds) {
    return name().startsWith("rampart-") ? Optional.of("Rampart's own") : Optional.empty();
  }
}
