package dev.rampart.secrets;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.secrets.MasterKey.ENABLED;
import static dev.rampart.secrets.MasterKey.SYMMETRIC;
import static dev.rampart.secrets.MasterKey.YEARLY;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Past;
import dev.rampart.secrets.KeyCondition.Life;
import dev.rampart.secrets.KeyCondition.Rotation;
import dev.rampart.secrets.KeyCondition.Use;
import dev.rampart.tester.GuardrailTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyAtRiskTest {
  private static final String STATE = "state";
  private static final String USE = "use";
  private static final String ROTATION = "rotation";
  private static final Use IN_USE = new Use(true);
  private static final String KEY = "--key-id " + MasterKey.ARN;

  private final GuardrailTester<Key, KeyCondition> key = MasterKey.tester(new KeyAtRisk());

  @Test
  void cancelsADeletionAndEnablesTheKeyAgain() {
    key.given(MasterKey.in("PendingDeletion", 12), STATE)
        .with(goodBefore(ENABLED))
        .isFlagged("it is to be deleted in 12 days, with all that it encrypts")
        .would("cancel the deletion and enable the key again", RESTORES, RESTORES)
        .wouldRun("aws kms cancel-key-deletion " + KEY, "aws kms enable-key " + KEY);
  }

  @Test
  void leavesAKeyDisabledThatWasNotEnabledRightBefore() {
    key.given(MasterKey.in("PendingDeletion", 12), STATE)
        .with(goodBefore(new Life("Disabled"), ENABLED))
        .would("leave the key disabled", RESTORES)
        .would("aws kms enable-key " + KEY + " enables it", RESTORES)
        .wouldRun("aws kms cancel-key-deletion " + KEY);
    key.given(MasterKey.in("PendingDeletion", 12), STATE)
        .with(goodBefore(new Life("Unavailable"), ENABLED))
        .would("leave the key disabled", RESTORES);
    key.given(MasterKey.in("PendingDeletion", 12), STATE)
        .with(provedNew())
        .would("leave the key disabled", RESTORES);
  }

  // It is known by that, when its deletion is scheduled, that it was not enabled right before.
  @ParameterizedTest
  @ValueSource(strings = {"Disabled", "PendingImport"})
  void remembersThatAKeyWasOutOfUseWhetherThatIsRightOrNot(String state) {
    key.given(MasterKey.in(state, 0), STATE).with(goodBefore(ENABLED)).isLeftAlone();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PendingDeletion", "PendingReplicaDeletion"})
  void leavesItAtOneWordThatAKeyIsToBeDeleted(String state) {
    key.given(MasterKey.in(state, 12), USE).with(goodBefore(IN_USE)).isLeftAlone();
  }

  @ParameterizedTest
  @CsvSource({"0, 7", "3, 7", "7, 7", "12, 12", "30, 30", "40, 30"})
  void givesADeletionTheTimeBackThatItHad(int left, int given) {
    assertThat(KeyCalls.keep(MasterKey.in("PendingDeletion", left)).undo().request().toString())
        .contains("PendingWindowInDays=" + given);
  }

  @Test
  void enablesAKeyThatWasInUse() {
    key.given(MasterKey.in("Disabled", 0), USE)
        .with(goodBefore(IN_USE))
        .isFlagged("it is disabled and was in use")
        .would("enable the key again", RESTORES)
        .wouldRun("aws kms enable-key " + KEY);
  }

  @Test
  void leavesAKeyThatWasNeverSeenInUse() {
    key.given(MasterKey.in("Disabled", 0), USE).isLeftAlone();
    key.given(MasterKey.in("Disabled", 0), USE).with(provedNew()).isLeftAlone();
    key.given(MasterKey.in("Disabled", 0), USE)
        .with(goodBefore(new Use(false), IN_USE))
        .isLeftAlone();
  }

  @Test
  void asksThePastBeforeItJudgesADisabledKey() {
    key.given(MasterKey.in("Disabled", 0), USE).with(Past.unread()).asksFor(Fact.History.PAST);
    key.given(MasterKey.of(SYMMETRIC, "Enabled", 0, Rotation.OFF), ROTATION)
        .with(Past.unread())
        .asksFor(Fact.History.PAST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Enabled", "Unavailable", "SomethingNew"})
  void leavesEveryOtherState(String state) {
    key.given(MasterKey.in(state, 0), STATE).with(goodBefore(ENABLED)).isLeftAlone();
    key.given(MasterKey.in(state, 0), USE).with(goodBefore(IN_USE)).isLeftAlone();
  }

  @Test
  void leavesLostMaterialAndReplicasToAPerson() {
    key.given(MasterKey.in("PendingImport", 0), USE)
        .with(goodBefore(IN_USE))
        .isLeftToAPerson("only who has the material");
    key.given(MasterKey.in("PendingReplicaDeletion", 0), STATE)
        .isLeftToAPerson("whoever deletes the replicas");
  }

  @Test
  void letsAKeyRotateAgainAsItDid() {
    key.given(MasterKey.of(SYMMETRIC, "Enabled", 0, Rotation.OFF), ROTATION)
        .with(goodBefore(new Rotation(180, "")))
        .isFlagged("it rotates no more")
        .would("let the key rotate again as it did", RESTORES)
        .wouldRun("aws kms enable-key-rotation " + KEY + " --rotation-period-in-days 180");
  }

  @Test
  void leavesAKeyThatNeverRotated() {
    key.given(MasterKey.of(SYMMETRIC, "Enabled", 0, Rotation.OFF), ROTATION).isLeftAlone();
    key.given(MasterKey.of(SYMMETRIC, "Enabled", 0, Rotation.OFF), ROTATION)
        .with(goodBefore(Rotation.OFF, YEARLY))
        .isLeftAlone();
    key.given(MasterKey.usual(), ROTATION).isLeftAlone();
  }

  @Test
  void leavesADisabledKeyThatRotatesNoMoreToAPerson() {
    key.given(MasterKey.of(SYMMETRIC, "Disabled", 0, Rotation.OFF), ROTATION)
        .with(goodBefore(YEARLY))
        .isLeftToAPerson("a key that is disabled", "aws kms enable-key-rotation …");
  }

  @ParameterizedTest
  @CsvSource({
    "CUSTOMER, RSA_2048, AWS_KMS, false",
    "CUSTOMER, HMAC_256, AWS_KMS, false",
    "CUSTOMER, SYMMETRIC_DEFAULT, EXTERNAL, false",
    "CUSTOMER, SYMMETRIC_DEFAULT, AWS_CLOUDHSM, false",
    "CUSTOMER, SYMMETRIC_DEFAULT, EXTERNAL_KEY_STORE, false",
    "CUSTOMER, SYMMETRIC_DEFAULT, AWS_KMS, true"
  })
  void leavesKeysThatCannotRotate(String manager, String spec, String origin, boolean isReplica) {
    var kind = new KeyKind(manager, spec, origin, isReplica);
    assertThat(MasterKey.of(kind, "Enabled", 0, Rotation.OFF).conditions())
        .containsOnlyKeys(STATE, USE);
  }

  @Test
  void leavesKeysThatAwsManages() {
    var kind = new KeyKind("AWS", "SYMMETRIC_DEFAULT", "AWS_KMS", false);
    var managed = MasterKey.of(kind, "PendingDeletion", 1, Rotation.OFF);
    assertThat(managed.conditions()).isEmpty();
    assertThat(managed.accesses()).isEmpty();
  }

  @Test
  void leavesUnjudgedWhatItMayNotRead() {
    key.given(MasterKey.in("", 0), STATE).isUndetermined("may not be described");
    key.given(MasterKey.in("", 0), USE).isUndetermined("may not be described");
    key.given(
            MasterKey.of(
                SYMMETRIC,
                "Enabled",
                0,
                new Rotation(0, "whether the key rotates may not be read")),
            ROTATION)
        .isUndetermined("may not be read");
  }

  @Test
  void keepsAKeyInTheAccount() {
    var account = MasterKey.emulated(new KeyAtRisk());
    var id = MasterKey.create(account.person("maria"));
    account.learns(id);
    MasterKey.client(account.person("mallory"))
        .scheduleKeyDeletion(schedule -> schedule.keyId(id.arn()).pendingWindowInDays(14));

    account
        .looksAt(id, STATE)
        .isFlagged("it is to be deleted in 13 days")
        .wouldRun("aws kms cancel-key-deletion …", "aws kms enable-key …")
        .isFixed(
            auditor ->
                assertThat(MasterKey.state(auditor, account.load(id))).startsWith("Enabled"));
  }

  @Test
  void keepsAKeyDisabledThatSomebodyHadDisabledBefore() {
    var account = MasterKey.emulated(new KeyAtRisk());
    var id = MasterKey.create(account.person("maria"));
    account.learns(id);
    MasterKey.client(account.person("maria")).disableKey(disable -> disable.keyId(id.arn()));
    account.learns(id);
    MasterKey.client(account.person("mallory"))
        .scheduleKeyDeletion(schedule -> schedule.keyId(id.arn()).pendingWindowInDays(14));

    account
        .looksAt(id, STATE)
        .wouldRun("aws kms cancel-key-deletion …")
        .isFixed(
            auditor ->
                assertThat(MasterKey.state(auditor, account.load(id))).startsWith("Disabled"));
  }

  @Test
  void enablesAKeyInTheAccount() {
    var account = MasterKey.emulated(new KeyAtRisk());
    var id = MasterKey.create(account.person("maria"));
    account.learns(id);
    MasterKey.client(account.person("mallory")).disableKey(disable -> disable.keyId(id.arn()));

    account.looksAt(id, USE).isFixed();
  }

  @Test
  void letsAKeyRotateAgainInTheAccount() {
    var account = MasterKey.emulated(new KeyAtRisk());
    var id = MasterKey.create(account.person("maria"));
    MasterKey.client(account.person("maria"))
        .enableKeyRotation(enable -> enable.keyId(id.arn()).rotationPeriodInDays(180));
    account.learns(id);
    MasterKey.client(account.person("mallory"))
        .disableKeyRotation(disable -> disable.keyId(id.arn()));

    account
        .looksAt(id, ROTATION)
        .wouldRun("aws kms enable-key-rotation … --rotation-period-in-days 180")
        .isFixed();
  }
}
