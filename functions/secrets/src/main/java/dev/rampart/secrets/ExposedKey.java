package dev.rampart.secrets;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Severity.CRITICAL;
import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.undetermined;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Flags keys that strangers may use, by the key policy or by a grant, and puts the last good key
/// policy back. Without one nothing is written: a key policy that is wrong locks data away.
@Rule(
    summary = "Encryption key is open to strangers",
    risk = "Whoever may use the key can read what it encrypts, or lock the owner out.",
    severity = CRITICAL,
    triggers = {
      "kms:CreateGrant",
      "kms:CreateKey",
      "kms:PutKeyPolicy",
      "kms:RevokeGrant",
      "kms:TagResource",
      "kms:UntagResource"
    },
    configTypes = Key.TYPE,
    standards = {"KMS.5", "OWASP-S5:2017"})
public final class ExposedKey implements Guardrail<Key, Access> {
  @Override
  public Map<String, Access> parts(Key key) {
    return key.accesses();
  }

  @Override
  public Verdict check(Access access, Key key, Past<Access> past) {
    return switch (access) {
      case Access.ByPolicy(var policy) ->
          Exposure.verdict(
              policy, key.account(), exposure -> open(exposure, policy.document(), key, past));
      case Access.ByAccount account ->
          foreign(account::isTrusted, account.inWords(), Trusted.WHO_KNOWS, key);
      case Access.ByGrant grant ->
          foreign(
              trusted -> trusted.accounts().contains(grant.account()),
              "a grant lets %s %s".formatted(grant.grantee(), grant.operations()),
              Trusted.WHO_KNOWS
                  + "; a grant is taken back with aws kms revoke-grant --key-id %s --grant-id %s"
                      .formatted(key.id().arn(), grant.id()),
              key);
      case Access.Unread(var why) -> undetermined(why);
    };
  }

  private static Verdict foreign(
      Predicate<Trusted> isPartner, String detail, String because, Key key) {
    if (!key.trusted().isKnown()) {
      return asks(SecretsFact.TRUSTED_ACCOUNTS);
    }
    return isPartner.test(key.trusted())
        ? compliant()
        : violation(detail).leftToAPerson(because).verdict();
  }

  private static Verdict open(Exposure.Open exposure, String document, Key key, Past<Access> past) {
    var finding = violation("anyone may " + exposure.actions());
    if (exposure.isFenced()) {
      return finding
          .leftToAPerson("a denial with a condition may keep strangers away after all")
          .verdict();
    }
    if (DeletedPrincipals.areIn(document) || !PolicyChanges.leavesItToTheOwner(document, key)) {
      return finding
          .leftToAPerson("a change could not be undone: KMS would not accept this policy again")
          .verdict();
    }
    findFormer(key, document, past)
        .ifPresent(
            former ->
                finding.fixedBy(
                    "put the last good key policy back",
                    RESTORES,
                    KeyCalls.putPolicy(key, former),
                    KeyCalls.putPolicy(key, document)));
    return finding
        .leftToAPerson("only a person knows who needs the key, and a wrong policy locks data away")
        .verdict();
  }

  private static Optional<String> findFormer(Key key, String document, Past<Access> past) {
    return past.good().stream()
        .flatMap(good -> good.part().document().stream())
        .filter(former -> !former.isEmpty())
        .filter(former -> Exposure.of(former, key.account()) instanceof Exposure.Confined)
        .filter(former -> !DeletedPrincipals.areIn(former))
        .filter(former -> PolicyChanges.leavesItToTheOwner(former, key))
        .filter(former -> PolicyChanges.takesOnlyWhatIsOpen(former, document, key.account()))
        .findFirst();
  }
}
