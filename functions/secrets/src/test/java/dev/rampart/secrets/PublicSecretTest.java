package dev.rampart.secrets;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.secrets.Database.ANYONE;
import static dev.rampart.secrets.Database.OWN;
import static dev.rampart.secrets.Database.allow;
import static dev.rampart.secrets.Database.policy;
import static dev.rampart.secrets.Database.remembered;
import static dev.rampart.secrets.Database.with;
import static dev.rampart.secrets.Database.withPolicy;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rampart.guardrail.ResourceId;
import dev.rampart.guardrail.Verdict;
import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.GuardrailTester;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.secretsmanager.model.PublicPolicyException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

final class PublicSecretTest {
  private static final String POLICY = "resource policy";
  private static final String PUT =
      "aws secretsmanager put-resource-policy --secret-id " + Database.ID.arn();
  private static final String DELETE =
      "aws secretsmanager delete-resource-policy --secret-id " + Database.ID.arn();
  private static final String PARTNER = "{\"AWS\":\"arn:aws:iam::999999999999:root\"}";

  private final GuardrailTester<Secret, Access> secret = Database.tester(new PublicSecret());

  @Test
  void putsTheFormerPolicyBack() {
    secret
        .given(with(allow(ANYONE)))
        .with(goodBefore(remembered(allow(OWN))))
        .isFlagged("anyone may secretsmanager:getsecretvalue: the value counts as exposed")
        .would("put the last good resource policy back", RESTORES)
        .wouldRun(PUT + " --resource-policy '" + policy(allow(OWN)) + "' --block-public-policy")
        .otherwise()
        .would("delete the resource policy", RESTRICTS);
  }

  @Test
  void takesOutWhatLetsEveryoneInAndKeepsTheRest() {
    secret
        .given(with(allow(ANYONE), allow(OWN)))
        .with(goodBefore(remembered()))
        .would("take the statements that let everyone in out", RESTRICTS)
        .wouldRun(
            PUT
                + " --resource-policy '"
                + policy(allow(OWN).replace(": ", ":"))
                + "' --block-public-policy");
  }

  @Test
  void deletesAPolicyThatDoesNothingElse() {
    secret
        .given(with(allow(ANYONE)))
        .with(provedNew())
        .would("delete the resource policy", RESTRICTS)
        .wouldRun(DELETE);
    secret.given(withPolicy("{\"Statement\":" + allow("{\"AWS\":[\"*\"]}") + "}")).wouldRun(DELETE);
  }

  @Test
  void tellsThatTheValueHasToBeRotated() {
    secret.given(with(allow(ANYONE))).isFlagged("rotate it (aws secretsmanager rotate-secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Principal\":\"*\"",
        "\"Principal\":{\"AWS\":\"*\"}",
        "\"Principal\":{\"AWS\":[\"*\",\"arn:aws:iam::123456789012:root\"]}",
        "\"NotPrincipal\":{\"AWS\":\"arn:aws:iam::123456789012:root\"}",
        "\"Principal\":\"*\",\"Condition\":{\"StringLike\":{\"aws:PrincipalOrgID\":\"o-*\"}}",
        "\"Principal\":\"*\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}"
      })
  void flagsEverySpellingOfEveryone(String who) {
    secret
        .given(
            with(
                "{\"Effect\":\"Allow\",\"Action\":\"secretsmanager:*\",\"Resource\":\"*\","
                    + who
                    + "}"))
        .isFlagged("anyone may secretsmanager:*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:role/orders\"}",
        "\"Principal\":{\"Service\":\"lambda.amazonaws.com\"}",
        "\"Principal\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-abcdefghij\"}}",
        "\"Principal\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalAccount\":\"123456789012\"}}",
        "\"Principal\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:SourceVpce\":\"vpce-1\"}}"
      })
  void leavesWhatLetsSomebodyIn(String who) {
    secret
        .given(
            with(
                "{\"Effect\":\"Allow\",\"Action\":\"secretsmanager:*\",\"Resource\":\"*\","
                    + who
                    + "}"))
        .isLeftAlone();
  }

  @Test
  void leavesASecretWithoutAPolicyAndADenial() {
    secret.given(withPolicy("")).isLeftAlone();
    secret.given(with(allow(ANYONE).replace("Allow", "Deny"))).isLeftAlone();
  }

  @Test
  void neverLetsAnAccountInAgainThatWasShutOutSince() {
    secret
        .given(with(allow(ANYONE), allow(OWN)))
        .with(goodBefore(remembered(allow(OWN), allow(PARTNER))))
        .would("take the statements that let everyone in out", RESTRICTS)
        .otherwise()
        .isLeftToAPerson("who needs the secret");
  }

