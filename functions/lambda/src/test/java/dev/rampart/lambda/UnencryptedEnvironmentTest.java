package dev.rampart.lambda;

import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;

import dev.rampart.tester.GuardrailTester;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UnencryptedEnvironmentTest {
  private static final EnvironmentKey KEY =
      new EnvironmentKey("arn:aws:kms:us-east-1:123456789012:key/k");
  private static final EnvironmentKey NONE = new EnvironmentKey("");
  private static final Variables SOME = new Variables.Legible(Map.of("DB_PASSWORD", "hunter2"));

  private final GuardrailTester<FunctionSetup, EnvironmentKey> tester =
      Setups.tester(new UnencryptedEnvironment()).neverShowing("hunter2");

  @Test
  void namesTheKeyThatIsLost() {
    tester
        .given(Setups.withVariables("", SOME))
        .with(goodBefore(NONE, KEY))
        .isFlagged("its variables are not encrypted with " + KEY.arn() + " any more")
        .isLeftToAPerson(
            "whoever may set the key may set the function's role and variables too",
            "aws lambda update-function-configuration --function-name orders --kms-key-arn "
                + KEY.arn()
                + " --revision-id revision-1");
  }

  @Test
  void leavesAFunctionThatNeverHadAKey() {
    tester.given(Setups.withVariables("", SOME)).isLeftAlone();
    tester.given(Setups.withVariables("", SOME)).with(provedNew()).isLeftAlone();
    tester.given(Setups.withVariables("", SOME)).with(goodBefore(NONE)).isLeftAlone();
  }

  @Test
  void leavesAKeyOfTheOwner() {
    tester.given(Setups.withVariables(KEY.arn(), SOME)).isLeftAlone();
    tester.given(Setups.withVariables(KEY.arn() + "2", SOME)).with(goodBefore(KEY)).isLeftAlone();
    // it cannot be decrypted, and is encrypted all the more
    tester
        .given(Setups.withVariables(KEY.arn(), new Variables.Illegible("no access")))
        .with(goodBefore(KEY))
        .isLeftAlone();
  }

  @Test
  void leavesAFunctionWithoutVariables() {
    tester.given(Setups.plain()).with(goodBefore(KEY)).isLeftAlone();
  }
}
