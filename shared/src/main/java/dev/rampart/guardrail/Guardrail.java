package dev.rampart.guardrail;

import java.util.Map;

/// Watches one kind of part of a resource for one bad state, and says how to put it right.
///
/// Implementations are final, stateless, and carry [Rule]. They have no client within reach.
///
/// @param <R> the resource
/// @param <P> the part, a record that Jackson can write and read: it is remembered as known good
public non-sealed interface Guardrail<R extends Resource, P> extends Ruled {
  /// The parts judged, by a key that stays the same while the part does: `GET /orders`, a
  /// statement's Sid, `prod`. The keys are remembered, so that a new part can be told from an old
  /// one.
  Map<String, P> parts(R resource);

  /// Judges one part. Pure: the same arguments give the same verdict.
  ///
  /// @param part one of [#parts]
  /// @param resource the resource it belongs to, with the facts asked for so far
  /// @param past what is known of this very part; [Past#unread] on the first look
  Verdict check(P part, R resource, Past<P> past);

  /// Whether the fix of a part neither reads nor writes what the fix of any other part does. Such
  /// parts are fixed in one go if several are bad, and told of in one alert.
  ///
  /// @param part one of [#parts]
  default boolean isFixedByItself(P part) {
    return false;
  }
}
