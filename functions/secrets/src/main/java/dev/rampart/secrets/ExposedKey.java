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
  private static final String TRUST =
      "only a person knows whether the account is a partner: /rampart/trusted-accounts names those"
          + " that are";

  @Override
  public Map<String, Access> parts(Key key) {
    return key.accesses();
  }

  @Override
  public Verdict check(Access access, Key key, Past<Access> past) {
    return switch (access) {
      case Access.ByPolicy(var policy) -> policy(policy, key, past);
      case Access.ByAccount account -> foreign(account::isTrusted, account.inWords(), TRUST, key);
      case Access.ByGrant grant ->
          foreign(
              trusted -> trusted.accounts().contains(grant.account()),
              "a grant lets %s %s".formatted(grant.grantee(), grant.operations()),
              TRUST
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

  private static Verdict policy(PolicyText policy, Key key, Past<Access> past) {
    if (policy.isRefused()) {
      return undetermined(policy.refused());
    }
    return switch (Exposure.of(policy.document(), key.account())) {
      case Exposure.Confined() -> compliant();
      case Exposure.Unknown(var why) -> undetermined(why);
      case Exposure.OpenToNetworks(var actions) ->
          violation("anyone in certain networks may " + actions)
              .leftToAPerson(
                  "whether those networks are the owner's own is not to be seen from here")
              .verdict();
      case Exposure.Open(var actions, var isFenced) ->
          open("anyone may " + actions, isFenced, policy.document(), key, past);
    };
  }

  private static Verdict open(
      String detail, boolean isFenced, String document, Key key, Past<Access> past) {
    var finding = violation(detail);
    if (isFenced) {
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
        .flatMap(good -> documentOf(good.part()).stream())
        .filter(former -> !former.isEmpty())
        .filter(former -> Exposure.of(former, key.account()) instanceof Exposure.Confined)
        .filter(former -> !DeletedPrincipals.areIn(former))
        .filter(former -> PolicyChanges.leavesItToTheOwner(former, key))
        .filter(former -> PolicyChanges.takesOnlyWhatIsOpen(former, document, key.account()))
        .findFirst();
  }

  private static Optional<String> documentOf(Access access) {
    return switch (access) {
      case Access.ByPolicy(var policy) -> Optional.of(policy.document());
      case Access.ByAccount _, Access.ByGrant _, Access.Unread _ -> Optional.empty();
    };
  }
}
