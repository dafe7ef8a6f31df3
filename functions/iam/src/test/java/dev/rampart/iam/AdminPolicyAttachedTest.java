package dev.rampart.iam;

import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.iam.Samples.EVERYTHING;
import static dev.rampart.iam.Samples.attached;
import static dev.rampart.iam.Samples.role;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;

import dev.rampart.tester.GuardrailTester;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AdminPolicyAttachedTest {
  private static final String ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
  private static final Identity ROLE = role("orders", "lambda.amazonaws.com");
  private static final String MCP =
      """
      {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*",
        "Condition": {"Bool": {"aws:IsMcpServiceAction": "true"}}}]}
      """;

  private final GuardrailTester<Principal, AttachedPolicy> tester =
      Testers.principals(PrincipalKind.ROLE, new AdminPolicyAttached());

  @Test
  void detachesWhatIsProvedNew() {
    tester
        .given(attached(ROLE, EVERYTHING, ADMIN, "arn:aws:iam::123456789012:policy/p"), ADMIN)
        .with(provedNew())
        .isInReach()
        .isFlagged("AdministratorAccess is attached, whose statement 1 allows * on *")
        .would("detach AdministratorAccess", RESTRICTS)
        .wouldRun("aws iam detach-role-policy --role-name orders --policy-arn " + ADMIN)
        .otherwise()
        .isLeftToAPerson("only a person knows");
  }

  @Test
  void saysSoIfTheRoleHasNothingElse() {
    tester
        .given(attached(ROLE, EVERYTHING, ADMIN))
        .with(provedNew())
        .isFlagged("; it is the only policy of this role");
  }

  @Test
  void leavesAnAttachmentThatIsNotProvedNewToAPerson() {
    var principal = attached(ROLE, EVERYTHING, ADMIN);
    tester.given(principal).isLeftToAPerson("only a person knows", "aws iam detach-role-policy …");
    tester
        .given(principal)
        .with(goodBefore(new AttachedPolicy(ADMIN)))
        .isLeftToAPerson("only a person knows");
  }

  @Test
  void leavesAConditionToAPerson() {
    tester
        .given(attached(ROLE, MCP, "arn:aws:iam::aws:policy/AWSMcpServiceActionsFullAccess"))
        .with(provedNew())
        .isFlagged("under a condition")
        .isLeftToAPerson("the condition may narrow it enough");
  }

  @Test
  void judgesByTheDocumentAndNotByTheName() {
    tester.given(attached(ROLE, Samples.READS_ONE_BUCKET, ADMIN)).isLeftAlone();
    tester
        .given(attached(ROLE, EVERYTHING, "arn:aws:iam::aws:policy/job-function/Harmless"))
        .with(provedNew())
        .would("detach Harmless", RESTRICTS);
  }

  @Test
  void leavesAWholeServiceWhichManyPoliciesOfAwsAllow() {
    var document =
        """
        {"Statement": {"Effect": "Allow", "Action": ["s3:*", "s3-object-lambda:*"], "Resource": "*"}}
        """;
    tester
        .given(attached(ROLE, document, "arn:aws:iam::aws:policy/AmazonS3FullAccess"))
        .isLeftAlone();
  }

  @Test
  void doesNotJudgeWithoutTheDocument() {
    var identity = ROLE;
    var unread =
        new Principal(
            identity.kind().of(identity.arn()),
            identity,
            Map.of(),
            Map.of(),
            List.of(new AttachedPolicy(ADMIN)),
            Map.of());
    tester.given(unread).isUndetermined("the document of " + ADMIN + " cannot be read");
    tester.given(attached(ROLE, "nonsense", ADMIN)).isUndetermined("cannot be read");
  }

  @Test
  void keepsOutOfWhatBelongsToOthers() {
    tester
        .given(attached(role("orders", "ec2.amazonaws.com"), EVERYTHING, ADMIN))
        .isOffLimits("no serverless service");
  }
}
