package dev.rampart.iam;

import static dev.rampart.iam.Samples.role;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Bounds;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentityTest {
  private static final Bounds NARROW = new Bounds(false, Set.of(), Set.of());
  private static final Bounds WIDE = new Bounds(true, Set.of(), Set.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lambda.amazonaws.com",
        "edgelambda.amazonaws.com",
        "apigateway.amazonaws.com",
        "states.amazonaws.com",
        "states.eu-west-1.amazonaws.com",
        "events.amazonaws.com",
        "scheduler.amazonaws.com",
        "pipes.amazonaws.com",
        "lambda.amazonaws.com.cn"
      })
  void reachesRolesOfServerlessServices(String service) {
    assertThat(role("orders", service).offLimits(NARROW)).isEmpty();
    assertThat(role("orders", "ec2.amazonaws.com", service).offLimits(NARROW)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ec2.amazonaws.com",
        "lambda.example.com",
        "notlambda.amazonaws.com",
        "lambda.amazonaws.com.evil"
      })
  void reachesOtherRolesOnlyIfTheOwnerWidensTheScope(String service) {
    assertThat(role("orders", service).offLimits(NARROW)).get().asString().contains("serverless");
    assertThat(role("orders", service).offLimits(WIDE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OrganizationAccountAccessRole",
        "AWSControlTowerExecution",
        "aws-controltower-AdministratorExecutionRole",
        "stacksets-exec-0123",
        "AWSCloudFormationStackSetExecutionRole",
        "cdk-hnb659fds-cfn-exec-role-123456789012-eu-west-1",
        "rampart-iam"
      })
  void neverReachesWaysIntoTheAccountNorItself(String name) {
    assertThat(role(name, "lambda.amazonaws.com").offLimits(WIDE)).isPresent();
  }

  @Test
  void neverReachesWhatCloudFormationDeploysWith() {
    assertThat(
            role("deployer", "lambda.amazonaws.com", "cloudformation.amazonaws.com")
                .offLimits(WIDE))
        .contains("a role that CloudFormation deploys with");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/aws-service-role/lambda.amazonaws.com/", "/aws-reserved/sso.amazonaws.com/"})
  void neverReachesWhatBelongsToAws(String path) {
    var role =
        new Identity(
            PrincipalKind.ROLE,
            "arn:aws:iam::123456789012:role" + path + "r",
            path,
            Samples.trust("lambda.amazonaws.com"));
    assertThat(role.offLimits(WIDE)).contains("a role that belongs to AWS");
    assertThat(role.belongsToAws()).isTrue();
  }

  @Test
  void neverReachesWhomTheOwnerExempts() {
    var role =
        new Identity(
            PrincipalKind.ROLE,
            "arn:aws:iam::123456789012:role/ops/break-glass",
            "/ops/",
            Samples.trust("lambda.amazonaws.com"));
    for (var written :
        List.of(
            "break-glass",
            "arn:aws:iam::123456789012:role/ops/break-glass",
            "arn:aws:iam::123456789012:role/break-glass")) {
      assertThat(role.offLimits(new Bounds(true, Set.of(written), Set.of())))
          .contains("listed in /rampart/exempt-principals");
    }
    assertThat(role.offLimits(new Bounds(true, Set.of("glass", "ops"), Set.of()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "{}",
        "{\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"}}]}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\"}}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"lambda.amazonaws.com\"}}}",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":[1,null,{}]}}}"
      })
  void doesNotReachARoleThatNoServiceIsSeenToUse(String trust) {
    var role = new Identity(PrincipalKind.ROLE, "arn:aws:iam::123456789012:role/r", "/", trust);
    assertThat(role.offLimits(NARROW)).isPresent();
  }

  @Test
  void reachesUsersAndGroupsOnlyIfTheOwnerWidensTheScope() {
    for (var identity : List.of(Samples.user("ada"), Samples.group("staff"))) {
      assertThat(identity.offLimits(NARROW)).get().asString().contains("fixes are for roles");
      assertThat(identity.offLimits(WIDE)).isEmpty();
    }
  }
}
