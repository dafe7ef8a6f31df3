package dev.rampart.guardrail;

import dev.rampart.change.Change;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// One kind of resource: which changes touch it, how it is read, what watches it.
///
/// @param <R> the resource
public interface Domain<R extends Resource> {
  /// AWS's name for the kind, as CloudFormation writes it.
  String type();

  /// The resources of this kind that a change touches; empty if it is none of this kind's business.
  /// Pure but for what only a read can tell (Config names IAM resources by unique id).
  Set<ResourceId> touchedBy(Change change);

  /// Whether CloudTrail proves that this change created the resource.
  boolean isCreatedBy(Change change, ResourceId id);

  /// Reads the live state, the cheap part of it.
  ///
  /// @throws software.amazon.awssdk.core.exception.SdkException as the client throws it
  Loaded<R> load(ResourceId id);

  /// Reads the tags of a resource, which tell of exemptions even while it is being updated.
  ///
  /// @return nothing if they cannot be told yet; none if it is gone
  /// @throws software.amazon.awssdk.core.exception.SdkException as the client throws it
  default Optional<Map<String, String>> loadTags(ResourceId id) {
    return switch (load(id)) {
      case Loaded.Present<R>(var resource) -> Optional.of(resource.tags());
      case Loaded.Gone<R> _ -> Optional.of(Map.of());
      case Loaded.Unsettled<R> _ -> Optional.empty();
    };
  }

  /// Reads only what these changes are about, where that is cheaper and enough to see that all is
  /// well. It is kept to if every part of it is good; otherwise the resource is loaded whole.
  ///
  /// @return the resource with nothing but the parts that the changes can have changed; by default
  ///   nothing: it has to be loaded
  default Optional<R> glance(ResourceId id, List<Change> changes) {
    return Optional.empty();
  }

  /// The same resource with more known.
  R learn(R resource, Set<Fact> facts);

  /// Every resource of this kind in the account, lazily, page by page.
  Stream<ResourceId> all();

  /// What a sweep looks at where [#all] names this resource: by default just it. Where only a read
  /// tells which resources belong to one, the read is made here, at the pace of the sweep.
  ///
  /// @throws software.amazon.awssdk.core.exception.SdkException as the client throws it
  default Stream<ResourceId> within(ResourceId id) {
    return Stream.of(id);
  }

  /// How many calls per second reading one may take on average, for the pace of a sweep.
  double callsPerSecond();

  /// How many calls reading one resource takes with what is usually [#within] it, for the pace of a
  /// sweep.
  int callsPerLook();

  /// How many calls each of those that are [#within] a resource takes, for the pace of a sweep.
  default int callsWithin() {
    return callsPerLook();
  }

  /// The same kind for a visit of seconds to many resources: what they have in common need be read
  /// once only. A resource that is loaded again is read anew.
  default Domain<R> forOneVisit() {
    return this;
  }

  /// What watches it, in the order in which they judge.
  List<Guardrail<R, ?>> guardrails();
}