  @Test
  void keepsAStatementThatCameSince() {
    secret
        .given(with(allow(ANYONE), allow(OWN)))
        .with(goodBefore(remembered(allow(OWN, "\"Sid\":\"old\""))))
        .would("take the statements that let everyone in out", RESTRICTS);
  }

  @Test
  void neverPutsAPolicyBackThatIsOpenItself() {
    secret
        .given(with(allow(ANYONE)))
        .with(goodBefore(remembered(allow(ANYONE, "\"Sid\":\"old\"")), remembered(allow(OWN))))
        .wouldRun(PUT + " --resource-policy '" + policy(allow(OWN)) + "' --block-public-policy");
  }

  @Test
  void leavesAFencedPolicyToAPerson() {
    var fence =
        "{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"secretsmanager:*\",\"Resource\":\"*\","
            + "\"Condition\":{\"StringNotEquals\":{\"aws:PrincipalOrgID\":\"o-abcdefghij\"}}}";
    secret
        .given(with(allow(ANYONE), fence))
        .with(goodBefore(remembered(allow(OWN))))
        .isFlagged("anyone may")
        .isLeftToAPerson("a denial with a condition may keep strangers away", PUT + " …");
  }

  @Test
  void leavesToAPersonWhatCouldNotBePutBack() {
    secret
        .given(with(allow(ANYONE), allow("{\"AWS\":\"AIDAEXAMPLEEXAMPLE12\"}")))
        .with(provedNew())
        .isLeftToAPerson("could not be undone", PUT + " …");
  }

  @Test
  void leavesWhatNamesADeletedPrincipal() {
    var deleted = "{\"AWS\":\"AIDAEXAMPLEEXAMPLE12\"}";
    secret.given(with(allow(deleted), allow(OWN))).isLeftAlone();
    var mixed = "{\"AWS\":[\"AROAEXAMPLEEXAMPLE12\",\"999999999999\"]}";
    secret.given(with(allow(mixed)), POLICY).isLeftAlone();
    secret.given(with(allow(mixed)), "account 999999999999").isFlagged("as 999999999999");
    secret.given(with(allow("{\"AWS\":[\"AROAEXAMPLEEXAMPLE12\",\"*\"]}"))).isFlagged("anyone");
  }

  @Test
  void leavesToAPersonWhatIsNotCertainOnceTheRestIsJudged() {
    var odd = "\"Condition\":{\"StringEquals\":{\"aws:PrincipalTag/team\":\"shop\"}}";
    secret
        .given(with(allow(ANYONE), allow(ANYONE, odd)))
        .with(provedNew())
        .isFlagged("anyone may")
        .isLeftToAPerson("only a person knows", PUT + " …");
    secret.given(with(allow(ANYONE, odd))).isUndetermined("statement 1: condition on");
  }

  @Test
  void leavesNetworksToAPerson() {
    secret
        .given(
            with(
                allow(
                    ANYONE, "\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"203.0.113.0/24\"}}")))
        .isFlagged("anyone in certain networks may")
        .isLeftToAPerson("networks are the owner's own");
  }

  @Test
  void leavesAccountsToAPerson() {
    secret
        .given(with(allow(PARTNER), allow(OWN)), "account 999999999999")
        .with(provedNew())
        .isFlagged("account 999999999999 may secretsmanager:getsecretvalue as arn:aws:iam::9")
        .isLeftToAPerson(
            "/rampart/trusted-accounts", PUT + " --resource-policy … --block-public-policy");
    secret.given(with(allow(PARTNER)), POLICY).isLeftAlone();
  }

  @ParameterizedTest
  @CsvSource({"o-abcdefghij, true", "o-somebodyelse, false"})
  void leavesAccountsThatHaveToBelongToATrustedOrganization(String organization, boolean isLeft) {
    var inside =
        "\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"%s\"}}".formatted(organization);
    var judged = secret.given(with(allow(PARTNER, inside)), "account 999999999999");
    assertThat(judged.verdict() instanceof Verdict.Compliant).isEqualTo(isLeft);
  }

  @Test
  void neverLetsAnAccountInFromAnywhereThatHasToBelongToAnOrganization() {
    var inside = "\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-abcdefghij\"}}";
    secret
        .given(with(allow(ANYONE), allow(PARTNER, inside)), POLICY)
        .with(goodBefore(remembered(allow(PARTNER, inside), allow(PARTNER))))
        .would("take the statements that let everyone in out", RESTRICTS);
  }

  @Test
  void leavesTrustedAccounts() {
    secret
        .given(with(allow(PARTNER.replace("999999999999", "222222222222"))), "account 222222222222")
        .isLeftAlone();
  }

