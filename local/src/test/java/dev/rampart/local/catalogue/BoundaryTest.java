package dev.rampart.local.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rampart.emulator.Checkout;
import dev.rampart.function.ChangeFunction;
import dev.rampart.guardrail.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What bounds Rampart's own roles: as much as they need, and no more.
final class BoundaryTest {
  /// What IAM counts of a managed policy at most, white space aside:
  /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>.
  private static final int LIMIT = 6_144;

  // API Gateway has one action for all that is created. An authorizer alone lets nobody in.
  private static final Set<String> GRANTS_OF_BOTH = Set.of("apigateway:POST");

  private static final String SOURCE_FUNCTION = "lambda:SourceFunctionArn";

  private static Map<String, ChangeFunction> functions = Map.of();
  private static JsonNode template = new YAMLMapper().missingNode();

  @BeforeAll
  static void read() throws IOException {
    functions = Catalogue.functions();
    template = new YAMLMapper().readTree(Checkout.find().template().toFile()).path("Resources");
  }

  @Test
  void everyRoleHasTheBoundaryOfItsDomain() {
    var expected = new TreeMap<String, String>();
    expected.put("rampart-schedule", "rampart-schedule-boundary");
    for (var domain : functions.keySet()) {
      expected.put("rampart-" + domain, "rampart-" + domain + "-boundary");
      expected.put("rampart-" + domain + "-undo", "rampart-" + domain + "-boundary");
    }

    var found = new TreeMap<String, String>();
    for (var role : roles()) {
      found.put(role.path("RoleName").asText(), name(template.path(boundaryOf(role))));
    }

    assertThat(found).isEqualTo(expected);
  }

  /// Neither outgrows the other: a right that is missing in the boundary is refused, and one that
  /// is only in the boundary is waiting for somebody to add a policy.
  @TestFactory
  Stream<DynamicTest> theBoundaryListsWhatItsRolesMayDo() {
    return each(
        (boundary, roles) ->
            assertThat(allowed(document(boundary), any -> true))
                .isEqualTo(allowed(roles, any -> true)));
  }

  /// An action that knows no resources needs `*` in both.
  @TestFactory
  Stream<DynamicTest> theBoundaryAllowsEverywhereWhatARoleMayDoEverywhere() {
    return each(
        (boundary, roles) ->
            assertThat(allowed(document(boundary), BoundaryTest::isEverywhere))
                .containsAll(allowed(roles, BoundaryTest::isEverywhere)));
  }

  /// Whoever may pass a role to a function of their own has that role's rights, but for these.
  @TestFactory
  Stream<DynamicTest> whatGrantsIsDeniedToEverythingButItsFunction() {
    return domains(
        domain -> {
          var functionsOnly =
              denied(domain, each -> each.at("/Condition/ArnNotLike").has(SOURCE_FUNCTION));
          var grants = permissions(domain, Operation::grants);
          grants.removeAll(GRANTS_OF_BOTH);
          assertThat(functionsOnly).containsAll(grants);
        });
  }

  @Test
  void theFunctionThatAGrantIsKeptForIsOfTheDomain() {
    for (var domain : functions.keySet()) {
      for (var statement : statements(document(boundary(domain)), "Deny")) {
        var functionArns = statement.at("/Condition/ArnNotLike").path(SOURCE_FUNCTION);
        texts(functionArns)
            .filter(each -> each.startsWith("arn:"))
            .forEach(each -> assertThat(each).contains(":function:rampart-" + domain));
      }
    }
  }

  /// IAM and Lambda are also what Rampart is made of; secrets are not.
  @TestFactory
  Stream<DynamicTest> whatChangesPartsOfRampartIsDeniedOnRampart() {
    return Stream.of("iam", "lambda")
        .map(
            domain ->
                DynamicTest.dynamicTest(
                    domain,
                    () ->
                        assertThat(denied(domain, BoundaryTest::isOnItself))
                            .containsAll(
                                permissions(domain, each -> isOf(domain, each) && writes(each)))));
  }

