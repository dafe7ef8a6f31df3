package dev.rampart.iam;

import static dev.rampart.guardrail.Effect.CONTAINS;
import static dev.rampart.guardrail.Effect.NARROWS;
import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.iam.Samples.EVERYTHING;
import static dev.rampart.iam.Samples.READS_ONE_BUCKET;
import static dev.rampart.iam.Samples.complete;
import static dev.rampart.iam.Samples.inline;
import static dev.rampart.iam.Samples.managed;
import static dev.rampart.iam.Samples.used;
import static dev.rampart.iam.Samples.version;
import static dev.rampart.iam.Samples.with;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.GuardrailTester;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Roles that allow everything, and what bounds them when nothing better can be done.
final class QuarantineTest {
  private static final String ARN = "arn:aws:iam::123456789012:policy/rampart-quarantine";
  private static final String LAMBDA = "lambda.amazonaws.com";
  private static final UsageReport DENIED = new UsageReport.Unavailable("reading it is denied");
  // An old policy that somebody asked to put right too.
  private static final Past<PolicyText> OWNED = new Past<>(List.of(), Past.Birth.KNOWN, true);

  private final GuardrailTester<Principal, PolicyText> inline =
      Testers.inlinePolicies(PrincipalKind.ROLE);

  @Test
  void boundsARoleThatAllowsEverythingWhenNothingBetterIsKnown() {
    inline
        .given(allowing(EVERYTHING, ""))
        .with(OWNED)
        .isInReach()
        .isLeftToAPerson("what was used cannot be known")
        .otherwise()
        .would("bound the role by rampart-quarantine", CONTAINS)
        .wouldRun(
            "aws iam put-role-permissions-boundary --role-name orders --permissions-boundary "
                + ARN)
        .otherwise()
        .isLeftToAPerson("only a person knows", "aws iam delete-role-policy …");
  }

  @Test
  void isOnlyForWhatNothingBetterCanBeDoneAbout() {
    inline
        .given(allowing(EVERYTHING, ""))
        .with(provedNew())
        .would("take away the policy", RESTRICTS)
        .otherwise()
        .isLeftToAPerson("only a person knows");
    inline
        .given(complete(with(role(""), inline(EVERYTHING)), used(Set.of("s3:GetObject"))))
        .with(OWNED)
        .would("allow only the actions that were used", NARROWS)
        .otherwise()
        .isLeftToAPerson("only a person knows");
    inline.given(allowing(EVERYTHING, "")).isLeftToAPerson("only a person knows");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}",
        "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}}"
      })
  void leavesLesserWildcardsToAPerson(String statement) {
    inline
        .given(allowing("{\"Statement\":" + statement + "}", ""))
        .with(OWNED)
        .isLeftToAPerson("what was used cannot be known")
        .otherwise()
        .isLeftToAPerson("only a person knows");
  }

  @Test
  void neverReplacesAnotherBoundaryAndBoundsNobodyElse() {
    inline
        .given(allowing(EVERYTHING, "arn:aws:iam::123456789012:policy/team"))
        .with(OWNED)
        .isLeftToAPerson("what was used cannot be known")
        .otherwise()
        .isLeftToAPerson("only a person knows");
    Testers.inlinePolicies(PrincipalKind.USER)
        .given(with(Samples.user("ada"), inline(EVERYTHING)))
        .with(OWNED)
        .isLeftToAPerson("only a person knows");
    Testers.managedPolicies()
        .given(managed(version("v1", EVERYTHING), List.of(), role("")).using(DENIED))
        .with(OWNED)
        .isLeftToAPerson("what was used cannot be known")
        .otherwise()
        .isLeftToAPerson("only a person knows");
  }

  @Test
  void leavesARoleInQuarantine() {
    inline.given(allowing(EVERYTHING, ARN)).isLeftAlone();
    inline
        .given(allowing(EVERYTHING.replace("\"Action\": \"*\"", "\"Action\": \"s3:*\""), ARN))
        .isLeftAlone();
    // Another account's policy of that name bounds what somebody else says.
    inline.given(allowing(EVERYTHING, ARN.replace("123456789012", "111122223333"))).isFlagged("*");
  }

  @Test
  void putsARoleBackIntoQuarantineThatWasLifted() {
    inline
        .given(allowing(EVERYTHING, ""))
        .with(goodBefore(inline(EVERYTHING)))
        .isFlagged("allows * on *")
        .would("bound the role by rampart-quarantine", CONTAINS)
        .otherwise()
        .isLeftToAPerson("no change to take back");
  }

  @Test
  void neverRestoresWhatWasOnlyGoodInQuarantine() {
    var other = EVERYTHING.replace("\"Resource\"", "\"Sid\": \"Else\", \"Resource\"");
    inline
        .given(allowing(other, ""))
        .with(goodBefore(inline(EVERYTHING), inline(READS_ONE_BUCKET)))
        .wouldRun("aws iam put-role-policy …orders/*…");
    inline
        .given(allowing(other, ""))
        .with(goodBefore(inline(EVERYTHING)))
        .isLeftToAPerson("what was used cannot be known")
        .otherwise()
        .would("bound the role by rampart-quarantine", CONTAINS);
  }

  @Test
  void tellsOfAQuarantineThatIsLifted() {
    var lifted =
        new BoundedPrincipal(
            PrincipalKind.ROLE.of(role("").arn()),
            role(""),
            Map.of(),
            new Boundary("AROAEXAMPLEORDERS0001", ""),
            Set.of(),
            "");
    Testers.boundaries(PrincipalKind.ROLE)
        .given(lifted)
        .with(goodBefore(new Boundary("AROAEXAMPLEORDERS0001", ARN)))
        .isFlagged("quarantine is lifted")
        .isLeftToAPerson(
            "WildcardPolicy puts the role back",
            "aws iam put-role-permissions-boundary … --permissions-boundary " + ARN);
  }

  @Test
  void leavesThePolicyItself() {
    assertThat(quarantinePolicy(0).onlyBounds()).isTrue();
    // Attached, it would grant everything but what it denies.
    assertThat(quarantinePolicy(1).onlyBounds()).isFalse();
  }

  @Test
  void boundsInTheAccountAndLifts() {
    var account = Testers.emptyAccount(inline);
    var maria = Person.of(account.person("maria"));
    maria.createsPolicy("rampart-quarantine", EVERYTHING);
    var role = maria.createsRole("orders", LAMBDA);
    maria.puts("orders", "access", EVERYTHING);
    EmulatedAccount.running().emulator().delayReports(0);

    account
        .looksAt(role)
        .with(OWNED)
        .isInReach()
        .isLeftToAPerson("nothing of it was used")
        .otherwise()
        .isFixed();
  }

  private static Principal allowing(String document, String boundary) {
    return complete(with(role(boundary), inline(document)), DENIED);
  }

  private static Identity role(String boundary) {
    var role = Samples.role("orders", LAMBDA);
    return new Identity(
        role.kind(), role.arn(), role.path(), role.trust(), Optional.empty(), boundary);
  }

  private static ManagedPolicy quarantinePolicy(int attached) {
    return new ManagedPolicy(
        new ResourceId("AWS::IAM::ManagedPolicy", ARN),
        version("v1", EVERYTHING),
        attached,
        0,
        Map.of(),
        Set.of(),
        List.of(),
        List.of());
  }
}
