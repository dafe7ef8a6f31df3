package dev.rampart.secrets;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.secrets.MasterKey.OWNER;
import static dev.rampart.secrets.MasterKey.decrypt;
import static dev.rampart.secrets.MasterKey.policy;
import static dev.rampart.secrets.MasterKey.withPolicy;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Verdict;
import dev.rampart.tester.GuardrailTester;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.model.GrantOperation;

final class ExposedKeyTest {
  private static final String ANYONE = decrypt("\"*\"", "");
  private static final String PARTNER = decrypt("{\"AWS\":\"999999999999\"}", "");

  private final GuardrailTester<Key, Access> key = MasterKey.tester(new ExposedKey());

  @Test
  void putsTheFormerPolicyBack() {
    key.given(withPolicy(policy(OWNER, ANYONE)))
        .with(goodBefore(remembered(policy(OWNER))))
        .isFlagged("anyone may kms:decrypt")
        .would("put the last good key policy back", RESTORES)
        .wouldRun(
            "aws kms put-key-policy --key-id "
                + MasterKey.ARN
                + " --policy-name default --policy '"
                + policy(OWNER)
                + "' --no-bypass-policy-lockout-safety-check");
  }

  @Test
  void leavesToAPersonAKeyOfWhichNothingGoodIsKnown() {
    key.given(withPolicy(policy(OWNER, ANYONE)))
        .with(provedNew())
        .isLeftToAPerson("a wrong policy locks data away");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:role/admin\"},"
            + "\"Action\":\"kms:*\",\"Resource\":\"*\"}",
        "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:root\"},"
            + "\"Action\":\"kms:Decrypt\",\"Resource\":\"*\"}",
        "{\"Effect\":\"Deny\",\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:root\"},"
            + "\"Action\":\"kms:*\",\"Resource\":\"*\"}",
        "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:root\"},"
            + "\"Action\":\"kms:*\",\"Resource\":\"*\",\"Condition\":{\"Bool\":"
            + "{\"aws:MultiFactorAuthPresent\":\"true\"}}}"
      })
  void neverLocksTheOwnerOut(String instead) {
    key.given(withPolicy(policy(OWNER, ANYONE)))
        .with(goodBefore(remembered(policy(instead))))
        .isLeftToAPerson("locks data away");
    key.given(withPolicy(policy(instead, ANYONE)), "key policy")
        .with(goodBefore(remembered(policy(OWNER))))
        .isFlagged("anyone may");
  }

  @Test
  void neverTakesAStatementThatCameSince() {
    key.given(withPolicy(policy(OWNER, ANYONE, decrypt("{\"AWS\":\"123456789012\"}", ""))))
        .with(goodBefore(remembered(policy(OWNER))))
        .isLeftToAPerson("locks data away");
  }

  @Test
  void neverPutsAPolicyBackThatIsOpenItself() {
    key.given(withPolicy(policy(OWNER, ANYONE)))
        .with(goodBefore(remembered(policy(OWNER, ANYONE.replace("Decrypt", "Encrypt")))))
        .isLeftToAPerson("locks data away");
  }

  @Test
  void leavesToAPersonWhatKmsWouldNotTakeBack() {
    key.given(withPolicy(policy(ANYONE)))
        .with(goodBefore(remembered(policy(OWNER))))
        .isLeftToAPerson("could not be undone");
    key.given(withPolicy(policy(OWNER, ANYONE, decrypt("{\"AWS\":\"AROAEXAMPLEEXAMPLE12\"}", ""))))
        .with(goodBefore(remembered(policy(OWNER))))
        .isLeftToAPerson("could not be undone");
  }

  @Test
  void leavesAFencedPolicyToAPerson() {
    var fence =
        ANYONE
            .replace("Allow", "Deny")
            .replace(
                "}",
                ",\"Condition\":{\"StringNotEquals\":{\"kms:CallerAccount\":\"123456789012\"}}}");
    key.given(withPolicy(policy(OWNER, ANYONE, fence)))
        .with(goodBefore(remembered(policy(OWNER))))
        .isLeftToAPerson("a denial with a condition");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // https://docs.aws.amazon.com/kms/latest/developerguide/policy-conditions.html, as AWS
        // writes it for its own services
        "\"Condition\":{\"StringEquals\":{\"kms:CallerAccount\":\"123456789012\","
            + "\"kms:ViaService\":\"secretsmanager.us-east-1.amazonaws.com\"}}",
        "\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-abcdefghij\"}}"
      })
  void leavesEveryoneOfTheAccountOrOrganization(String condition) {
    key.given(withPolicy(policy(OWNER, decrypt("\"*\"", condition)))).isLeftAlone();
  }

  @Test
  void doesNotTakeAServiceForACondition() {
    var via =
        "\"Condition\":{\"StringEquals\":{\"kms:ViaService\":\"s3.us-east-1.amazonaws.com\"}}";
    var open = key.given(withPolicy(policy(OWNER, decrypt("\"*\"", via))));
    assertThat(open.verdict()).isNotInstanceOf(Verdict.Compliant.class);
  }

  @Test
  void leavesServicesAndDenials() {
    key.given(
            withPolicy(
                policy(
                    OWNER,
                    decrypt("{\"Service\":\"events.amazonaws.com\"}", ""),
                    ANYONE.replace("Allow", "Deny"))))
        .isLeftAlone();
  }

  @Test
  void leavesNetworksToAPerson() {
    key.given(
            withPolicy(
                policy(
                    OWNER,
                    decrypt(
                        "\"*\"",
                        "\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"203.0.113.0/24\"}}"))))
        .isFlagged("anyone in certain networks may")
        .isLeftToAPerson("networks");
  }

  @Test
  void leavesAccountsToAPerson() {
    key.given(withPolicy(policy(OWNER, PARTNER)), "account 999999999999")
        .isFlagged("account 999999999999 may kms:decrypt as 999999999999")
        .isLeftToAPerson("/rampart/trusted-accounts");
    key.given(
            withPolicy(policy(OWNER, PARTNER.replace("999999999999", "222222222222"))),
            "account 222222222222")
        .isLeftAlone();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-abcdefghij\"} | true",
        "\"StringLike\":{\"aws:PrincipalOrgID\":[\"o-abcdefghij\"]} | true",
        "\"ForAnyValue:StringLike\":{\"aws:PrincipalOrgPaths\":\"o-abcdefghij/r-1/*\"} | true",
        "\"StringEquals\":{\"aws:PrincipalOrgID\":[\"o-abcdefghij\",\"o-somebodyelse\"]} | false",
        "\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-somebodyelse\"} | false",
        "\"StringLike\":{\"aws:PrincipalOrgID\":\"o-*\"} | false",
        "\"StringNotEquals\":{\"aws:PrincipalOrgID\":\"o-abcdefghij\"} | false",
        "\"StringEqualsIfExists\":{\"aws:PrincipalOrgID\":\"o-abcdefghij\"} | false",
        "\"ForAllValues:StringEquals\":{\"aws:PrincipalOrgPaths\":\"o-abcdefghij/\"} | false",
        "\"StringEquals\":{\"aws:SourceOrgID\":\"o-abcdefghij\"} | false"
      })
  void leavesAccountsThatHaveToBelongToATrustedOrganization(String condition, boolean isLeft) {
    var inside = decrypt("{\"AWS\":\"999999999999\"}", "\"Condition\":{" + condition + "}");
    var judged = key.given(withPolicy(policy(OWNER, inside)), "account 999999999999");
    assertThat(judged.verdict() instanceof Verdict.Compliant).isEqualTo(isLeft);
  }

  @Test
  void flagsAnAccountThatOneOfTwoStatementsLetsInFromAnywhere() {
    var inside =
        decrypt(
            "{\"AWS\":\"999999999999\"}",
            "\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-abcdefghij\"}}");
    key.given(withPolicy(policy(OWNER, inside, PARTNER)), "account 999999999999")
        .isFlagged("account 999999999999 may kms:decrypt as");
    var other = inside.replace("o-abcdefghij", "o-somebodyelse");
    key.given(withPolicy(policy(OWNER, inside, other)), "account 999999999999")
        .isFlagged("account 999999999999 of organization o-abcdefghij or o-somebodyelse may");
  }

  @Test
  void flagsAGrantToAnotherAccount() {
    key.given(granted("999999999999"), "grant f12e")
        .isFlagged("a grant lets arn:aws:iam::999999999999:role/reader Decrypt, CreateGrant")
        .isLeftToAPerson("aws kms revoke-grant --key-id " + MasterKey.ARN + " --grant-id f12e");
    key.given(granted("222222222222"), "grant f12e").isLeftAlone();
  }

  @Test
  void asksWhomTheOwnerTrusts() {
    var usual = granted("999999999999");
    var unasked =
        new Key(
            usual.id(),
            Map.of(),
            usual.kind(),
            usual.life(),
            0,
            usual.rotation(),
            usual.policy(),
            usual.grants(),
            "",
            Trusted.UNASKED);
    key.given(unasked, "grant f12e").asksFor(SecretsFact.TRUSTED_ACCOUNTS);
  }

  @Test
  void leavesUnjudgedWhatItMayNotRead() {
    var refused =
        MasterKey.with(
            PolicyText.refused("the key policy may not be read"),
            List.of(new Access.Unread("the grants may not be listed")));
    key.given(refused, "key policy").isUndetermined("the key policy may not be read");
    key.given(refused, "grants").isUndetermined("the grants may not be listed");
    key.given(withPolicy("{oops")).isUndetermined("not readable");
  }

  @Test
  void keepsItsHandsOffRampartItself() {
    var usual = MasterKey.usual();
    key.given(usual).isInReach();
    key.given(
            new Key(
                usual.id(),
                Map.of("rampart:part", "alerts"),
                usual.kind(),
                usual.life(),
                0,
                usual.rotation(),
                usual.policy(),
                List.of(),
                "",
                usual.trusted()))
        .isOffLimits("Rampart's own");
  }

  @Test
  void putsTheFormerPolicyBackInTheAccount() {
    var account = MasterKey.emulated(new ExposedKey());
    var id = MasterKey.create(account.person("maria"));
    account.learns(id);
    MasterKey.client(account.person("mallory"))
        .putKeyPolicy(
            put -> put.keyId(id.arn()).policyName("default").policy(policy(OWNER, ANYONE)));

    account
        .looksAt(id)
        .isFlagged("anyone may")
        .wouldRun("aws kms put-key-policy … --no-bypass-policy-lockout-safety-check")
        .isFixed(
            auditor ->
                assertThat(MasterKey.state(auditor, account.load(id))).contains(policy(OWNER)));
  }

  @Test
  void seesAGrantInTheAccount() {
    var account = MasterKey.emulated(new ExposedKey());
    var id = MasterKey.create(account.person("maria"));
    for (var grantee :
        List.of(
            "arn:aws:iam::999999999999:role/reader",
            "arn:aws:iam::123456789012:role/orders",
            "dynamodb.us-east-1.amazonaws.com")) {
      MasterKey.client(account.person("mallory"))
          .createGrant(
              create ->
                  create
                      .keyId(id.arn())
                      .granteePrincipal(grantee)
                      .operations(GrantOperation.DECRYPT));
    }
    account
        .looksAt(id)
        .isFlagged("a grant lets arn:aws:iam::999999999999:role/reader Decrypt")
        .isLeftToAPerson("revoke-grant");
  }

  private static Key granted(String account) {
    return MasterKey.with(
        PolicyText.of(policy(OWNER)),
        List.of(
            new Access.ByGrant(
                "f12e",
                account,
                "arn:aws:iam::" + account + ":role/reader",
                "Decrypt, CreateGrant")));
  }

  private static Access remembered(String document) {
    return new Access.ByPolicy(PolicyText.of(document));
  }
}
