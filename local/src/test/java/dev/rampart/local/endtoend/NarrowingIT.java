package dev.rampart.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rampart.local.account.Account;
import dev.rampart.local.account.AlertInbox.Alert;
import dev.rampart.local.aws.Clients;
import dev.rampart.policy.PolicyDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/// A role that was too broad before Rampart came ends with what it used, if its owner wants that.
@ExtendWith(AccountExtension.class)
final class NarrowingIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TRUST =
      """
      {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
       "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}}
      """;
  private static final String BROAD =
      """
      {"Version": "2012-10-17", "Statement": {"Sid": "Data", "Effect": "Allow",
       "Action": ["s3:*", "dynamodb:*"], "Resource": "*"}}
      """;

  private final Account account;
  private Clients auditor;

  NarrowingIT(Account account) {
    this.account = account;
    this.auditor = account.person("AKIAAUDITOR", "Auditor", "audit");
  }

  @BeforeEach
  void aRoleThatWasAlwaysTooBroad() {
    auditor = account.person("AKIAAUDITOR", "Auditor", "audit");
    parameter("/rampart/auto-fix", "off");
    var eve = account.person("AKIAEVE", "Developer", "eve");
    eve.iam().createRole(create -> create.roleName("app").assumeRolePolicyDocument(TRUST));
    eve.iam().putRolePolicy(put -> put.roleName("app").policyName("data").policyDocument(BROAD));
    account.settle(PATIENCE);
    useThreeActions();
    account.emulator().backdate("app", Instant.now().minus(Duration.ofDays(200)));
    parameter("/rampart/auto-fix", "on");
  }

  @Test
  void endsWithTheThreeActionsThatTheRoleUsedAndCanBeUndone() {
    parameter("/rampart/guardrails/WildcardPolicy", "fix+narrows");
    account.invoke("rampart-iam", "{\"fix-open\": true}");

    await().atMost(PATIENCE).until(() -> !told("FIXED").isEmpty());
    account.settle(PATIENCE);
    assertThat(policy().statements().getFirst().actions())
        .containsExactlyInAnyOrder(
            "s3:ListAllMyBuckets", "dynamodb:ListTables", "dynamodb:DescribeLimits");
    var alert = told("FIXED").getFirst();
    assertThat(alert.facts().path("done").asText())
        .contains("only the actions that were used", "s3:*", "dynamodb:*");
    assertThat(alert.facts().at("/fix/effects").toString()).isEqualTo("[\"NARROWS\"]");

    undo(alert);
    assertThat(policy().tree()).isEqualTo(PolicyDocument.parse(BROAD).tree());
  }

  @Test
  void isOnlyProposedWithoutConsent() {
    account.invoke("rampart-iam", "{\"fix-open\": true}");

    await()
        .atMost(PATIENCE)
        .until(() -> told("REPORTED").stream().anyMatch(each -> each.text().contains("narrows")));
    account.settle(PATIENCE);
    assertThat(policy().tree()).isEqualTo(PolicyDocument.parse(BROAD).tree());
    assertThat(told("REPORTED").getLast().facts().at("/fix/commands").toString())
        .contains("s3:ListAllMyBuckets", "put-role-policy")
        .doesNotContain("s3:*");
  }

  @Test
  void isOnlyProposedForAYoungRole() {
    account.emulator().backdate("app", Instant.now().minus(Duration.ofDays(20)));
    parameter("/rampart/guardrails/WildcardPolicy", "fix+narrows");
    account.invoke("rampart-iam", "{\"fix-open\": true}");

    await()
        .atMost(PATIENCE)
        .until(() -> told("REPORTED").stream().anyMatch(each -> each.text().contains("20 days")));
    account.settle(PATIENCE);
    assertThat(policy().tree()).isEqualTo(PolicyDocument.parse(BROAD).tree());
    assertThat(told("REPORTED").getLast().facts().path("byHand").toString())
        .contains("s3:ListAllMyBuckets", "put-role-policy")
        .doesNotContain("s3:*");
  }

  @Test
  void narrowsAManagedPolicyThatTheRoleHas() {
    var broad =
        auditor.iam().createPolicy(create -> create.policyName("data").policyDocument(BROAD));
    var arn = broad.policy().arn();
    auditor.iam().deleteRolePolicy(delete -> delete.roleName("app").policyName("data"));
    auditor.iam().attachRolePolicy(attach -> attach.roleName("app").policyArn(arn));
    account.settle(PATIENCE);
    parameter("/rampart/guardrails/WildcardPolicy", "fix+narrows");
    account.invoke("rampart-iam", "{\"fix-open\": true}");

    await().atMost(PATIENCE).until(() -> !told("FIXED").isEmpty());
    account.settle(PATIENCE);
    assertThat(versions(arn)).containsExactly("v1", "v2 in force");
    assertThat(managed(arn).statements().getFirst().actions())
        .containsExactlyInAnyOrder(
            "s3:ListAllMyBuckets", "dynamodb:ListTables", "dynamodb:DescribeLimits");

    undo(told("FIXED").getFirst());
    assertThat(versions(arn)).containsExactly("v1 in force");
  }

  private List<String> versions(String arn) {
    return auditor.iam().listPolicyVersions(list -> list.policyArn(arn)).versions().stream()
        .map(each -> each.versionId() + (each.isDefaultVersion() ? " in force" : ""))
        .sorted()
        .toList();
  }

  private PolicyDocument managed(String arn) {
    var policy = auditor.iam().getPolicy(get -> get.policyArn(arn)).policy();
    return PolicyDocument.parse(
        auditor
            .iam()
            .getPolicyVersion(get -> get.policyArn(arn).versionId(policy.defaultVersionId()))
            .policyVersion()
            .document());
  }

  private void useThreeActions() {
    var app = account.person("ASIAAPP", "app", "app");
    try (var http = Apache5HttpClient.builder().build();
        var s3 =
            S3Client.builder()
                .endpointOverride(account.endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .httpClient(http)
                .credentialsProvider(
                    StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(app.accessKeyId(), "local-secret")))
                .build()) {
      s3.listBuckets();
    }
    app.dynamoDb().listTables();
    app.dynamoDb().describeLimits();
  }

  private void undo(Alert alert) {
    JsonNode payload =
        JSON.createObjectNode()
            .put("undo", alert.facts().path("id").asText())
            .put("reason", "the nightly job needs it");
    account.invoke("rampart-iam-undo", payload.toString());
    account.settle(PATIENCE);
    assertThat(told("UNDONE")).hasSize(1);
  }

  private PolicyDocument policy() {
    return PolicyDocument.parse(
        auditor
            .iam()
            .getRolePolicy(get -> get.roleName("app").policyName("data"))
            .policyDocument());
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
