package dev.rampart.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.emulator.RecordedCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;

/// What each kind of change costs, in calls.
@ExtendWith(WithBot.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CallCountIT {
  private static final List<String> COLUMNS =
      List.of("reads", "writes", "dynamodb", "ssm", "sns", "sqs");

  private final Bot bot;
  private final Iam iam;
  private final Map<String, Map<String, Long>> table = new TreeMap<>();

  CallCountIT(Bot bot) {
    this.bot = bot;
    this.iam = new Iam(bot);
  }

  @Test
  void aCompliantChangeOfARoleCostsItsReadsAndOneCallOfTheLedger() {
    Story role = iam.knownRole("counted");
    iam.put(role, "orders", Iam.NARROW);
    role.awaitOutcome("CLEAN");
    bot.settle();

    Map<String, Long> cost = costOfATag(role, "iam CLEAN", "CLEAN");

    assertThat(cost).isEqualTo(costs(4, 1));
    for (int i = 0; i < 12; i++) {
      iam.newRole("other", "lambda.amazonaws.com", "/");
    }
    bot.settle();
    assertThat(costOfATag(role, "iam CLEAN among many", "CLEAN")).isEqualTo(cost);
    assertThat(role.allAlerts()).isEmpty();
  }

  @Test
  void aCompliantInlinePolicyCostsTwoReads() {
    Story role = iam.knownRole("counted-glance");
    iam.put(role, "access", Iam.NARROW);
    for (int i = 0; i < 5; i++) {
      iam.put(role, "more-" + i, Iam.NARROW);
    }
    role.awaitOutcome("CLEAN", 6);
    bot.settle();
    Story story = bot.story(role.arn());
    iam.put(role, "access", Iam.NARROW.replace("GetItem", "Query"));
    story.awaitOutcome("CLEAN");
    bot.settle();

    // The role and the policy; what is known, and what is new about it.
    assertThat(count("iam CLEAN, inline policy put", story.calls("rampart-iam")))
        .isEqualTo(costs(2, 2));
    assertThat(story.alerts()).isEmpty();
  }

  @Test
  void aCompliantChangeOfAFunctionCostsItsReadsAndOneCallOfTheLedger() {
    var function = new Function(bot);
    Story story = function.story();

    function.grants(
        null,
        add ->
            add.statementId("bucket")
                .principal("s3.amazonaws.com")
                .sourceArn("arn:aws:s3:::orders")
                .sourceAccount("123456789012"));
    story.awaitOutcome("CLEAN");
    bot.settle();

    // The policy and the tags, however many aliases and versions there are.
    assertThat(count("lambda CLEAN, permission added", story.calls("rampart-lambda")))
        .isEqualTo(costs(2, 1));
    assertThat(story.alerts()).isEmpty();
  }

  @Test
  void aCompliantRemovalOfAPermissionAsksWhetherThereIsAUrl() {
    var function = new Function(bot);
    Story story = function.story();

    function.withdraws("api");
    story.awaitOutcome("CLEAN");
    bot.settle();

    assertThat(count("lambda CLEAN, permission removed", story.calls("rampart-lambda")))
        .containsEntry("reads", 3L)
        .containsEntry("writes", 0L);
    assertThat(story.alerts()).isEmpty();
  }

  @Test
  void aCompliantRemovalOfAPermissionLeavesAUrlUnreadThatWasGood() {
    var function = new Function(bot);
    Story created = function.story();
    function.createsUrl(FunctionUrlAuthType.NONE);
    created.awaitOutcome("CLEAN");
    bot.settle();
    Story story = function.story();

    function.withdraws("api");
    story.awaitOutcome("CLEAN", 2);
    bot.settle();

    assertThat(
            count("lambda CLEAN, permission removed beside a URL", story.calls("rampart-lambda")))
        .isEqualTo(costs(2, 2));
    assertThat(story.alerts()).isEmpty();
  }

  @Test
  void aFixOfAPolicyTakesEightCallsAtMostUntilItIsVerified() {
    var function = new Function(bot);
    Story story = function.story();

    function.opens(null);
    story.awaitOutcome("FIXED");
    bot.settle();

    assertThat(callsUntilVerified(story, "lambda:RemovePermission")).isLessThanOrEqualTo(8);
    Map<String, Long> cost =
        count("lambda FIXED, with the look at its own change", story.calls("rampart-lambda"));
    assertThat(cost).containsEntry("writes", 1L).containsEntry("sns", 1L);
    assertThat(cost.get("reads")).isLessThanOrEqualTo(10);
  }

  @Test
  void aFixOfAUrlTakesEightCallsAtMostUntilItIsVerified() {
    var function = new Function(bot);
    function.createsUrl(FunctionUrlAuthType.NONE);
    bot.settle();
    function.letsEveryoneInvokeViaUrl();
    bot.settle();
    Story story = function.story();

    function.letsEveryoneCallUrl();
    story.awaitOutcome("FIXED");
    bot.settle();

    assertThat(function.urlType()).isEqualTo("AWS_IAM");
    assertThat(callsUntilVerified(story, "lambda:UpdateFunctionUrlConfig")).isLessThanOrEqualTo(8);
    Map<String, Long> cost =
        count("lambda FIXED, a URL with both statements", story.calls("rampart-lambda"));
    assertThat(cost).containsEntry("writes", 1L).containsEntry("sns", 1L);
    assertThat(cost.get("reads")).isLessThanOrEqualTo(11);
  }

  /// Of Lambda: the looks before, the fix, and the look that proves it.
  private static int callsUntilVerified(Story story, String fix) {
    List<String> calls =
        story.calls("rampart-lambda").stream()
            .filter(call -> call.service().equals("lambda"))
            .map(RecordedCall::name)
            .toList();
    assertThat(calls).contains(fix);
    return calls.indexOf(fix) + 1 + 2;
  }

  @Test
  void aCompliantChangeOfAnApiCostsItsReadsAndTwoCallsOfTheLedger() {
    var api = new Rest(bot);
    Story story = api.story();

    api.tags("team", "shop");
    story.awaitOutcome("CLEAN");
    bot.settle();

    // The API, its resources, authorizers, stages, and the stage's deployment and export.
    // The second call of the ledger: whether an authorizer got weaker, only its past tells.
    assertThat(count("apigateway CLEAN", story.calls("rampart-apigateway"))).isEqualTo(costs(6, 2));
    assertThat(story.alerts()).isEmpty();
  }

  @Test
  void knownDebtCostsNoMoreThanTheLedger() {
    Map<String, Long> cost = costOfATag(bot.story(Old.arn(Old.COUNTED)), "iam DEBT", "DEBT");

    assertThat(cost).containsEntry("writes", 0L).containsEntry("ssm", 0L).containsEntry("sns", 0L);
    assertThat(cost.get("dynamodb")).isLessThanOrEqualTo(2);
  }

  @Test
  void anExemptionAsksTheOwnerOnce() throws Exception {
    Story role = iam.knownRole("counted-exempt");
    try (var _ = bot.with("/rampart/exemptions/WildcardPolicy", role.arn())) {
      Map<String, Long> cost = costOfAFlaw(role, "iam EXEMPT", "EXEMPT");
      assertThat(cost).containsEntry("writes", 0L).containsEntry("ssm", 1L);
      assertThat(cost).containsEntry("sns", 0L).containsEntry("sqs", 0L);
    }
  }

  @Test
  void aReportIsOneAlert() throws Exception {
    Story role = iam.knownRole("counted-report");
    try (var _ = bot.with("/rampart/auto-fix", "off")) {
      Map<String, Long> cost = costOfAFlaw(role, "iam REPORTED", "REPORTED");
      assertThat(cost).containsEntry("writes", 0L).containsEntry("ssm", 1L);
      assertThat(cost).containsEntry("sns", 1L).containsEntry("sqs", 0L);
    }
  }

  @Test
  void aFixIsOneWriteAndOneAlert() {
    Map<String, Long> cost =
        costOfAFlaw(
            iam.knownRole("counted-fix"), "iam FIXED, with the look at its own change", "FIXED");
    assertThat(cost).containsEntry("writes", 1L).containsEntry("ssm", 1L);
    assertThat(cost).containsEntry("sns", 1L).containsEntry("sqs", 0L);
  }

  @AfterAll
  void print() throws IOException {
    var text = new StringBuilder("%-45s".formatted("calls per change"));
    COLUMNS.forEach(column -> text.append("%10s".formatted(column)));
    table.forEach(
        (what, cost) -> {
          text.append("%n%-45s".formatted(what));
          COLUMNS.forEach(column -> text.append("%10d".formatted(cost.get(column))));
        });
    System.out.println(text);
    Files.writeString(Path.of("target/calls.txt"), text + System.lineSeparator());
  }

  private Map<String, Long> costOfATag(Story role, String what, String outcome) {
    bot.settle();
    Story story = bot.story(role.arn());
    bot.eve
        .iam()
        .tagRole(
            tag ->
                tag.roleName(Iam.nameOf(role)).tags(Tag.builder().key("team").value(what).build()));
    story.awaitOutcome(outcome);
    bot.settle();
    return count(what, story.calls("rampart-iam"));
  }

  private Map<String, Long> costOfAFlaw(Story role, String what, String outcome) {
    bot.settle();
    Story story = bot.story(role.arn());
    iam.put(role, "debug", Iam.EVERYTHING);
    story.awaitOutcome(outcome);
    bot.settle();
    return count(what, story.calls("rampart-iam"));
  }

  private Map<String, Long> count(String what, List<RecordedCall> calls) {
    Map<String, Long> found =
        calls.stream().collect(Collectors.groupingBy(CallCountIT::column, Collectors.counting()));
    Map<String, Long> cost = new TreeMap<>();
    COLUMNS.forEach(column -> cost.put(column, found.getOrDefault(column, 0L)));
    table.put(what, cost);
    return cost;
  }

  private static String column(RecordedCall call) {
    if (COLUMNS.contains(call.service())) {
      return call.service();
    }
    return call.readOnly() ? "reads" : "writes";
  }

  private static Map<String, Long> costs(long reads, long ledger) {
    var cost = new TreeMap<String, Long>();
    COLUMNS.forEach(column -> cost.put(column, 0L));
    cost.put("reads", reads);
    cost.put("dynamodb", ledger);
    return cost;
  }
}
