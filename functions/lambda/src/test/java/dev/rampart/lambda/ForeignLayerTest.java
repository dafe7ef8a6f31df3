package dev.rampart.lambda;

import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.tester.GuardrailTester;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ForeignLayerTest {
  private static final String OWN = "arn:aws:lambda:us-east-1:123456789012:layer:tools:3";
  private static final String STRANGE = "arn:aws:lambda:us-east-1:111122223333:layer:tools:9";
  private static final String INSIGHTS =
      "arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension:60";

  private final GuardrailTester<FunctionSetup, Layers> tester = Setups.tester(new ForeignLayer());

  @Test
  void proposesTheLayersThatWereGoodBefore() {
    tester
        .given(with(Set.of(), INSIGHTS, STRANGE))
        .with(goodBefore(new Layers(List.of(INSIGHTS, OWN)), new Layers(List.of())))
        .isFlagged("it runs " + STRANGE + " of account 111122223333")
        .isLeftToAPerson(
            "the function may not start without it",
            "aws lambda update-function-configuration --function-name orders --revision-id"
                + " revision-1 --layers "
                + INSIGHTS
                + " "
                + OWN);
  }

  @Test
  void proposesTheRestOfTheLayersOfANewFunction() {
    tester
        .given(with(Set.of("444455556666"), OWN, STRANGE))
        .with(provedNew())
        .isLeftToAPerson("/rampart/trusted-accounts", "aws lambda update-… --layers " + OWN);
  }

  @Test
  void proposesNoLayersThatWouldBeFlaggedToday() {
    tester
        .given(with(Set.of(), STRANGE))
        .with(goodBefore(new Layers(List.of(STRANGE, OWN)), new Layers(List.of(OWN))))
        .isLeftToAPerson("may not start", "aws lambda update-… --layers " + OWN);
    tester
        .given(with(Set.of(), STRANGE))
        .isLeftToAPerson("may not start", "aws lambda update-… --layers '[]'");
  }

  @Test
  void flagsAnArnThatItCannotRead() {
    tester.given(with(Set.of(), "arn:aws:lambda:us-east-1::awslayer:x:1")).isFlagged("it runs");
  }

  @Test
  void leavesOwnLayersAndThoseOfAws() {
    for (var layer :
        List.of(
            OWN,
            INSIGHTS,
            "arn:aws:lambda:us-east-1:177933569100:layer:AWS-Parameters-and-Secrets-Lambda-Extension:4",
            "arn:aws:lambda:eu-west-1:901920570463:layer:aws-otel-java-agent-amd64-ver-1-32-0:1",
            "arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python313-arm64:1",
            "arn:aws:lambda:us-east-1:027255383542:layer:AWS-AppConfig-Extension:128",
            "arn:aws:lambda:us-east-1:378653112637:layer:Synthetics:82")) {
      tester.given(Setups.withLayers(layer)).isLeftAlone();
    }
    tester.given(Setups.plain()).isLeftAlone();
  }

  @Test
  void leavesLayersOfATrustedAccount() {
    tester.given(with(Set.of("111122223333"), STRANGE)).isLeftAlone();
  }

  @Test
  void asksForTheTrustedAccountsOnlyIfThereIsAForeignLayer() {
    tester.given(Setups.withLayers(STRANGE)).asksFor(SetupFact.TRUSTED_ACCOUNTS);
  }

  @Test
  void hasEveryAccountOfTheListOnceAndNoOther() {
    assertThat(AwsAccounts.publishLayers("580247275435")).isTrue();
    assertThat(AwsAccounts.publishLayers("111122223333")).isFalse();
    assertThat(AwsAccounts.publishLayers("")).isFalse();
  }

  private static FunctionSetup with(Set<String> trusted, String... layers) {
    return Setups.withLayers(layers).knowing(LearnedSetup.nothing().withTrustedAccounts(trusted));
  }
}
