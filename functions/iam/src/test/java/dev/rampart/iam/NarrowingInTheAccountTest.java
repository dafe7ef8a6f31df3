package dev.rampart.iam;

import static dev.rampart.guardrail.Effect.NARROWS;
import static dev.rampart.iam.Samples.READS_ONE_BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.emulator.Fault;
import dev.rampart.emulator.RecordedCall;
import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.policy.Usage;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.TestedAccount;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What roles really used, and documents with nothing else, in the emulated account.
final class NarrowingInTheAccountTest {
  private static final String LAMBDA = "lambda.amazonaws.com";
  private static final String IAM_AND_QUEUES =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["iam:*", "sqs:*"], "Resource": "*"}]}
      """;
  // An old policy that somebody asked to put right too.
  private static final Past<PolicyText> OWNED = new Past<>(List.of(), Past.Birth.KNOWN, true);

  private final TestedAccount<Principal, PolicyText> account =
      Testers.emptyAccount(Testers.inlinePolicies(PrincipalKind.ROLE));
  private final EmulatedAccount emulated = EmulatedAccount.running();
  private final Person maria = Person.of(account.person("maria"));

  @Test
  void writesWhatARoleUsed() {
    var role = roleWith(IAM_AND_QUEUES);
    emulated.emulator().backdate("orders", Instant.now().minus(Duration.ofDays(200)));
    listRoles(emulated.function("orders"));

    account
        .looksAt(role)
        .with(OWNED)
        .isInReach()
        .would("no more iam:* in statement 1, sqs:* in statement 1", NARROWS)
        .wouldRun("aws iam put-role-policy …\"Action\":[\"iam:ListRoles\"]…")
        .isFixed();
  }

  @Test
  void asksIamsSimulatorForASecondOpinion() {
    var role = roleWith(IAM_AND_QUEUES);
    listRoles(emulated.function("orders"));
    assertThat(readyFor(role).lost()).isEqualTo(Map.of("access", Set.of()));
    assertThat(emulated.callsOf(emulated.function("rampart-iam")))
        .extracting(RecordedCall::operation)
        .filteredOn("SimulateCustomPolicy"::equals)
        .hasSize(2);
    account.staysWithinItsRole();
  }

  @Test
  void doesWithoutTheSimulatorIfItMayNotAskIt() {
    var role = roleWith(IAM_AND_QUEUES);
    listRoles(emulated.function("orders"));
    denied("SimulateCustomPolicy");
    assertThat(readyFor(role).lost()).isEmpty();
    emulated.emulator().inject(Fault.once("iam", "SimulateCustomPolicy", "InvalidInput"));
    assertThat(readyFor(role).lost()).isEmpty();
  }

  @Test
  void addsWhatCloudTrailHasOfTheLastHours() {
    var role = roleWith(IAM_AND_QUEUES);
    listRoles(emulated.function("orders"));
    listRoles(account.person("orders"));
    assertThat(recentCalls("orders")).isEqualTo(recent("", Set.of("iam:ListRoles")));
    var facts = Set.<Fact>of(PrincipalFact.USAGE, PrincipalFact.RECENT_CALLS);
    var report = (UsageReport.Ready) account.domain().learn(account.load(role), facts).usage();
    assertThat(report.usage().used()).containsExactly("iam:ListRoles");
    assertThat(report.gap()).isEmpty();
    account.staysWithinItsRole();
  }

  @Test
  void readsSomePagesOfCloudTrailAndSaysThatThereAreMore() {
    var session = Person.of(emulated.function("orders")).iam();
    session.listUsers();
    IntStream.range(0, 501).forEach(_ -> session.listRoles());
    assertThat(recentCalls("orders"))
        .isEqualTo(
            recent(
                "CloudTrail had more events in the last 6 hours than were read",
                Set.of("iam:ListRoles")));
    assertThat(emulated.callsOf(emulated.function("rampart-iam"))).hasSize(10);
  }

  @Test
  void goesOnWithoutWhatCloudTrailDoesNotTell() {
    emulated.emulator().inject(Fault.once("cloudtrail", "LookupEvents", "AccessDeniedException"));
    assertThat(recentCalls("orders"))
        .isEqualTo(recent("what CloudTrail has of the last 6 hours cannot be read", Set.of()));
  }

  @Test
  void findsWhatWouldBeLostOnEachResource() {
    var narrower = READS_ONE_BUCKET.replace("GetObject", "Get*");
    var simulator = new Simulator(Testers.iam(emulated.function("rampart-iam")));
    assertThat(
            simulator.lost(
                List.of(narrower.replace("Get*", "*"), READS_ONE_BUCKET),
                List.of(narrower, READS_ONE_BUCKET),
                List.of("s3:GetObject", "s3:PutObject", "sqs:SendMessage"),
                List.of("*", "arn:aws:s3:::orders/example")))
        .containsExactly("s3:PutObject");
  }

  @Test
  void proposesWhatAYoungRoleUsed() {
    var role = roleWith(IAM_AND_QUEUES);
    listRoles(emulated.function("orders"));
    account.looksAt(role).with(OWNED).isLeftToAPerson("what was used is known of 0 days only");
    account.staysWithinItsRole();
  }

  @Test
  void knowsARoleWithAPathByItsWholeArn() {
    var role = maria.createsRoleAt("/apps/shop/", "orders", LAMBDA);
    maria.puts("orders", "access", READS_ONE_BUCKET);
    assertThat(usageOf(role))
        .isInstanceOfSatisfying(
            UsageReport.Ready.class, ready -> assertThat(ready.usage().used()).isEmpty());
  }

  @Test
  void comesBackForAReportThatTakesLonger() {
    var role = roleWith(IAM_AND_QUEUES);
    emulated.emulator().delayReports(6);
    assertThat(usageOf(role)).isEqualTo(new UsageReport.InTheMaking());
    assertThat(usageOf(role)).isInstanceOf(UsageReport.Ready.class);
    assertThat(emulated.callsOf(emulated.function("rampart-iam")))
        .extracting(RecordedCall::operation)
        .filteredOn("GenerateServiceLastAccessedDetails"::equals)
        .hasSize(1);
  }

  @Test
  void saysThatItMayNotRead() {
    var role = roleWith(IAM_AND_QUEUES);
    denied("GenerateServiceLastAccessedDetails");
    assertThat(usageOf(role)).isInstanceOf(UsageReport.Unavailable.class);
    denied("GetServiceLastAccessedDetails");
    account.looksAt(role).with(OWNED).isLeftToAPerson("cannot be known: reading its last accessed");
  }

  private RecentCalls.Found recentCalls(String role) {
    return new RecentCalls(Testers.cloudTrail(emulated.function("rampart-iam")))
        .of("arn:aws:iam::123456789012:role/" + role);
  }

  private static RecentCalls.Found recent(String gap, Set<String> used) {
    return new RecentCalls.Found(new Usage(used, Set.of()), gap);
  }

  private void denied(String operation) {
    emulated.emulator().inject(Fault.once("iam", operation, "AccessDenied"));
  }

  private ResourceId roleWith(String document) {
    var role = maria.createsRole("orders", LAMBDA);
    maria.puts("orders", "access", document);
    return role;
  }

  private UsageReport usageOf(ResourceId role) {
    var facts = Set.<Fact>of(PrincipalFact.USAGE);
    return account.domain().learn(account.load(role), facts).usage();
  }

  private UsageReport.Ready readyFor(ResourceId role) {
    var facts = Set.<Fact>of(PrincipalFact.USAGE, PrincipalFact.SIMULATION);
    return (UsageReport.Ready) account.domain().learn(account.load(role), facts).usage();
  }

  private static void listRoles(Caller session) {
    assertThat(Person.of(session).iam().listRoles().roles()).isNotEmpty();
  }
}
