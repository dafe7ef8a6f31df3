package dev.rampart.lambda;

import static dev.rampart.guardrail.Effect.ENABLES;
import static dev.rampart.guardrail.Effect.GRANTS;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.GuardrailTester;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.LambdaClient;

final class PlaintextSecretTest {
  private static final String SECRET = "Tr0ub4dor$1-k9Zq-zebra";
  private static final String NAME = "DB_PASSWORD";
  private static final String ARN =
      "arn:aws:secretsmanager:us-east-1:123456789012:secret:orders/db-a1b2c3";

  private static final String KEY = "arn:aws:kms:us-east-1:123456789012:key/k";

  private final GuardrailTester<FunctionSetup, Variable> tester =
      Setups.tester(new PlaintextSecret()).neverShowing(SECRET);

  @Test
  void offersToMoveASecretAndSaysItHasToBeRotated() {
    tester
        .given(with(NAME, SECRET))
        .with(provedNew())
        .isFlagged("it seems to hold a secret (")
        .isFlagged(", 22 characters)")
        .would("the variable stays", ENABLES, GRANTS, ENABLES)
        .wouldRun(
            "revision=$(aws lambda get-function-configuration --function-name orders --query"
                + " RevisionId --output text)",
            "# value: a secret, put it in by hand",
            "secret=$(aws secretsmanager create-secret --name"
                + " 'rampart/orders/DB_PASSWORD-'\"$revision\"'' … --secret-string \"$value\""
                + " --query ARN --output text)",
            "aws secretsmanager put-resource-policy --secret-id \"$secret\" …"
                + "arn:aws:iam::123456789012:role/orders… --block-public-policy",
            "# …",
            "aws lambda update-function-configuration --function-name orders --environment"
                + " '{\"Variables\":{…}}' --revision-id revision-1")
        .otherwise()
        .isLeftToAPerson("it has to be rotated");
  }

  @Test
  void namesThePublishedVersionsThatHoldItToo() {
    var setup = with(NAME, SECRET);
    tester
        .given(knowing(setup, Map.of(NAME, List.of("1", "3"))))
        .with(provedNew())
        .isFlagged("so do published versions 1, 3, which no change of the function reaches");
    tester
        .given(knowing(setup, Map.of(NAME, List.of("2"))))
        .with(provedNew())
        .isFlagged("so does published version 2, ");
  }

  @Test
  void asksForVersionsAndTheKeyOnlyIfTheSecretIsNew() {
    var setup = Setups.withVariables("", new Variables.Legible(Map.of(NAME, SECRET)));
    tester.given(setup).with(provedNew()).asksFor(SetupFact.VERSIONS, SetupFact.SECRETS_KEY);
    tester.given(setup).isFlagged("it seems to hold a secret");
    tester
        .given(setup)
        .with(goodBefore(Variable.harmless(NAME)))
        .asksFor(SetupFact.VERSIONS, SetupFact.SECRETS_KEY);
  }

  @Test
  void encryptsTheSecretWithTheOwnersKeyIfThereIsOne() {
    for (var ofTheFunction : List.of("", KEY.replace("/k", "/f"))) {
      var setup = Setups.withVariables(ofTheFunction, new Variables.Legible(Map.of(NAME, SECRET)));
      tester
          .given(knowing(setup, Map.of(), new SecretsKey(KEY, "")))
          .with(provedNew())
          .would("the variable stays", ENABLES, GRANTS, ENABLES)
          .wouldRun(
              "…",
              "…",
              "secret=$(aws secretsmanager create-secret … --kms-key-id " + KEY + " …",
              "…",
              "…",
              "…");
    }
  }

  @Test
  void leavesToAPersonWhereTheRoleMayNotUseTheOwnersKey() {
    var setup = Setups.withVariables("", new Variables.Legible(Map.of(NAME, SECRET)));
    tester
        .given(knowing(setup, Map.of(), new SecretsKey(KEY, "the key does not let it in")))
        .with(provedNew())
        .isLeftToAPerson("the key does not let it in");
  }

  @Test
  void leavesWhatIsNoSecretAndWhatIsOnItsWay() {
    tester.given(with("STAGE", "prod"), "STAGE").isLeftAlone();
    tester.given(with("DB_SECRET_ARN", ARN), "DB_SECRET_ARN").isLeftAlone();
    var moving = Map.of(NAME, SECRET, NAME + "_SECRET_ARN", ARN);
    tester.given(with(moving), NAME).isLeftAlone();
    tester.given(with(moving), NAME + "_SECRET_ARN").isLeftAlone();
  }

