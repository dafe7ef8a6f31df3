package dev.rampart.iam;

import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Verdict;
import dev.rampart.tester.GuardrailTester;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BoundaryRemovedTest {
  private static final String BOUNDS = "arn:aws:iam::123456789012:policy/bounds";
  private static final String OTHER = "arn:aws:iam::123456789012:policy/other";
  private static final Identity ROLE = Samples.role("orders", "lambda.amazonaws.com");

  private final GuardrailTester<BoundedPrincipal, Boundary> tester =
      Testers.boundaries(PrincipalKind.ROLE);

  @Test
  void putsTheFormerBoundaryBack() {
    tester
        .given(bounded(ROLE, ""))
        .with(goodBefore(by(BOUNDS), by("")))
        .isInReach()
        .isFlagged("boundary " + BOUNDS + " is gone")
        .would("put boundary " + BOUNDS + " back", RESTRICTS)
        .wouldRun(
            "aws iam put-role-permissions-boundary --role-name orders --permissions-boundary "
                + BOUNDS);
  }

  @Test
  void putsTheFormerBoundaryOfAUserBack() {
    tester
        .given(bounded(Samples.user("ada"), ""))
        .with(goodBefore(by(BOUNDS)))
        .isOffLimits("a user")
        .wouldRun(
            "aws iam put-user-permissions-boundary --user-name ada --permissions-boundary "
                + BOUNDS);
  }

  @Test
  void goesBackToTheNewestBoundaryAndNotToNone() {
    tester
        .given(bounded(ROLE, ""))
        .with(goodBefore(by(""), by(OTHER), by(BOUNDS)))
        .wouldRun("aws iam put-role-… --permissions-boundary " + OTHER);
  }

  @Test
  void leavesAPrincipalThatNeverHadOne() {
    tester.given(bounded(ROLE, "")).isLeftAlone();
    tester.given(bounded(ROLE, "")).with(provedNew()).isLeftAlone();
    tester.given(bounded(ROLE, "")).with(goodBefore(by(""))).isLeftAlone();
  }

  @Test
  void leavesAFirstBoundaryAndTheSameOne() {
    tester.given(bounded(ROLE, BOUNDS)).isLeftAlone();
    tester.given(bounded(ROLE, BOUNDS)).with(goodBefore(by(""))).isLeftAlone();
    tester.given(bounded(ROLE, BOUNDS)).with(goodBefore(by(BOUNDS), by(OTHER))).isLeftAlone();
  }

  @Test
  void leavesANewPrincipalOfTheSameName() {
    tester
        .given(bounded(ROLE, ""))
        .with(goodBefore(new Boundary("AROAEXAMPLEFORMER0001", BOUNDS)))
        .isLeftAlone();
  }

  @Test
  void asksForThePastBeforeItJudges() {
    var principal = bounded(ROLE, "");
    assertThat(new BoundaryRemoved().check(principal.boundary(), principal, Past.unread()))
        .isEqualTo(Verdict.asks(Fact.History.PAST));
  }

  @Test
  void asksWhatAnotherBoundaryAllows() {
    tester.given(bounded(ROLE, OTHER)).with(goodBefore(by(BOUNDS))).asksFor(BoundaryFact.DOCUMENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}",
        "{\"Effect\":\"Allow\",\"Action\":[\"*:*\"],\"Resource\":[\"*\"]}",
        "[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::a/*\"},"
            + "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]"
      })
  void putsTheFormerBoundaryBackInPlaceOfOneThatBoundsNothing(String statement) {
    tester
        .given(bounded(ROLE, OTHER).allowing("{\"Statement\":" + statement + "}"))
        .with(goodBefore(by(BOUNDS)))
        .isFlagged("is replaced by " + OTHER + ", which bounds nothing")
        .would("put boundary " + BOUNDS + " back", RESTRICTS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"NotAction\":\"iam:*\",\"Resource\":\"*\"}}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::*\"}}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"NotResource\":\"arn:aws:s3:::x\"}}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}}}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"},{\"Effect\":\"Deny\",\"Action\":\"iam:*\",\"Resource\":\"*\"}]}"
      })
  void leavesAnotherBoundaryToAPerson(String document) {
    tester
        .given(bounded(ROLE, OTHER).allowing(document))
        .with(goodBefore(by(BOUNDS)))
        .isFlagged("boundary " + BOUNDS + " is replaced by " + OTHER)
        .isLeftToAPerson(
            "only a person can tell which of the two bounds more",
            "aws iam put-role-permissions-boundary … " + BOUNDS);
  }

  @Test
  void leavesRolesOfAws() {
    var ofAws =
        new Identity(
            PrincipalKind.ROLE,
            "arn:aws:iam::123456789012:role/aws-reserved/X",
            "/aws-reserved/",
            "{}");
    assertThat(new BoundaryRemoved().parts(bounded(ofAws, ""))).isEmpty();
  }

  private static BoundedPrincipal bounded(Identity identity, String arn) {
    return new BoundedPrincipal(
        identity.kind().of(identity.arn()), identity, Map.of(), by(arn), Set.of(), "");
  }

  private static Boundary by(String arn) {
    return new Boundary("AROAEXAMPLEORDERS0001", arn);
  }
}
