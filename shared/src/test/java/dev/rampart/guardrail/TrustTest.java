package dev.rampart.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.change.Actor;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrustTest {
  private static final String ACCOUNT = "123456789012";

  @ParameterizedTest
  @CsvSource({
    "deploy, arn:aws:iam::123456789012:role/deploy, true",
    "deploy, arn:aws:iam::123456789012:role/ci/deploy, true",
    "deploy, arn:aws:iam::999999999999:role/deploy, false",
    "deploy, arn:aws:iam::123456789012:role/deployer, false",
    "deploy-*, arn:aws:iam::123456789012:role/deploy-eu, true",
    "deploy-*, arn:aws:iam::123456789012:role/redeploy-eu, false",
    "arn:aws:iam::123456789012:role/ci/*, arn:aws:iam::123456789012:role/ci/eu, true",
    "arn:aws:iam::123456789012:role/ci/*, arn:aws:iam::123456789012:role/eu, false",
    "arn:aws:iam::999999999999:role/ci, arn:aws:iam::999999999999:role/ci, true",
    "deploy, '', false"
  })
  void deployersAreRolesByNameOrArn(String pattern, String role, boolean isDeployer) {
    var actor = new Actor("arn:aws:sts::123456789012:assumed-role/x/s", role, "s", "", "", "");
    assertThat(new Trust(ACCOUNT, Set.of(), Set.of(pattern)).isDeployer(actor))
        .isEqualTo(isDeployer);
  }

  @Test
  void aUserMayDeployToo() {
    var user = new Actor("arn:aws:iam::123456789012:user/ci", "", "", "", "", "");
    assertThat(new Trust(ACCOUNT, Set.of(), Set.of("ci")).isDeployer(user)).isTrue();
    assertThat(new Trust(ACCOUNT, Set.of(), Set.of()).isDeployer(user)).isFalse();
    assertThat(new Trust(ACCOUNT, Set.of(), Set.of("*")).isDeployer(Actor.UNKNOWN)).isFalse();
  }

  @Test
  void theOwnAccountAndTrustedOnesAreIncluded() {
    var trust = new Trust(ACCOUNT, Set.of("111122223333"), Set.of());
    assertThat(trust.includes(ACCOUNT)).isTrue();
    assertThat(trust.includes("111122223333")).isTrue();
    assertThat(trust.includes("999999999999")).isFalse();
    assertThat(trust.knowsDeployers()).isFalse();
  }
}
