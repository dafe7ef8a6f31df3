package dev.rampart.lambda;

import dev.rampart.policy.Condition;
import dev.rampart.policy.Glob;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Whether a function's role may read what Secrets Manager encrypted with a customer key: for that
/// it needs `kms:Decrypt`
/// ([Source](https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html)).
///
/// Only what the key's own policy says for certain counts. If it leaves the matter to the policies
/// of the role, those may say it today and not tomorrow, and a denial may be about anything: then
/// nobody knows from here.
final class KeyUse {
  private static final Glob DECRYPT = Glob.ofAction("kms:Decrypt");
  private static final String ACCOUNT = "kms:calleraccount";

  private final String role;
  // What is known of the call that Secrets Manager makes for the role.
  private final Map<String, String> call = new HashMap<>();

  KeyUse(FunctionSetup setup) {
    this.role = setup.role();
    call.put(ACCOUNT, setup.account());
    call.put("aws:principalaccount", setup.account());
    call.put("aws:principalarn", role);
    call.put(
        "kms:viaservice",
        "secretsmanager.%s.amazonaws.com".formatted(setup.id().arn().split(":", -1)[3]));
  }

  /// Why the role may be kept from it, a clause; empty if it is let in.
  String obstacle(PolicyDocument policy) {
    var statements = policy.statements();
    if (statements.stream().anyMatch(each -> !each.allows() && mayBeAboutDecrypting(each))) {
      return "the policy of the key that %s names denies kms:Decrypt to somebody"
          .formatted(SecretsKeys.PARAMETER);
    }
    return statements.stream().anyMatch(this::letsTheRoleDecrypt)
        ? ""
        : "the policy of the key that %s names does not itself let %s use kms:Decrypt through Secrets"
                .formatted(SecretsKeys.PARAMETER, role)
            + " Manager";
  }

  private static boolean mayBeAboutDecrypting(Statement statement) {
    return statement.hasNotAction()
        || statement.actions().isEmpty()
        || statement.actions().stream().anyMatch(KeyUse::coversDecrypting);
  }

  private boolean letsTheRoleDecrypt(Statement statement) {
    return statement.allows()
        && statement.actions().stream().anyMatch(KeyUse::coversDecrypting)
        && statement.resources().equals(List.of("*"))
        && isAboutTheRole(statement)
        && statement.conditions().stream().allMatch(this::holds);
  }

  private static boolean coversDecrypting(String action) {
    return Glob.ofAction(action).covers(DECRYPT);
  }

  // Everyone is meant where a condition says whose everyone, as in the policy of AWS's own key.
  private boolean isAboutTheRole(Statement statement) {
    var principals = statement.principals("AWS");
    if (principals.contains(role)) {
      return true;
    }
    var isEveryone = principals.contains("*") || statement.principal().asText().equals("*");
    return isEveryone
        && statement.conditions().stream().anyMatch(each -> each.key().equals(ACCOUNT));
  }

  private boolean holds(Condition condition) {
    var known = call.get(condition.key());
    return known != null && condition.isPositive() && condition.values().contains(known);
  }
}
