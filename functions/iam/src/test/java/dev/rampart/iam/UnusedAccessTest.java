package dev.rampart.iam;

import static dev.rampart.iam.Samples.ACCOUNT;
import static dev.rampart.iam.Samples.trust;
import static dev.rampart.iam.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Loaded;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.iam.UsageReport.InTheMaking;
import dev.rampart.iam.UsageReport.Ready;
import dev.rampart.iam.UsageReport.Unavailable;
import dev.rampart.policy.Usage;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.GuardrailTester;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class UnusedAccessTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final String QUEUES =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["sqs:SendMessage", "s3:GetObject"], "Resource": "*"}]}\
      """;

  private final GuardrailTester<UsedRole, GrantedAccess> tester =
      GuardrailTester.of(
          UnusedAccessTest::usages,
          caller -> IamOperations.with(Testers.iam(caller)),
          new UnusedAccess());

  @Test
  void flagsARoleThatNobodyUsed() {
    tester
        .given(role(days(200), Optional.empty()))
        .isFlagged("nobody used the role in all the time that IAM tracks")
        .isLeftToAPerson(
            "only a person knows whether it is still needed",
            "aws iam attach-role-policy --role-name orders --policy-arn"
                + " arn:aws:iam::aws:policy/AWSDenyAll");
    tester
        .given(role(days(200), Optional.of(days(91))))
        .isFlagged("nobody used the role since 2026-03-02T00:00:00Z");
  }

  @Test
  void flagsServicesThatARoleDidNotUse() {
    tester
        .given(known(services("s3", 2, "sqs", 91, "kms", -1), QUEUES))
        .isFlagged("it may use 3 services and did not use these in 90 days: kms, sqs")
        .isLeftToAPerson(
            "only a person knows what is needed once a year",
            "aws iam put-role-policy --role-name orders --policy-name access"
                + " …\"Action\":[\"s3:GetObject\"]…");
  }

  @Test
  void proposesToDeleteAPolicyOfWhichNothingIsUsed() {
    tester
        .given(known(services("s3", -1, "sqs", -1, "logs", 1), QUEUES))
        .isLeftToAPerson(
            "only a person knows",
            "aws iam delete-role-policy --role-name orders --policy-name access");
  }

  @Test
  void countsTheServicesThatItDoesNotName() {
    var services = new HashMap<String, Instant>();
    for (var name : List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j")) {
      services.put(name, Instant.MIN);
    }
    tester.given(known(services, QUEUES)).isFlagged("a, b, c, d, e, f, g, h and 2 more");
  }

  @Test
  void leavesARoleThatUsesWhatItMay() {
    tester.given(known(services("s3", 1, "sqs", 89), QUEUES)).isLeftAlone();
    tester.given(known(Map.of(), QUEUES)).isLeftAlone();
  }

  @Test
  void leavesAYoungRole() {
    tester.given(role(days(89), Optional.empty())).isLeftAlone();
    var ageless =
        new UsedRole(
            id(),
            new Identity(PrincipalKind.ROLE, id().arn(), "/", ""),
            Map.of(),
            Optional.empty(),
            NOW,
            Set.of(),
            new UsageReport.Unasked(),
            Optional.empty());
    tester.given(ageless).isLeftAlone();
  }

  @Test
  void leavesRolesOfAwsAndRampartsOwn() {
    assertThat(new UnusedAccess().parts(named("rampart-iam-undo", "/"))).isEmpty();
    assertThat(new UnusedAccess().parts(named("AWSServiceRoleForX", "/aws-service-role/x/")))
        .isEmpty();
  }

  @Test
  void asksForTheReportAndForThePoliciesOnlyIfSomethingIsUnused() {
    var used = role(days(200), Optional.of(days(1)));
    tester.given(used).asksFor(UsageFact.REPORT);
    var unused = used.using(ready(services("s3", -1)));
    tester.given(unused).asksFor(UsageFact.POLICIES);
  }

  @Test
  void comesAgainWhileTheReportIsInTheMaking() {
    tester
        .given(role(days(200), Optional.of(days(1))).using(new InTheMaking()))
        .isNotYetJudged("the report of what the role used is in the making");
  }

  @Test
  void saysIfTheReportCannotBeHad() {
    tester
        .given(role(days(200), Optional.of(days(1))).using(new Unavailable("denied")))
        .isUndetermined("denied");
  }

  @Test
  void readsWhatARoleUsed() {
    var account = EmulatedAccount.empty();
    var maria = Person.of(account.person("maria"));
    maria.createsRole("orders", "lambda.amazonaws.com");
    maria.puts("orders", "access", QUEUES);
    account.emulator().backdate("orders", Instant.now().minus(Duration.ofDays(200)));
    var usages = usages(account.function("rampart-iam"));
    var id = usages.all().toList().getFirst();
    assertThat(id.key()).isEqualTo(id().key());

    assertThat(present(usages, id).lastUsed()).isEmpty();
    Testers.iam(account.function("orders")).listRoles();
    var role = present(usages, id);
    assertThat(role.lastUsed()).isPresent();
    assertThat(role.isIdleFor(Duration.ofDays(90))).isFalse();
    assertThat(role.isOlderThan(Duration.ofDays(90))).isTrue();

    var learned = usages.learn(role, Set.of(UsageFact.REPORT, UsageFact.POLICIES));
    assertThat(learned.usage()).isInstanceOf(Ready.class);
    assertThat(((Ready) learned.usage()).services()).containsKeys("iam", "s3", "sqs");
    assertThat(learned.rights().orElseThrow().policies()).containsKey("access");
    maria.iam().deleteRolePolicy(delete -> delete.roleName("orders").policyName("access"));
    maria.iam().deleteRole(delete -> delete.roleName("orders"));
    assertThat(usages.load(id)).isInstanceOf(Loaded.Gone.class);
  }

  private static RoleUsages usages(Caller caller) {
    var iam = Testers.iam(caller);
    return new RoleUsages(
        iam, (Roles) Testers.principals(PrincipalKind.ROLE, caller), Clock.systemUTC());
  }

  private static UsedRole present(RoleUsages usages, ResourceId id) {
    if (usages.load(id) instanceof Loaded.Present<UsedRole>(var role)) {
      return role;
    }
    throw new AssertionError(id + " is not there");
  }

  private static Instant days(int ago) {
    return NOW.minus(Duration.ofDays(ago));
  }

  private static UsedRole known(Map<String, Instant> services, String document) {
    var role = role(days(200), Optional.of(days(1)));
    return role.using(ready(services))
        .with(Optional.of(with(role.identity(), Samples.inline(document))));
  }

  private static Ready ready(Map<String, Instant> services) {
    return new Ready(new Usage(Set.of(), Set.of()), Duration.ofDays(200), services, "", Map.of());
  }

  /// Services and how many days ago they were used, -1 for never.
  private static Map<String, Instant> services(Object... pairs) {
    var services = new TreeMap<String, Instant>();
    for (int i = 0; i < pairs.length; i += 2) {
      var ago = (int) pairs[i + 1];
      services.put((String) pairs[i], ago < 0 ? Instant.MIN : days(ago));
    }
    return services;
  }

  private static ResourceId id() {
    return new ResourceId("AWS::IAM::Role.Usage", "arn:aws:iam::%s:role/orders".formatted(ACCOUNT));
  }

  private static UsedRole role(Instant created, Optional<Instant> lastUsed) {
    var identity =
        new Identity(
            PrincipalKind.ROLE,
            id().arn(),
            "/",
            trust("lambda.amazonaws.com"),
            Optional.of(created),
            "");
    return new UsedRole(
        id(),
        identity,
        Map.of(),
        lastUsed,
        NOW,
        Set.of(),
        new UsageReport.Unasked(),
        Optional.empty());
  }

  private static UsedRole named(String name, String path) {
    var arn = "arn:aws:iam::%s:role%s%s".formatted(ACCOUNT, path, name);
    var role = role(days(200), Optional.empty());
    return new UsedRole(
        role.id(),
        new Identity(PrincipalKind.ROLE, arn, path, "", Optional.of(days(200)), ""),
        Map.of(),
        Optional.empty(),
        NOW,
        Set.of(),
        role.usage(),
        Optional.empty());
  }
}