  @Test
  void leavesToAPersonWhatWouldBreakOrCannotBeDone() {
    var variables = new Variables.Legible(Map.of(NAME, SECRET));
    tester
        .given(known(Setups.withVariables(KEY, variables)))
        .with(provedNew())
        .isLeftToAPerson("no /rampart/secrets-key says which one the secret gets");
    tester
        .given(with(Map.of(NAME, SECRET, NAME + "_SECRET_ARN", "in the safe")), NAME)
        .with(provedNew())
        .isLeftToAPerson("DB_PASSWORD_SECRET_ARN says something else already");
    tester
        .given(with(Map.of(NAME, SECRET, "TEXT", "ü".repeat(1_950))), NAME)
        .with(provedNew())
        .isLeftToAPerson("more than the 4096 bytes");
    tester
        .given(with(Map.of(NAME, SECRET, "TEXT", "x".repeat(1_950))), NAME)
        .with(provedNew())
        .would("the variable stays", ENABLES, GRANTS, ENABLES);
  }

  @Test
  void cannotJudgeWhatItCannotRead() {
    tester
        .given(Setups.withVariables("", new Variables.Illegible("they cannot be decrypted")))
        .isUndetermined("they cannot be decrypted");
  }

  @Test
  void movesASecretInTheAccountAndBack() {
    var account = tester.in(EmulatedAccount.empty(), "rampart-lambda", PlaintextSecretTest::state);
    var mallory = account.person("mallory");
    var lambda = Orders.client(mallory);
    Orders.create(mallory);
    setVariables(lambda, Map.of("STAGE", "{{value}}"));
    account.learns(Setups.ID);

    setVariables(lambda, Map.of("STAGE", "{{value}}", NAME, SECRET));
    lambda.publishVersion(publish -> publish.functionName("orders"));
    account
        .looksAt(Setups.ID, NAME)
        .isFlagged("so does published version 1, ")
        .isFixed(
            auditor -> {
              var variables = variables(auditor);
              assertThat(variables)
                  .containsEntry("STAGE", "{{value}}")
                  .containsEntry(NAME, SECRET)
                  .hasSize(3);
              var secrets = Orders.secrets(auditor);
              var arn = variables.get(NAME + "_SECRET_ARN");
              assertThat(secrets.getSecretValue(get -> get.secretId(arn)).secretString())
                  .isEqualTo(SECRET);
              assertThat(secrets.getResourcePolicy(get -> get.secretId(arn)).resourcePolicy())
                  .contains(
                      "arn:aws:iam::123456789012:role/orders", "secretsmanager:GetSecretValue");
            });
    account.staysWithinItsRole();
  }

  @Test
  void movesASecretUnderTheOwnersKey() {
    var account = tester.in(EmulatedAccount.empty(), "rampart-lambda", PlaintextSecretTest::state);
    var maria = account.person("maria");
    Orders.create(maria);
    account.learns(Setups.ID);
    var key = Setups.createKey(maria, Setups.OPEN_TO_ORDERS);
    Setups.names(maria, key);

    setVariables(Orders.client(maria), Map.of(NAME, SECRET));
    account
        .looksAt(Setups.ID, NAME)
        .isFlagged("it seems to hold a secret")
        .isFixed(
            auditor -> {
              var arn = variables(auditor).get(NAME + "_SECRET_ARN");
              var secret = Orders.secrets(auditor).describeSecret(get -> get.secretId(arn));
              assertThat(secret.kmsKeyId()).isEqualTo(key);
            });
    account.staysWithinItsRole();
  }

  private static void setVariables(LambdaClient lambda, Map<String, String> variables) {
    lambda.updateFunctionConfiguration(
        update ->
            update
                .functionName("orders")
                .environment(environment -> environment.variables(variables)));
  }

  private static Map<String, String> variables(Caller caller) {
    return Orders.client(caller)
        .getFunctionConfiguration(get -> get.functionName("orders"))
        .environment()
        .variables();
  }

  // What an undo has to bring back: a deleted secret is gone for all but its owner's regret.
  private static String state(Caller auditor, FunctionSetup setup) {
    var secrets = Orders.secrets(auditor);
    var kept = new TreeMap<String, String>();
    for (var secret : secrets.listSecrets().secretList()) {
      var value = secrets.getSecretValue(get -> get.secretId(secret.arn()));
      var policy = secrets.getResourcePolicy(get -> get.secretId(secret.arn())).resourcePolicy();
      kept.put(secret.name(), value.secretString() + policy);
    }
    return new TreeMap<>(variables(auditor)) + " " + kept;
  }

  private static FunctionSetup with(String name, String value) {
    return with(Map.of(name, value));
  }

  private static FunctionSetup with(Map<String, String> variables) {
    return known(Setups.withVariables("", new Variables.Legible(variables)));
  }

  private static FunctionSetup known(FunctionSetup setup) {
    return knowing(setup, Map.of());
  }

  private static FunctionSetup knowing(FunctionSetup setup, Map<String, List<String>> versions) {
    return knowing(setup, versions, SecretsKey.OF_AWS);
  }

  private static FunctionSetup knowing(
      FunctionSetup setup, Map<String, List<String>> versions, SecretsKey key) {
    return setup.knowing(LearnedSetup.nothing().withVersions(versions).withSecretsKey(key));
  }
}
