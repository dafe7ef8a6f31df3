package dev.rampart.respond;

import dev.rampart.alert.Alerts;
import dev.rampart.change.Actor;
import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Commands;
import dev.rampart.ledger.Fixes;
import dev.rampart.ledger.Ledger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/// What responding stands on.
///
/// @param function the function's name, which is also that of its role; its fixes are counted
///   together: `rampart-iam`
/// @param undoFunction the name and alias of the function that undoes
/// @param account the own account
/// @param region the Region the function runs in
/// @param maxFixesPerHour how many fixes the function may make within a clock hour
/// @param allowedGrants the IAM actions of operations that can grant and that fixes may use, as the
///   stack was deployed; `*` is all of them
public record Tools(
    String function,
    String undoFunction,
    String account,
    String region,
    int maxFixesPerHour,
    Set<String> allowedGrants,
    Ledger ledger,
    Fixes fixes,
    Consent consent,
    Stacks stacks,
    Alerts alerts,
    Caller caller,
    Commands commands,
    Requeue requeue,
    InstantSource clock) {
  /// Whether a fix may make that call, as the stack was deployed.
  boolean mayUse(Call call) {
    return !caller.grants(call)
        || allowedGrants.contains("*")
        || allowedGrants.contains(caller.permission(call));
  }

  Instant now() {
    return clock.instant();
  }

  /// Whether the function itself did it, or the one that undoes. Others with a name like Rampart's
  /// are somebody else.
  boolean isOwn(Actor actor) {
    return actor.isRole(account, function) || actor.isRole(account, function + "-undo");
  }
}
