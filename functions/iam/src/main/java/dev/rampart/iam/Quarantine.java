package dev.rampart.iam;

/// The permissions boundary for a role that allows everything and that nothing better can be done
/// about: it works on, but cannot gain or grant rights, change code, or blind the account.
/// `template.yaml` has the policy.
final class Quarantine {
  private static final String NAME = "rampart-quarantine";

  private Quarantine() {}

  /// The policy in a role's account.
  static String arn(Identity role) {
    var fields = role.arn().split(":", 6);
    return "arn:%s:iam::%s:policy/%s".formatted(fields[1], fields[4], NAME);
  }

  /// Whether a policy is the one.
  static boolean isPolicy(String arn) {
    return arn.endsWith(":policy/" + NAME);
  }
}
