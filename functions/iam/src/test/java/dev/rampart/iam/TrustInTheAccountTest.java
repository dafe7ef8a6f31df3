package dev.rampart.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.tester.EmulatedAccount;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/// The fixes of trust policies in the emulated account.
final class TrustInTheAccountTest {
  private static final String GOOD = Samples.trust("lambda.amazonaws.com");
  private static final String OPEN =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"},
        {"Effect": "Allow", "Principal": %s, "Action": "sts:AssumeRole"}]}
      """;
  private static final String PARTNER =
      OPEN.formatted("{\"AWS\": \"arn:aws:iam::111122223333:root\"}");

  @Test
  void putsATrustPolicyBackToTheByte() {
    var account =
        Testers.emptyAccount(Testers.principals(PrincipalKind.ROLE, new OpenTrustPolicy()));
    var maria = Person.of(account.person("maria"));
    var role = maria.createsRoleAt("/apps/", "orders", "lambda.amazonaws.com");
    account.learns(role);
    maria.trusts("orders", OPEN.formatted("\"*\""));

    account
        .looksAt(role)
        .isInReach()
        .isFlagged("statement 2 lets everyone take the role")
        .isFixed(
            auditor -> {
              var iam = Person.of(auditor).iam();
              var trust = iam.getRole(get -> get.roleName("orders")).role();
              assertThat(
                      URLDecoder.decode(trust.assumeRolePolicyDocument(), StandardCharsets.UTF_8))
                  .isEqualTo(GOOD);
            });
  }

  @Test
  void takesANewAccountOut() {
    var account =
        Testers.emptyAccount(Testers.principals(PrincipalKind.ROLE, new CrossAccountTrust()));
    var maria = Person.of(account.person("maria"));
    var role = maria.createsRole("orders", "lambda.amazonaws.com");
    account.learns(role);
    maria.trusts("orders", PARTNER);

    account.looksAt(role).isFlagged("account 111122223333 may take the role").isFixed();
  }

  @Test
  void leavesAnAccountThatTheOwnerNames() {
    var emulated = EmulatedAccount.empty();
    var tester = Testers.principals(PrincipalKind.ROLE, new CrossAccountTrust());
    var account = tester.in(emulated, "rampart-iam", IamState::of);
    Testers.settings(emulated.person("owner"))
        .putParameter(
            put ->
                put.name("/rampart/trusted-accounts")
                    .type(ParameterType.STRING_LIST)
                    .value("444455556666,111122223333"));
    var maria = Person.of(account.person("maria"));
    var role = maria.createsRole("orders", "lambda.amazonaws.com");
    maria.trusts("orders", PARTNER);

    account.looksAt(role).isLeftAlone();
    account.staysWithinItsRole();
  }
}
