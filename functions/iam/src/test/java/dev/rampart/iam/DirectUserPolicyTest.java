package dev.rampart.iam;

import static dev.rampart.iam.Samples.READS_ONE_BUCKET;
import static dev.rampart.iam.Samples.inline;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.tester.GuardrailTester;
import org.junit.jupiter.api.Test;

final class DirectUserPolicyTest {
  private static final String OWN = "arn:aws:iam::123456789012:policy/apps/reading";
  private static final String READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";
  private static final Identity ADA = Samples.user("ada");

  private final GuardrailTester<Principal, DirectPolicy> tester =
      Testers.principals(PrincipalKind.USER, new DirectUserPolicy());

  @Test
  void tellsOfAnInlinePolicy() {
    tester
        .given(Samples.with(ADA, inline(READS_ONE_BUCKET)))
        .with(provedNew())
        .isFlagged("user has an inline policy of its own, access")
        .isLeftToAPerson(
            "only a person knows which group or role",
            "aws iam delete-user-policy --user-name ada --policy-name access");
  }

  @Test
  void tellsOfAnAttachedPolicyWhoeverWroteIt() {
    for (var arn : new String[] {OWN, READ_ONLY}) {
      tester
          .given(Samples.attached(ADA, READS_ONE_BUCKET, arn))
          .isFlagged("policy " + new AttachedPolicy(arn).name() + " is attached to the user itself")
          .isLeftToAPerson(
              "only a person knows",
              "aws iam detach-user-policy --user-name ada --policy-arn " + arn);
    }
  }

  @Test
  void leavesRolesAndGroupsAndUsersWithoutPolicies() {
    var guardrail = new DirectUserPolicy();
    assertThat(guardrail.parts(Samples.with(ADA))).isEmpty();
    assertThat(guardrail.parts(Samples.with(Samples.group("g"), inline(READS_ONE_BUCKET))))
        .isEmpty();
    var role = Samples.role("orders", "lambda.amazonaws.com");
    assertThat(guardrail.parts(Samples.attached(role, READS_ONE_BUCKET, OWN))).isEmpty();
  }
}
