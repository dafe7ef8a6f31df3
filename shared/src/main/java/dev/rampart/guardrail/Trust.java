package dev.rampart.guardrail;

import dev.rampart.change.Actor;
import dev.rampart.policy.Glob;
import java.util.Set;

/// Whom the owner trusts, for those who judge what somebody does.
///
/// @param account the account itself
/// @param accounts other accounts that are as good as the own one
/// @param deployRoles who deploys: ARNs or names of roles (or of users), with `*` for any
///   characters; empty if the owner has not said
public record Trust(String account, Set<String> accounts, Set<String> deployRoles) {
  public Trust {
    accounts = Set.copyOf(accounts);
    deployRoles = Set.copyOf(deployRoles);
  }

  /// Whether an account is the own one or as good.
  public boolean includes(String other) {
    return other.equals(account) || accounts.contains(other);
  }

  /// Whether the owner has said who deploys.
  public boolean knowsDeployers() {
    return !deployRoles.isEmpty();
  }

  /// Whether somebody is one of those who deploy. A name means one of this account.
  public boolean isDeployer(Actor actor) {
    var arn = actor.role().isEmpty() ? actor.principal() : actor.role();
    var isHere = arn.contains("::" + account + ":");
    var name = arn.substring(arn.lastIndexOf('/') + 1);
    return deployRoles.stream()
        .anyMatch(
            each ->
                each.startsWith("arn:")
                    ? matches(each, arn)
                    : isHere && !name.isEmpty() && matches(each, name));
  }

  private static boolean matches(String pattern, String text) {
    return new Glob(pattern).matches(text);
  }
}