  @TestFactory
  Stream<DynamicTest> theBoundaryFits() {
    return each(
        (boundary, roles) -> {
          var longest =
              document(boundary)
                  .toString()
                  .replace("${AWS::Partition}", "aws-us-gov")
                  .replace("${AWS::Region}", "ap-southeast-1")
                  .replace("${AWS::AccountId}", "123456789012")
                  .replaceAll("\"\\w+\\.Arn\"|\"AlertTopic\"", '"' + "x".repeat(100) + '"');
          assertThat(longest.replaceAll("\\s", "").length()).isLessThanOrEqualTo(LIMIT);
        });
  }

  @FunctionalInterface
  private interface Check {
    /// @param boundary the boundary's logical id
    /// @param roles what the policies of its roles say
    void of(String boundary, JsonNode roles);
  }

  private static Stream<DynamicTest> each(Check check) {
    var policies = new TreeMap<String, ArrayNode>();
    for (var role : roles()) {
      policies
          .computeIfAbsent(boundaryOf(role), any -> new YAMLMapper().createArrayNode())
          .add(role.path("Policies"));
    }
    return policies.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> check.of(entry.getKey(), entry.getValue())));
  }

  private static Stream<DynamicTest> domains(Consumer<String> check) {
    return functions.keySet().stream()
        .map(domain -> DynamicTest.dynamicTest(domain, () -> check.accept(domain)));
  }

  private static List<JsonNode> roles() {
    var roles = new ArrayList<JsonNode>();
    for (var resource : template) {
      if (resource.path("Type").asText().equals("AWS::IAM::Role")) {
        roles.add(resource.path("Properties"));
      }
    }
    return roles;
  }

  private static String boundaryOf(JsonNode role) {
    return role.path("PermissionsBoundary").asText();
  }

  private static String name(JsonNode policy) {
    return policy.path("Properties").path("ManagedPolicyName").asText();
  }

  private static JsonNode document(String boundary) {
    return template.path(boundary).path("Properties").path("PolicyDocument");
  }

  /// The logical id of a domain's boundary.
  private static String boundary(String domain) {
    return roles().stream()
        .filter(each -> each.path("RoleName").asText().equals("rampart-" + domain))
        .map(BoundaryTest::boundaryOf)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isEverywhere(JsonNode statement) {
    return statement.path("Resource").asText().equals("*");
  }

  private static boolean isOnItself(JsonNode statement) {
    return texts(statement.path("Resource")).allMatch(each -> each.endsWith("rampart-*"));
  }

  private static boolean isOf(String service, Operation operation) {
    return operation.service().equals(service);
  }

  private static boolean writes(Operation operation) {
    return !operation.name().matches("(Get|List).*");
  }

  private static Set<String> permissions(String domain, Predicate<Operation> which) {
    var permissions = new TreeSet<String>();
    Objects.requireNonNull(functions.get(domain)).operations().all().stream()
        .filter(each -> !each.isByHand())
        .filter(which)
        .forEach(each -> permissions.add(each.permission()));
    return permissions;
  }

  private static Set<String> denied(String domain, Predicate<JsonNode> which) {
    return actions(statements(document(boundary(domain)), "Deny"), which);
  }

  private static Set<String> allowed(JsonNode policies, Predicate<JsonNode> which) {
    return actions(statements(policies, "Allow"), which);
  }

  private static Set<String> actions(List<JsonNode> statements, Predicate<JsonNode> which) {
    var actions = new TreeSet<String>();
    statements.stream()
        .filter(which)
        .forEach(each -> texts(each.path("Action")).forEach(actions::add));
    return actions;
  }

  private static List<JsonNode> statements(JsonNode policies, String effect) {
    return policies.findParents("Effect").stream()
        .filter(each -> each.path("Effect").asText().equals(effect))
        .toList();
  }

  /// All texts in a node, however deep: the template may choose between lists.
  private static Stream<String> texts(JsonNode node) {
    return node.isTextual()
        ? Stream.of(node.asText())
        : node.valueStream().flatMap(BoundaryTest::texts);
  }
}
