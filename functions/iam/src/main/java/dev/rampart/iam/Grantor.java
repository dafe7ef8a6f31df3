package dev.rampart.iam;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Something in IAM whose documents grant rights to principals.
public sealed interface Grantor extends Resource permits ManagedPolicy, Principal {
  /// Why a version that was judged good before is not replaced.
  String UNCHANGED = "it is the same as when it was last judged good: no change to take back";

  /// Why a document that names every action is not written.
  String TOO_LONG = "a narrower document would be longer than IAM takes";

  /// The documents of its own that are in force, by a name that stays.
  Map<String, PolicyText> policies();

  /// What adds to the rights, by a name that stays: documents of its own, and policies it has.
  Map<String, PolicyText> sources();

  /// What all of it allows together, as far as it was read.
  Rights rights();

  /// What has to be read before a violation can be told in full.
  Set<Fact> unknown();

  /// Whether the documents bound rights rather than grant them.
  boolean onlyBounds();

  /// The step that puts a version back that was good, if that version can be had.
  Optional<Step> restoring(PolicyText bad, PolicyText good);

  /// The step that takes away a document that should never have come, if it can be taken away
  /// alone.
  Optional<Step> removing(PolicyText bad);

  /// What has to be read before a document can be narrowed to what was used; nothing if it is known
  /// or would not help.
  default Set<Fact> unknownUsage() {
    return Set.of();
  }

  /// What is known of what was used.
  default UsageReport usage() {
    return new UsageReport.Unasked();
  }

  /// Why a smaller document cannot be put in place of one, if there is a reason: it says less, and
  /// may be longer.
  default Optional<String> noRoomFor(PolicyText bad, String document) {
    return Optional.empty();
  }

  /// How long IAM takes a document for: white space does not count.
  static int length(String document) {
    return (int) document.chars().filter(each -> !Character.isWhitespace(each)).count();
  }

  /// The steps that put a smaller document in place of one.
  default List<Step> narrowing(PolicyText bad, String document) {
    return List.of();
  }

  /// Whether Rampart has contained what the documents allow.
  default boolean isContained() {
    return false;
  }

  /// The step that contains what the documents allow, if that can be done.
  default Optional<Step> containing() {
    return Optional.empty();
  }

  /// What a person may run to take the rights away.
  ///
  /// @param isGood whether a document would be good
  List<Call> byHand(PolicyText bad, Predicate<String> isGood);
}
