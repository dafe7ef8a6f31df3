package dev.rampart.guardrail;

import dev.rampart.change.Change;
import java.util.List;
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

  /// The same resource with more known.
  R learn(R resource, Set<Fact> facts);

  /// Every resource of this kind in the account, lazily, page by page.
  Stream<ResourceId> all();

  /// How many calls per second reading one may take on average, for the pace of a sweep.
  double callsPerSecond();

  /// How many calls reading one resource takes, for the pace of a sweep.
  int callsPerLook();

  /// What watches it, in the order in which they judge.
  List<Guardrail<R, ?>> guardrails();
}
