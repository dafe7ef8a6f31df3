package dev.rampart.local.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rampart.emulator.Checkout;
import dev.rampart.local.template.Deployment;
import dev.rampart.local.template.FunctionSpec;
import dev.rampart.local.template.Template;
import dev.rampart.policy.ActionCatalog;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The policies for people are policies, and know all of Rampart.
final class PoliciesTest {
  /// What AWS takes of a service control policy at most, white space included:
  /// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html>.
  private static final int LIMIT = 5_120;

  private static final String PREVENTIVE = "preventive-scp";
  private static final String OPERATOR = "operator";

  /// The keys of a condition and the actions whose requests have them, all others having none:
  /// <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>.
  private static final Map<String, Set<String>> KEYS =
      Map.of(
          "apigateway:Request/RouteAuthorizationType",
          Set.of("apigateway:PATCH", "apigateway:POST", "apigateway:PUT"),
          "kms:BypassPolicyLockoutSafetyCheck",
          Set.of("kms:CreateKey", "kms:PutKeyPolicy"),
          "lambda:FunctionUrlAuthType",
          Set.of(
              "lambda:AddPermission",
              "lambda:CreateFunctionUrlConfig",
              "lambda:UpdateFunctionUrlConfig"),
          "lambda:Principal",
          Set.of("lambda:AddPermission", "lambda:RemovePermission"),
          "secretsmanager:BlockPublicPolicy",
          Set.of("secretsmanager:PutResourcePolicy"));

  @ParameterizedTest
  @ValueSource(strings = {OPERATOR, PREVENTIVE, "quarantine-boundary"})
  void namesActionsThatThereAre(String policy) throws IOException {
    var unknown = new TreeSet<String>();
    for (var statement : statements(policy)) {
      texts(statement.path("Action"))
          .filter(action -> !action.contains("*"))
          .filter(action -> ActionCatalog.standard().find(action).isEmpty())
          .forEach(unknown::add);
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void asksOnlyWhatARequestTells() throws IOException {
    for (var statement : statements(PREVENTIVE)) {
      for (var test : statement.path("Condition")) {
        test.fieldNames()
            .forEachRemaining(
                key -> {
                  if (!key.startsWith("aws:")) {
                    assertThat(KEYS.getOrDefault(key, Set.of()))
                        .as("actions with " + key)
                        .containsAll(texts(statement.path("Action")).toList());
                  }
                });
      }
    }
  }

  @Test
  void leavesEveryPreventionToSomebody() throws IOException {
    assertThat(statements(PREVENTIVE))
        .allSatisfy(
            statement -> {
              assertThat(statement.path("Effect").asText()).isEqualTo("Deny");
              assertThat(statement.at("/Condition/ArnNotLike").has("aws:PrincipalArn"))
                  .as(statement.path("Sid").asText())
                  .isTrue();
            });
  }

  @Test
  void fitsWhenItIsWrittenWithoutWhiteSpace() throws IOException {
    assertThat(read(PREVENTIVE).toString().length()).isLessThanOrEqualTo(LIMIT);
  }

  /// Whoever is on call is on call for all of it.
  @Test
  void letsOperatorsReachEveryFunctionAndRedriveIntoItsQueue() throws IOException {
    var functions = new TreeSet<String>();
    var queues = new TreeSet<String>();
    var template =
        Template.read(
            Checkout.find().template(), Deployment.at(URI.create("http://127.0.0.1"), Map.of()));
    for (FunctionSpec function : template.functions()) {
      functions.add(function.name() + ":live");
      function.sources().forEach(source -> queues.add(name(source.queueArn())));
    }

    assertThat(resources("UndoSweepAndFixDebt")).isEqualTo(functions);
    assertThat(resources("RedriveInto")).isEqualTo(queues);
  }

  /// The names of what a statement of the operators' policy is about.
  private static Set<String> resources(String sid) throws IOException {
    return statements(OPERATOR).stream()
        .filter(statement -> statement.path("Sid").asText().equals(sid))
        .flatMap(statement -> texts(statement.path("Resource")))
        .map(PoliciesTest::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String name(String arn) {
    return arn.replaceFirst("^(?:[^:]*:){5}(?:function:)?", "");
  }

  private static JsonNode read(String policy) throws IOException {
    return new ObjectMapper()
        .readTree(Checkout.find().root().resolve("policies/" + policy + ".json").toFile());
  }

  private static List<JsonNode> statements(String policy) throws IOException {
    return read(policy).path("Statement").valueStream().toList();
  }

  private static Stream<String> texts(JsonNode oneOrMore) {
    return oneOrMore.isArray()
        ? oneOrMore.valueStream().map(JsonNode::asText)
        : Stream.of(oneOrMore.asText());
  }
}
