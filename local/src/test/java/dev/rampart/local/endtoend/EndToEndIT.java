package dev.rampart.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rampart.emulator.RecordedCall;
import dev.rampart.local.account.Account;
import dev.rampart.local.account.AlertInbox.Alert;
import dev.rampart.local.aws.Clients;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AccountExtension.class)
final class EndToEndIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String TRUST =
      """
      {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
       "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}}
      """;
  private static final String EVERYTHING =
      """
      {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
      """;

  private final Account account;
  private Clients eve;
  private Clients auditor;

  EndToEndIT(Account account) {
    this.account = account;
    this.eve = account.person("AKIAEVE", "Developer", "eve");
    this.auditor = account.person("AKIAAUDITOR", "Auditor", "audit");
  }

  @BeforeEach
  void aRoleThatRampartKnows() {
    eve = account.person("AKIAEVE", "Developer", "eve");
    auditor = account.person("AKIAAUDITOR", "Auditor", "audit");
    eve.iam().createRole(create -> create.roleName("app").assumeRolePolicyDocument(TRUST));
    account.settle(PATIENCE);
    account.emulator().forgetCalls();
  }

  @Test
  void takesAWildcardAwayAndTellsWhoGaveIt() {
    addWildcard();

    await().atMost(PATIENCE).until(() -> policies().isEmpty());
    assertThat(told("FIXED"))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.guardrail()).isEqualTo("WildcardPolicy");
              assertThat(alert.facts().at("/change/principal").asText()).contains("Developer/eve");
              assertThat(alert.facts().path("undo").asText()).contains("rampart-iam-undo:live");
            });
  }

  @Test
  void onlyTellsIfAutoFixIsOff() {
    account
        .operator()
        .ssm()
        .putParameter(put -> put.name("/rampart/auto-fix").value("off").overwrite(true));
    addWildcard();

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(told("REPORTED")).hasSize(1));
    account.settle(PATIENCE);
    assertThat(policies()).containsExactly("quick-fix");
    assertThat(writesOf("rampart-iam")).isEmpty();
  }

  @Test
  void losesNothingWhenTheFunctionDies() {
    account.function("rampart-iam").orElseThrow().kill();
    addWildcard();

    await().atMost(PATIENCE).until(() -> policies().isEmpty());
    account.settle(PATIENCE);
    assertThat(told("FIXED")).hasSize(1);
  }

  private void addWildcard() {
    eve.iam()
        .putRolePolicy(
            put -> put.roleName("app").policyName("quick-fix").policyDocument(EVERYTHING));
  }

  private List<String> policies() {
    return auditor.iam().listRolePolicies(list -> list.roleName("app")).policyNames();
  }

  private List<Alert> told(String outcome) {
    account.settle(PATIENCE);
    return account.inbox().alerts().stream()
        .filter(alert -> alert.outcome().equals(outcome))
        .toList();
  }

  private List<String> writesOf(String function) {
    return account.emulator().calls(0).stream()
        .filter(call -> call.accessKeyId().equals(account.accessKeyOf(function)))
        .filter(call -> call.service().equals("iam") && !call.readOnly())
        .map(RecordedCall::name)
        .toList();
  }
}
