package dev.rampart.iam;

import static dev.rampart.guardrail.Effect.NARROWS;
import static dev.rampart.iam.Samples.EVERYTHING;
import static dev.rampart.iam.Samples.managed;
import static dev.rampart.iam.Samples.role;
import static dev.rampart.iam.Samples.used;
import static dev.rampart.iam.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Past;
import dev.rampart.iam.UsageReport.InTheMaking;
import dev.rampart.iam.UsageReport.Ready;
import dev.rampart.iam.UsageReport.Unasked;
import dev.rampart.iam.UsageReport.Unavailable;
import dev.rampart.policy.Usage;
import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.GuardrailTester;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Managed policies with nothing but what all roles that have them used.
final class ManagedNarrowingTest {
  private static final String LAMBDA = "lambda.amazonaws.com";
  private static final Identity ORDERS = role("orders", LAMBDA);
  private static final PolicyText BROAD = version("v1", EVERYTHING);
  // An old policy that somebody asked to put right too.
  private static final Past<PolicyText> OWNED = new Past<>(List.of(), Past.Birth.KNOWN, true);

  private final GuardrailTester<ManagedPolicy, PolicyText> tester = Testers.managedPolicies();

  @Test
  void makesAVersionWithWhatWasUsedTheDefault() {
    tester.given(managed(BROAD, List.of(), ORDERS)).with(OWNED).asksFor(PolicyFact.USAGE);
    tester
        .given(managed(BROAD, List.of(), ORDERS).using(used(Set.of("iam:ListRoles"))))
        .with(OWNED)
        .isInReach()
        .would("allow only the actions that were used, and no more * in", NARROWS, NARROWS)
        .wouldRun(
            "version=$(aws iam create-policy-version --policy-arn"
                + " arn:aws:iam::123456789012:policy/p --policy-document …[\"iam:ListRoles\"]…"
                + " --query PolicyVersion.VersionId --output text)",
            "aws iam set-default-policy-version --policy-arn arn:aws:iam::123456789012:policy/p"
                + " --version-id \"$version\"")
        .otherwise()
        .isLeftToAPerson("only a person knows");
  }

  @Test
  void proposesItWhereFiveVersionsAreFull() {
    var versions = IntStream.range(1, 5).mapToObj(each -> version("v" + each, EVERYTHING)).toList();
    tester
        .given(
            managed(version("v5", EVERYTHING), versions, ORDERS)
                .using(used(Set.of("iam:ListRoles"))))
        .with(OWNED)
        .isLeftToAPerson(
            "it has 5 versions, and one would have to go",
            "version=$(aws iam create-policy-version …",
            "aws iam set-default-policy-version …");
  }

  @Test
  void proposesWhatIsTooLongToBeWritten() {
    var many = new TreeSet<String>();
    IntStream.range(0, 300).forEach(each -> many.add("iam:ListNumber" + each + "OfThese"));
    tester
        .given(managed(BROAD, List.of(), ORDERS).using(used(many)))
        .with(OWNED)
        .isLeftToAPerson("a narrower document would be longer than IAM takes");
  }

  @Test
  void leavesPoliciesThatOthersHaveTooOrManyHave() {
    tester
        .given(managed(BROAD, List.of(), ORDERS, Samples.user("ada")))
        .with(OWNED)
        .isLeftToAPerson("only a person knows");
    var six =
        IntStream.range(0, 6).mapToObj(each -> role("r" + each, LAMBDA)).toArray(Identity[]::new);
    tester.given(managed(BROAD, List.of(), six)).with(OWNED).isLeftToAPerson("only a person knows");
    tester.given(managed(BROAD, List.of())).with(OWNED).isLeftToAPerson("only a person knows");
  }

  @Test
  void unitesWhatSeveralRolesUsed() {
    var used = ready(90, Set.of("s3:GetObject"), "kms");
    var more = ready(30, Set.of("s3:PutObject"), "sqs");
    assertThat(used.and(more))
        .isEqualTo(ready(30, Set.of("s3:GetObject", "s3:PutObject"), "kms", "sqs"))
        .isEqualTo(more.and(used));
    assertThat(new Unasked().and(used)).isEqualTo(used);
    assertThat(used.and(new Unasked())).isEqualTo(used);
    assertThat(used.and(new InTheMaking())).isEqualTo(new InTheMaking());
    assertThat(new InTheMaking().and(used)).isEqualTo(new InTheMaking());
    // What will never be known is not waited for.
    assertThat(new InTheMaking().and(new Unavailable("x"))).isEqualTo(new Unavailable("x"));
    assertThat(new Unavailable("x").and(new InTheMaking())).isEqualTo(new Unavailable("x"));
    assertThat(used.and(new Unavailable("x"))).isEqualTo(new Unavailable("x"));
  }

  @Test
  void writesAVersionAndTakesItAwayAgain() {
    var account = Testers.emptyAccount(tester);
    var emulated = EmulatedAccount.running();
    var maria = Person.of(account.person("maria"));
    var policy = maria.createsPolicy("wide", EVERYTHING);
    for (var name : List.of("orders", "payments")) {
      maria.createsRole(name, LAMBDA);
      maria.attaches(name, policy.arn());
      emulated.emulator().backdate(name, Instant.now().minus(Duration.ofDays(200)));
    }
    var _ = Person.of(emulated.function("orders")).iam().listRoles();
    var _ = Person.of(emulated.function("payments")).iam().listUsers();

    account
        .looksAt(policy)
        .with(OWNED)
        .isInReach()
        .wouldRun("…[\"iam:ListRoles\",\"iam:ListUsers\"]…", "aws iam set-default-policy-version …")
        .isFixed();
    var versions = maria.iam().listPolicyVersions(list -> list.policyArn(policy.arn())).versions();
    assertThat(versions).extracting(each -> each.versionId()).containsExactly("v1");
  }

  private static Ready ready(int days, Set<String> used, String... unknown) {
    return new Ready(new Usage(used, Set.of(unknown)), Duration.ofDays(days));
  }
}