  @Test
  void offersNoCommandThatWouldShutOthersOut() {
    var both = "{\"AWS\":[\"999999999999\",\"arn:aws:iam::123456789012:role/orders\"]}";
    assertThat(secret.given(with(allow(both)), "account 999999999999").commands()).isEmpty();
  }

  @Test
  void asksWhomTheOwnerTrusts() {
    var unasked =
        new Secret(
            Database.ID,
            Map.of(),
            Database.NAME,
            PolicyText.of(policy(allow(PARTNER))),
            SecretRotation.OFF,
            "",
            Trusted.UNASKED);
    secret.given(unasked, "account 999999999999").asksFor(SecretsFact.TRUSTED_ACCOUNTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{oops", "[]", "{\"Statement\":[{\"Effect\":\"Maybe\"}]}"})
  void leavesUnjudgedWhatItCannotRead(String document) {
    secret.given(withPolicy(document), POLICY).isUndetermined("");
  }

  @Test
  void judgesALargePolicyInTime() {
    var many = new String[100];
    for (int i = 0; i < many.length; i++) {
      many[i] = allow(OWN, "\"Sid\":\"s" + i + "\"");
    }
    many[99] = allow(ANYONE);
    secret.given(with(many), POLICY).isFlagged("anyone may").would("keep the rest", RESTRICTS);
  }

  @Test
  void leavesUnjudgedAPolicyThatMayNotBeRead() {
    secret
        .given(with(PolicyText.refused("the resource policy may not be read"), ""))
        .isUndetermined("the resource policy may not be read");
  }

  @Test
  void keepsItsHandsOffOthersSecrets() {
    var open = with(allow(ANYONE));
    secret.given(open).isInReach();
    secret.given(with(open.policy(), "managed by rds")).isOffLimits("managed by rds");
    secret
        .given(
            new Secret(
                Database.id("rampart/orders-AbCdEf"),
                Map.of(),
                "rampart/orders",
                open.policy(),
                SecretRotation.OFF,
                "",
                Trusted.UNASKED))
        .isOffLimits("Rampart's own");
  }

  @Test
  void putsTheFormerPolicyBackInTheAccount() {
    var account = Database.emulated(new PublicSecret());
    var id = Database.create(account.person("maria"));
    Database.put(account.person("maria"), policy(allow(OWN)));
    account.learns(id);
    Database.put(account.person("mallory"), policy(allow(OWN), allow(ANYONE)));

    account
        .looksAt(id)
        .isFlagged("anyone may")
        .wouldRun("aws secretsmanager put-resource-policy … --block-public-policy")
        .isFixed(
            auditor ->
                assertThat(Database.state(auditor, account.load(id)))
                    .isEqualTo(policy(allow(OWN))));
  }

  @Test
  void deletesAPolicyInTheAccountThatOnlyOpens() {
    var account = Database.emulated(new PublicSecret());
    var id = Database.create(account.person("maria"));
    account.learns(id);
    Database.put(account.person("mallory"), policy(allow(ANYONE)));

    account
        .looksAt(id)
        .wouldRun("aws secretsmanager delete-resource-policy …")
        .isFixed(
            auditor -> assertThat(Database.state(auditor, account.load(id))).isEqualTo("null"));
    assertThat(EmulatedAccount.running().events().toString()).doesNotContain(Database.VALUE);
  }

  @Test
  void couldNotOpenASecretByMistake() {
    var account = EmulatedAccount.empty();
    var id = Database.create(account.person("maria"));
    var secret = Database.withPolicy("");
    var opening =
        SecretCalls.limit(
            new Secret(
                id,
                secret.tags(),
                secret.name(),
                secret.policy(),
                secret.rotation(),
                "",
                secret.trusted()),
            policy(allow(ANYONE)));
    var operations = SecretsOperations.with(Clients.of(account.function("rampart-secrets")));

    assertThatThrownBy(() -> operations.of(opening.request()).send().apply(opening.request()))
        .isInstanceOf(PublicPolicyException.class);
  }

  @Test
  void failsToFixASecretThatIsGone() {
    var account = Database.emulated(new PublicSecret());
    var id = Database.create(account.person("maria"));
    Database.put(account.person("mallory"), policy(allow(ANYONE)));
    var fix = account.looksAt(id).calls().getFirst().request();
    Database.client(account.person("mallory"))
        .deleteSecret(delete -> delete.secretId(id.arn()).forceDeleteWithoutRecovery(true));
    var operations =
        SecretsOperations.with(Clients.of(EmulatedAccount.running().function("rampart-secrets")));

    assertThatThrownBy(() -> operations.of(fix).send().apply(fix))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThat(account.domain().load(new ResourceId(Secret.TYPE, id.arn())))
        .isInstanceOf(dev.rampart.guardrail.Loaded.Gone.class);
  }
}
