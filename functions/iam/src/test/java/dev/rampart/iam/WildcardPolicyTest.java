package dev.rampart.iam;

import static dev.rampart.guardrail.Effect.RESTORES;
import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.iam.Samples.EVERYTHING;
import static dev.rampart.iam.Samples.READS_ONE_BUCKET;
import static dev.rampart.iam.Samples.complete;
import static dev.rampart.iam.Samples.inline;
import static dev.rampart.iam.Samples.managed;
import static dev.rampart.iam.Samples.role;
import static dev.rampart.iam.Samples.version;
import static dev.rampart.iam.Samples.with;
import static dev.rampart.tester.GuardrailTester.goodBefore;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Bounds;
import dev.rampart.tester.GuardrailTester;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WildcardPolicyTest {
  private static final String READS_EVERY_BUCKET =
      "{\"Effect\":\"Allow\",\"Action\":\"s3:Get*\",\"Resource\":\"*\"}";
  private static final Identity LAMBDA_ROLE = role("orders", "lambda.amazonaws.com");

  private static final UsageReport DENIED = new UsageReport.Unavailable("it is denied");

  private final GuardrailTester<Principal, PolicyText> inline =
      Testers.inlinePolicies(PrincipalKind.ROLE);
  private final GuardrailTester<ManagedPolicy, PolicyText> managed = Testers.managedPolicies();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"Effect":"Allow","Action":"*","Resource":"*"}                     | statement 1 allows * on *
          {"effect":"allow","ACTION":["*"],"resource":["*"]}                 | statement 1 allows * on *
          {"Effect":"Allow","Action":"*:*","Resource":"*"}                   | allows *:* on *
          {"Effect":"Allow","Action":"**","Resource":"arn:aws:*"}            | allows ** on arn:aws:*
          {"Effect":"Allow","NotAction":"iam:*","Resource":"*"}              | allows everything but iam:* on *
          {"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::x"}     | allows * on all but some resources
          {"Effect":"Allow","Action":"S3:*","Resource":"*"}                  | allows s3:* on *
          {"Effect":"Allow","Action":"s3:**","Resource":"arn:aws:s3:::*"}    | allows s3:** on arn:aws:s3:::*
          {"Effect":"Allow","Action":["s3:GetObject","dynamodb:*"],"Resource":"*"} | dynamodb:* on *
          {"Sid":"All","Effect":"Allow","Action":"*","Resource":"*"}         | statement 'All' allows * on *
          {"Effect":"Allow","Action":"iam:Pass*","Resource":"*"}             | allows iam:pass* on *
          {"Effect":"Allow","Action":["s3:List*","LAMBDA:Update*"],"Resource":"*"} | allows s3:list*, lambda:update* on *
          {"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::*"}  | allows s3:get* on arn:aws:s3:::*
          {"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}} | under a condition
          """)
  void flagsWhatAllowsEverythingOrAWholeService(String statement, String detail) {
    inline.given(with(LAMBDA_ROLE, inline("{\"Statement\":" + statement + "}"))).isFlagged(detail);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}",
        "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::orders/*\"}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:List*\",\"Resource\":\"*\"}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:Get*\",\"Resource\":\"arn:aws:s3:::orders/*\"}",
        "{\"Effect\":\"Allow\",\"Action\":\"ec2:Describe*\",\"Resource\":\"*\"}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":[\"arn:aws:s3:::orders\",\"arn:aws:s3:::orders/*\"]}",
        "{\"Effect\":\"Allow\",\"Action\":\"xray:PutTraceSegments\",\"Resource\":\"*\"}",
        "{\"Effect\":\"Deny\",\"NotAction\":\"iam:*\",\"Resource\":\"*\"}",
        "[]",
        "{}"
      })
  void leavesWhatIsLimitedInActionsOrResources(String statement) {
    inline.given(with(LAMBDA_ROLE, inline("{\"Statement\":" + statement + "}"))).isLeftAlone();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "[]", "\"text\"", "null", "%7B%22", "{\"Statement\":"})
  void doesNotJudgeWhatItCannotRead(String document) {
    inline.given(with(LAMBDA_ROLE, inline(document))).isUndetermined("cannot be read");
  }

  @Test
  void quotesTheWorstStatementAndCountsTheRest() {
    var document =
        """
        {"Statement": [
          {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
          {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}},
          {"Effect": "Allow", "Action": "*", "Resource": "*"}]}
        """;
    inline
        .given(with(LAMBDA_ROLE, inline(document)))
        .isFlagged("statement 3 allows * on *, and 1 more like it");
  }

  @Test
  void putsTheLastGoodInlineDocumentBack() {
    inline
        .given(with(LAMBDA_ROLE, inline(EVERYTHING)))
        .with(goodBefore(inline(READS_ONE_BUCKET)))
        .would("put the last good version back", RESTORES)
        .wouldRun(
            "aws iam put-role-policy --role-name orders --policy-name access --policy-document"
                + " '{\"Version\": \"2012-10-17\",…orders/*…'")
        .otherwise()
        .isLeftToAPerson(
            "only a person knows",
            "aws iam delete-role-policy --role-name orders --policy-name access");
  }

  @Test
  void leavesRightsThatWereTakenAwayToAPerson() {
    var queues = "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}}";
    inline
        .given(complete(with(LAMBDA_ROLE, inline(queues)), DENIED))
        .with(goodBefore(inline(READS_ONE_BUCKET)))
        .isLeftToAPerson(
            "the last good version would give back s3:GetObject on arn:aws:s3:::orders/",
            "aws iam put-role-policy --role-name orders --policy-name access …orders/*…")
        .otherwise()
        .isLeftToAPerson("what was used cannot be known: it is denied")
        .otherwise()
        .isLeftToAPerson("only a person knows");
    managed
        .given(
            managed(version("v2", queues), List.of(version("v1", READS_ONE_BUCKET)), LAMBDA_ROLE)
                .using(DENIED))
        .with(goodBefore(version("v1", READS_ONE_BUCKET)))
        .isLeftToAPerson(
            "the last good version would give back s3:GetObject",
            "aws iam set-default-policy-version … --version-id v1");
  }

  @Test
  void leavesAVersionToAPersonThatIsNotProvedToGrantNoMore() {
    var inOneRegion =
        EVERYTHING.replace(
            "\"*\"}",
            "\"*\", \"Condition\":{\"StringEquals\":{\"aws:RequestedRegion\":\"eu-west-1\"}}}");
    inline
        .given(complete(with(LAMBDA_ROLE, inline(inOneRegion)), DENIED))
        .with(goodBefore(inline(READS_ONE_BUCKET)))
        .isLeftToAPerson(
            "it is not proved that the last good version grants no more: statement 1 may grant",
            "aws iam put-role-policy …");
  }

  @Test
  void doesNotTrustARememberedVersionThatIsBroadItself() {
    inline
        .given(with(LAMBDA_ROLE, inline(EVERYTHING)))
        .with(goodBefore(inline(EVERYTHING.replace("\"*\"", "\"?*\"")), inline(READS_ONE_BUCKET)))
        .wouldRun("…orders/*…");
  }

  @Test
  void leavesWhatIsTheSameAsWhenItWasGoodByAnEarlierRuleToAPerson() {
    var reading = inline("{\"Statement\":" + READS_EVERY_BUCKET + "}");
    inline
        .given(with(LAMBDA_ROLE, reading))
        .with(goodBefore(inline(READS_ONE_BUCKET), reading))
        .isFlagged("allows s3:get* on *")
        .isLeftToAPerson("no change to take back");
  }

  @Test
  void deletesAnInlinePolicyThatTheChangeAdded() {
    inline
        .given(with(LAMBDA_ROLE, inline(EVERYTHING)))
        .with(provedNew())
        .would("take away the policy that was added", RESTRICTS)
        .wouldRun("aws iam delete-role-policy --role-name orders --policy-name access");
  }

  @Test
  void leavesAnInlinePolicyOfUnknownPastToAPerson() {
    inline
        .given(with(LAMBDA_ROLE, inline(EVERYTHING)))
        .isFlagged("allows * on *")
        .isLeftToAPerson("only a person knows");
  }

  @Test
  void leavesAConditionOnOneServiceToAPerson() {
    var document =
        """
        {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*",
          "Condition": {"StringEquals": {"aws:ResourceTag/app": "orders"}}}}
        """;
    inline
        .given(with(LAMBDA_ROLE, inline(document)))
        .with(goodBefore(inline(READS_ONE_BUCKET)))
        .isFlagged("allows s3:* on * under a condition")
        .isLeftToAPerson("the condition may narrow it enough");
  }

  @Test
  void takesTheSameStepsForUsersAndGroups() {
    Testers.inlinePolicies(PrincipalKind.USER)
        .given(with(Samples.user("ada"), inline(EVERYTHING)))
        .with(provedNew())
        .isOffLimits("a user")
        .wouldRun("aws iam delete-user-policy --user-name ada --policy-name access");
    Testers.inlinePolicies(PrincipalKind.GROUP)
        .given(with(Samples.group("staff"), inline(EVERYTHING)))
        .with(goodBefore(inline(READS_ONE_BUCKET)))
        .isOffLimits("a group")
        .wouldRun("aws iam put-group-policy --group-name staff --policy-name access …");
  }

  @Test
  void goesBackToTheLastGoodVersionOfAManagedPolicy() {
    var policy =
        managed(
            version("v3", EVERYTHING),
            List.of(version("v2", READS_ONE_BUCKET), version("v1", READS_ONE_BUCKET)),
            LAMBDA_ROLE);
    managed
        .given(policy)
        .with(goodBefore(version("v1", READS_ONE_BUCKET)))
        .isInReach()
        .would("put the last good version back", RESTORES)
        .wouldRun(
            "aws iam set-default-policy-version --policy-arn arn:aws:iam::123456789012:policy/p"
                + " --version-id v1");
  }

  @Test
  void doesNotGoBackToAVersionThatIsGoneOrAnotherOneByNow() {
    managed
        .given(managed(version("v3", EVERYTHING), List.of(), LAMBDA_ROLE).using(DENIED))
        .with(goodBefore(version("v1", READS_ONE_BUCKET)))
        .otherwise()
        .isLeftToAPerson("only a person knows");
    var other = READS_ONE_BUCKET.replace("orders", "payments");
    managed
        .given(
            managed(version("v3", EVERYTHING), List.of(version("v1", other)), LAMBDA_ROLE)
                .using(DENIED))
        .with(goodBefore(version("v1", READS_ONE_BUCKET)))
        .otherwise()
        .isLeftToAPerson(
            "only a person knows",
            "aws iam set-default-policy-version …--version-id v1",
            "aws iam detach-role-policy --role-name orders …");
  }

  @Test
  void neverRemovesAManagedPolicyThatIsNew() {
    managed
        .given(managed(version("v1", EVERYTHING), List.of(), LAMBDA_ROLE).using(DENIED))
        .with(provedNew())
        .otherwise()
        .isLeftToAPerson("only a person knows", "aws iam detach-role-policy --role-name orders …");
  }

  @Test
  void asksWhoHasAManagedPolicyOnlyWhenItIsBroad() {
    managed
        .given(unread(version("v1", EVERYTHING), 1, 0))
        .asksFor(PolicyFact.VERSIONS, PolicyFact.ATTACHMENTS);
    managed.given(unread(version("v1", READS_ONE_BUCKET), 1, 0)).isLeftAlone();
  }

  @Test
  void leavesAPolicyThatOnlyBounds() {
    managed.given(unread(version("v1", EVERYTHING), 0, 2)).isLeftAlone();
  }

  @Test
  void leavesPoliciesOutOfReachThatOthersHaveToo() {
    managed
        .given(managed(version("v1", EVERYTHING), List.of(), LAMBDA_ROLE, Samples.user("ada")))
        .isOffLimits("attached to ada, a user");
    managed.given(managed(version("v1", EVERYTHING), List.of())).isOffLimits("attached to nothing");
    var many =
        new ManagedPolicy(
            managed(version("v1", EVERYTHING), List.of()).id(),
            version("v1", EVERYTHING),
            21,
            0,
            Map.of(),
            Set.of(PolicyFact.VERSIONS, PolicyFact.ATTACHMENTS),
            List.of(),
            List.of(LAMBDA_ROLE));
    managed.given(many).isOffLimits("attached to 21 principals");
    assertThat(many.offLimits(new Bounds(true, Set.of(), Set.of()))).isPresent();
  }

  private static ManagedPolicy unread(PolicyText current, int attached, int bounded) {
    return new ManagedPolicy(
        managed(current, List.of()).id(),
        current,
        attached,
        bounded,
        Map.of(),
        Set.of(),
        List.of(),
        List.of());
  }
}
