package dev.rampart.iam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.change.Change;
import dev.rampart.change.Changes;
import dev.rampart.change.Parsed;
import dev.rampart.emulator.Checkout;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which resources a change is about, for every recorded event and for bad ones.
final class TouchingTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROLE = "AWS::IAM::Role arn:aws:iam::123456789012:role/";
  private static final String USER = "AWS::IAM::User arn:aws:iam::123456789012:user/";
  private static final String GROUP = "AWS::IAM::Group arn:aws:iam::123456789012:group/";
  private static final String POLICY =
      "AWS::IAM::ManagedPolicy arn:aws:iam::123456789012:policy/apps/reading";

  private final List<Domain<?>> domains = Testers.domains(Caller.offline());

  static Stream<Path> events() throws IOException {
    try (var files = Files.list(Checkout.find().root().resolve("events/iam"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AttachGroupPolicy.administrator, " + GROUP + "staff",
    "AttachRolePolicy.administrator, " + ROLE + "orders",
    "AttachUserPolicy.administrator, " + USER + "ada",
    "ConfigurationItemChange.policy, " + POLICY,
    "ConfigurationItemChange.role, " + ROLE + "orders",
    "CreatePolicy.wildcard, " + POLICY,
    "CreatePolicyVersion.not-default, " + POLICY,
    "CreatePolicyVersion.wildcard, " + POLICY,
    "CreateRole.with-path, " + ROLE + "orders",
    "DeleteRolePolicy.cleanup, " + ROLE + "orders",
    "PutGroupPolicy.wildcard, " + GROUP + "staff",
    "PutRolePolicy.by-cloudformation, " + ROLE + "shop-OrdersRole-1F2G3H4J5K6L",
    "PutRolePolicy.escalation, " + ROLE + "orders",
    "PutRolePolicy.wildcard, " + ROLE + "orders",
    "PutUserPolicy.wildcard, " + USER + "ada",
    "SetDefaultPolicyVersion.wildcard, " + POLICY,
    "TagPolicy.exemption, " + POLICY,
    "TagRole.exemption, " + ROLE + "orders",
    "UpdateAssumeRolePolicy.federated, " + ROLE + "orders",
    "UpdateAssumeRolePolicy.foreign, " + ROLE + "orders",
    "UpdateAssumeRolePolicy.open, " + ROLE + "orders",
    "UpdateAssumeRolePolicy.routine, " + ROLE + "orders"
  })
  void namesTheOneResource(String event, String key) throws IOException {
    assertThat(touched(change(event(event)))).containsExactly(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AttachRolePolicy.own-policy", "DetachRolePolicy.own-policy"})
  void namesThePrincipalAndThePolicyOfTheAccountsOwn(String event) throws IOException {
    assertThat(touched(change(event(event)))).containsExactly(POLICY, ROLE + "orders");
  }

  @ParameterizedTest
  @CsvSource({
    "CreateRole.bounded, " + ROLE + "orders",
    "CreateUser.bounded, " + USER + "ada",
    "DeleteRolePermissionsBoundary.cleanup, " + ROLE + "orders",
    "DeleteUserPermissionsBoundary.cleanup, " + USER + "ada",
    "PutRolePermissionsBoundary.wider, " + ROLE + "orders",
    "PutUserPermissionsBoundary.wider, " + USER + "ada",
    "UntagUser.exemption, " + USER + "ada"
  })
  void namesThePrincipalAndItsBoundary(String event, String key) throws IOException {
    assertThat(touched(change(event(event))))
        .containsExactlyInAnyOrder(key, key.replace(" ", ".PermissionsBoundary "));
  }

  @Test
  void namesTheRoleThatAnAnalyzerFoundIdle() throws IOException {
    var finding = event("UnusedAccessFinding.permission");
    var usage = (ROLE + "orders").replace(" ", ".Usage ");
    assertThat(touched(change(finding))).containsExactly(usage);
    var detail = (ObjectNode) finding.path("detail");
    detail.put("resource", "arn:aws:iam::111122223333:role/orders");
    assertThat(touched(change(finding))).isEmpty();
    detail.put("resource", "arn:aws:iam::123456789012:role/orders");
    detail.put("resourceType", "AWS::IAM::User");
    assertThat(touched(change(finding))).isEmpty();
  }

  @Test
  void knowsABoundaryFromTheAnswerAlone() throws IOException {
    for (var name : List.of("CreateRole.bounded", "CreateUser.bounded")) {
      var event = event(name);
      ((ObjectNode) event.path("detail")).remove("requestParameters");
      assertThat(touched(change(event))).hasSize(2);
    }
  }

  @Test
  void provesTheCreationOfABoundaryWithItsPrincipal() throws IOException {
    var boundaries = domains.get(4);
    var id = ResourceId.of((ROLE + "orders").replace(" ", ".PermissionsBoundary "));
    var created = change(event("CreateRole.bounded"));
    assertThat(boundaries.isCreatedBy(created, id)).isTrue();
    var other = new ResourceId(id.type(), id.arn() + "-2");
    assertThat(boundaries.isCreatedBy(created, other)).isFalse();
    var put = change(event("PutRolePermissionsBoundary.wider"));
    assertThat(boundaries.isCreatedBy(put, id)).isFalse();
    assertThat(boundaries.isCreatedBy(change(event("CreateRole.with-path")), id)).isFalse();
  }

  @Test
  void ignoresACallThatFailed() throws IOException {
    assertThat(new Changes("123456789012").parse(event("PutRolePolicy.denied").toString()))
        .isInstanceOf(Parsed.Ignored.class);
  }

  @Test
  void findsWhatConfigNamesByUniqueIdOnly() throws IOException {
    var account = EmulatedAccount.empty();
    var maria = Person.of(account.person("maria"));
    var role = maria.createsRoleAt("/apps/", "orders", "lambda.amazonaws.com");
    maria.createsRole("other", "lambda.amazonaws.com");
    var policy = maria.createsPolicy("reading", Samples.READS_ONE_BUCKET);
    var roleId = maria.iam().getRole(get -> get.roleName("orders")).role().roleId();
    var policyId = maria.iam().getPolicy(get -> get.policyArn(policy.arn())).policy().policyId();
    var live = Testers.domains(account.function("rampart-iam"));

    var oversized = event("ConfigurationItemChange.oversized");
    ((ObjectNode) oversized.at("/detail/configurationItemSummary")).put("resourceId", roleId);
    assertThat(touched(live, change(oversized))).containsExactly(role.key());

    var compliance = event("ComplianceChange.policy");
    ((ObjectNode)
            compliance.at(
                "/detail/newEvaluationResult/evaluationResultIdentifier/evaluationResultQualifier"))
        .put("resourceId", policyId);
    assertThat(touched(live, change(compliance))).containsExactly(policy.key());

    ((ObjectNode) oversized.at("/detail/configurationItemSummary")).put("resourceId", policyId);
    assertThat(touched(live, change(oversized))).isEmpty();
  }

  @Test
  void takesANameWhereAConfigRuleReportsOne() throws IOException {
    var compliance = event("ComplianceChange.policy");
    var qualifier =
        (ObjectNode)
            compliance.at(
                "/detail/newEvaluationResult/evaluationResultIdentifier/evaluationResultQualifier");
    qualifier.put("resourceType", "AWS::IAM::User").put("resourceId", "ada");
    assertThat(touched(change(compliance))).containsExactly(USER + "ada");
  }

  @ParameterizedTest
  @MethodSource("events")
  void survivesEveryEventWithoutItsParameters(Path file) throws IOException {
    for (var strip : List.of("requestParameters", "responseElements")) {
      var event = JSON.readTree(file.toFile());
      ((ObjectNode) event.path("detail")).putNull(strip);
      survives(event);
      ((ObjectNode) event.path("detail")).put(strip, "text");
      survives(event);
      ((ObjectNode) event.path("detail")).remove(strip);
      survives(event);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"roleName\":null}",
        "{\"roleName\":\"\"}",
        "{\"roleName\":[\"orders\"]}",
        "{\"roleName\":\"a b\"}",
        "{\"roleName\":\"../orders\"}",
        "{\"policyArn\":\"arn:aws:iam::999999999999:policy/other\"}",
        "{\"policyArn\":\"arn:aws:iam::123456789012:role/orders\"}",
        "{\"policyArn\":\"nonsense\"}",
        "{}"
      })
  void leavesNamesThatNothingCanHave(String parameters) throws IOException {
    var event = event("PutRolePolicy.wildcard");
    ((ObjectNode) event.path("detail")).set("requestParameters", JSON.readTree(parameters));
    assertThat(touched(change(event))).isEmpty();
  }

  @Test
  void leavesTheSameNamesInCallsOfOtherServices() throws IOException {
    var event = event("PutRolePolicy.wildcard");
    ((ObjectNode) event.path("detail")).put("eventSource", "ssm.amazonaws.com");
    assertThat(touched(change(event))).isEmpty();
  }

  @Test
  void knowsTheResourceOfACreationFromTheAnswerAlone() throws IOException {
    for (var name : List.of("CreateRole.with-path", "CreatePolicy.wildcard")) {
      var event = event(name);
      ((ObjectNode) event.path("detail")).remove("requestParameters");
      assertThat(touched(change(event))).hasSize(1);
    }
  }

  @Test
  void writesArnsOfThePartitionThatTheChangeHappenedIn() throws IOException {
    var event = ((ObjectNode) event("PutRolePolicy.wildcard")).put("region", "cn-north-1");
    assertThat(touched(change(event)))
        .containsExactly("AWS::IAM::Role arn:aws-cn:iam::123456789012:role/orders");
    event.put("region", "");
    assertThat(touched(change(event))).containsExactly(ROLE + "orders");
    event.put("region", "mars-central-9");
    assertThat(touched(change(event))).containsExactly(ROLE + "orders");
  }

  @Test
  void provesACreationOfThatVeryResourceOnly() throws IOException {
    var roles = domains.get(1);
    var created = change(event("CreateRole.with-path"));
    assertThat(roles.isCreatedBy(created, ResourceId.of(ROLE + "orders"))).isTrue();
    assertThat(roles.isCreatedBy(created, ResourceId.of(ROLE + "other"))).isFalse();
    var put = change(event("PutRolePolicy.wildcard"));
    assertThat(roles.isCreatedBy(put, ResourceId.of(ROLE + "orders"))).isFalse();
    var policies = domains.get(0);
    var policy = ResourceId.of(POLICY);
    assertThat(policies.isCreatedBy(change(event("CreatePolicy.wildcard")), policy)).isTrue();
    assertThat(policies.isCreatedBy(change(event("CreatePolicyVersion.wildcard")), policy))
        .isFalse();
  }

  private void survives(JsonNode event) {
    if (new Changes("123456789012").parse(event.toString()) instanceof Parsed.Hint(var change)
        && !change.name().contains(":")
        && !event.toString().contains("Oversized")) {
      touched(change);
    }
  }

  private Set<String> touched(Change change) {
    return touched(domains, change);
  }

  private static Set<String> touched(List<Domain<?>> domains, Change change) {
    var keys = new TreeSet<String>();
    domains.forEach(domain -> domain.touchedBy(change).forEach(id -> keys.add(id.key())));
    return keys;
  }

  private static Change change(JsonNode event) {
    var parsed = new Changes("123456789012").parse(event.toString());
    assertThat(parsed).isInstanceOf(Parsed.Hint.class);
    return ((Parsed.Hint) parsed).change();
  }

  private static JsonNode event(String name) throws IOException {
    var file = Checkout.find().root().resolve("events/iam/" + name + ".json");
    return JSON.readTree(file.toFile());
  }
}
