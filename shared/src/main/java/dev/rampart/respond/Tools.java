package dev.rampart.respond;

import dev.rampart.alert.Alerts;
import dev.rampart.change.Actor;
import dev.rampart.guardrail.Commands;
import dev.rampart.ledger.Fixes;
import dev.rampart.ledger.Ledger;
import java.time.Instant;
import java.time.InstantSource;

/// What responding stands on.
///
/// @param function the function's name, which is also that of its role; its fixes are counted
///   together: `rampart-iam`
/// @param undoFunction the name and alias of the function that undoes
/// @param account the own account
/// @param region the Region the function runs in
/// @param maxFixesPerHour how many fixes the function may make within a clock hour
/// @param allowRestore whether fixes may use operations that can grant
public record Tools(
    String function,
    String undoFunction,
    String account,
    String region,
    int maxFixesPerHour,
    boolean allowRestore,
    Ledger ledger,
    Fixes fixes,
    Consent consent,
    Stacks stacks,
    Alerts alerts,
    Caller caller,
    Commands commands,
    Requeue requeue,
    InstantSource clock) {
  Instant now() {
    return clock.instant();
  }

  /// Whether the function itself did it, or the one that undoes. Others with a name like Rampart's
  /// are somebody else.
  boolean isOwn(Actor actor) {
    return actor.isRole(account, function) || actor.isRole(account, function + "-undo");
  }
}
