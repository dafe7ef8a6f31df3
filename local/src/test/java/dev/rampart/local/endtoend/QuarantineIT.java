package dev.rampart.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rampart.local.account.Account;
import dev.rampart.local.account.AlertInbox.Alert;
import dev.rampart.local.aws.Clients;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/// A role that may do everything, of which nobody knows what it needs, is bounded until a person
/// decides, if its owner wants that.
@ExtendWith(AccountExtension.class)
final class QuarantineIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  // Own changes that look wrong are looked at once more, half a minute later.
  private static final Duration A_SECOND_LOOK = Duration.ofSeconds(90);
  private static final String BOUNDARY = "arn:aws:iam::123456789012:policy/rampart-quarantine";
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

  QuarantineIT(Account account) {
    this.account = account;
    this.eve = account.person("AKIAEVE", "Developer", "eve");
  }

  @BeforeEach
  void aRoleThatCouldAlwaysDoEverything() {
    eve = account.person("AKIAEVE", "Developer", "eve");
    parameter("/rampart/auto-fix", "off");
    eve.iam().createRole(create -> create.roleName("app").assumeRolePolicyDocument(TRUST));
    eve.iam()
        .putRolePolicy(put -> put.roleName("app").policyName("all").policyDocument(EVERYTHING));
    account.settle(PATIENCE);
    parameter("/rampart/auto-fix", "on");
    parameter("/rampart/guardrails/WildcardPolicy", "fix+contains");
    account.invoke("rampart-iam", "{\"fix-open\": true}");
    await().atMost(PATIENCE).until(() -> !told("FIXED").isEmpty());
    account.settle(PATIENCE);
  }

  @Test
  void isBoundedAndCanBeReleased() throws Exception {
    assertThat(boundary()).isEqualTo(BOUNDARY);
    var alert = told("FIXED").getFirst();
    assertThat(alert.facts().at("/fix/effects").toString()).isEqualTo("[\"CONTAINS\"]");

    var payload =
        new ObjectMapper()
            .createObjectNode()
            .put("undo", alert.facts().path("id").asText())
            .put("reason", "the migration needs it");
    account.invoke("rampart-iam-undo", payload.toString());
    account.settle(A_SECOND_LOOK);

    assertThat(told("UNDONE")).hasSize(1);
    assertThat(boundary()).isEmpty();
    // Whoever took it back is not fought.
    eve.iam().tagRole(tag -> tag.roleName("app").tags(it -> it.key("team").value("shop")));
    account.settle(PATIENCE);
    assertThat(boundary()).isEmpty();
  }

  @Test
  void isBoundedAgainWhenSomebodyElseLiftsIt() {
    eve.iam().deleteRolePermissionsBoundary(delete -> delete.roleName("app"));

    await().atMost(PATIENCE).until(() -> told("FIXED").size() == 2);
    account.settle(PATIENCE);
    assertThat(boundary()).isEqualTo(BOUNDARY);
    assertThat(account.inbox().alerts())
        .filteredOn(each -> each.guardrail().equals("BoundaryRemoved"))
        .allSatisfy(each -> assertThat(each.text()).contains("quarantine is lifted"));
  }

  private String boundary() {
    var role = eve.iam().getRole(get -> get.roleName("app")).role();
    AttachedPermissionsBoundary boundary = role.permissionsBoundary();
    return boundary == null ? "" : boundary.permissionsBoundaryArn();
  }

  private List<Alert> told(String outcome) {
    return account.inbox().alerts().stream()
        .filter(each -> each.outcome().equals(outcome))
        .toList();
  }

  private void parameter(String name, String value) {
    account
        .operator()
        .ssm()
        .putParameter(
            put -> put.name(name).value(value).type(ParameterType.STRING).overwrite(true));
  }
}
