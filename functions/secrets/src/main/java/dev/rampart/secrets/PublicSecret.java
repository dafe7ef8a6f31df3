package dev.rampart.secrets;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.guardrail.Severity.CRITICAL;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.Map;
import java.util.Optional;

/// Flags secrets that their resource policy opens to strangers, and closes those that are open to
/// everyone. Whoever may use a secret's policy for anything at all is judged: the rest is a step
/// away from the value.
@Rule(
    summary = "Secret is open to strangers",
    risk = "Whoever reads it can be whoever the secret belongs to, and leaves no trace here.",
    severity = CRITICAL,
    triggers = {
      "secretsmanager:CreateSecret",
      "secretsmanager:DeleteResourcePolicy",
      "secretsmanager:PutResourcePolicy",
      "secretsmanager:RestoreSecret",
      "secretsmanager:TagResource",
      "secretsmanager:UntagResource"
    },
    configTypes = Secret.TYPE,
    standards = {"OWASP-S3:2017", "OWASP-S5:2017"})
public final class PublicSecret implements Guardrail<Secret, Access> {
  private static final String EXPOSED =
      ": the value counts as exposed, so rotate it (aws secretsmanager rotate-secret, or by hand)";

  @Override
  public Map<String, Access> parts(Secret secret) {
    return secret.accesses();
  }

  @Override
  public Verdict check(Access access, Secret secret, Past<Access> past) {
    return switch (access) {
      case Access.ByPolicy(var policy) ->
          Exposure.verdict(
              policy,
              secret.account(),
              exposure -> open(exposure, policy.document(), secret, past));
      case Access.ByAccount account -> account(account, secret);
      case Access.ByGrant _, Access.Unread _ -> compliant(); // only keys have grants
    };
  }

  private static Verdict open(
      Exposure.Open exposure, String document, Secret secret, Past<Access> past) {
    var finding = violation("anyone may " + exposure.actions() + EXPOSED);
    var rest = PolicyChanges.withoutOpenStatements(document, secret.account());
    var closing = SecretCalls.limit(secret, rest);
    if (exposure.isFenced()) {
      return finding
          .leftToAPerson("a denial with a condition may keep strangers away after all", closing)
          .verdict();
    }
    if (DeletedPrincipals.areIn(document)) {
      return finding
          .leftToAPerson(
              "a change could not be undone: the policy names a deleted principal, which Secrets"
                  + " Manager does not accept again",
              closing)
          .verdict();
    }
    var undo = SecretCalls.giveBack(secret, document);
    findFormer(secret, document, past)
        .ifPresent(
            former ->
                finding.fixedBy(
                    "put the last good resource policy back",
                    RESTORES,
                    SecretCalls.limit(secret, former),
                    undo));
    if (isConfined(rest, secret)) {
      finding.fixedBy(plan(rest), RESTRICTS, closing, undo);
    }
    return finding
        .leftToAPerson("only a person knows who needs the secret", new Call[] {closing})
        .verdict();
  }

  private static String plan(String rest) {
    return rest.isEmpty()
        ? "delete the resource policy, which lets nobody else in"
        : "take the statements that let everyone in out of the resource policy, keep the rest";
  }

  // If the secret had no policy before, or got more statements since that let nobody else in,
  // taking out what is wrong does less.
  private static Optional<String> findFormer(Secret secret, String document, Past<Access> past) {
    return past.good().stream()
        .flatMap(good -> good.part().document().stream())
        .filter(former -> isConfined(former, secret))
        .findFirst()
        .filter(former -> !former.isEmpty())
        .filter(former -> PolicyChanges.takesOnlyWhatIsOpen(former, document, secret.account()));
  }

  private static boolean isConfined(String document, Secret secret) {
    return Exposure.of(document, secret.account()) instanceof Exposure.Confined
        && (document.isEmpty() || !DeletedPrincipals.areIn(document));
  }

  private static Verdict account(Access.ByAccount access, Secret secret) {
    if (!secret.trusted().isKnown()) {
      return asks(SecretsFact.TRUSTED_ACCOUNTS);
    }
    if (access.isTrusted(secret.trusted())) {
      return compliant();
    }
    var rest =
        PolicyChanges.without(
            secret.policy().document(),
            each -> ForeignAccess.isOnlyFor(access.account(), each, secret.account()));
    var closes = !ForeignAccess.in(rest, secret.account()).containsKey(access.account());
    return violation(access.inWords())
        .leftToAPerson(
            Trusted.WHO_KNOWS, closes ? new Call[] {SecretCalls.limit(secret, rest)} : new Call[0])
        .verdict();
  }
}
