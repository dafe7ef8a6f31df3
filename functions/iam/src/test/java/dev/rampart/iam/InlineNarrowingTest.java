package dev.rampart.iam;

import static dev.rampart.guardrail.Effect.NARROWS;
import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.iam.Samples.EVERYTHING;
import static dev.rampart.iam.Samples.READS_ONE_BUCKET;
import static dev.rampart.iam.Samples.complete;
import static dev.rampart.iam.Samples.inline;
import static dev.rampart.iam.Samples.role;
import static dev.rampart.iam.Samples.used;
import static dev.rampart.iam.Samples.with;

import dev.rampart.guardrail.Past;
import dev.rampart.policy.Usage;
import dev.rampart.tester.GuardrailTester;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Inline policies with nothing but what their role used.
final class InlineNarrowingTest {
  private static final String S3_AND_DYNAMODB =
      """
      {"Statement": {"Effect": "Allow", "Action": ["s3:*", "dynamodb:*", "sqs:SendMessage"],
        "Resource": "*"}}
      """;
  private static final Identity LAMBDA_ROLE = role("orders", "lambda.amazonaws.com");
  private static final Principal BROAD = with(LAMBDA_ROLE, inline(S3_AND_DYNAMODB));
  // An old policy that somebody asked to put right too.
  private static final Past<PolicyText> OWNED = new Past<>(List.of(), Past.Birth.KNOWN, true);

  private final GuardrailTester<Principal, PolicyText> inline =
      Testers.inlinePolicies(PrincipalKind.ROLE);

  @Test
  void narrowsToWhatTheRoleUsedWhenThereIsNoWayBack() {
    inline
        .given(BROAD)
        .with(OWNED)
        .asksFor(PrincipalFact.USAGE, PrincipalFact.RECENT_CALLS, PrincipalFact.SIMULATION);
    inline
        .given(knowing(used(Set.of("s3:GetObject"))))
        .with(OWNED)
        .would(
            "allow only the actions that were used, and no more s3:* in statement 1, dynamodb:* in"
                + " statement 1",
            NARROWS)
        .wouldRun("…\"Action\":[\"s3:GetObject\",\"sqs:SendMessage\"]…")
        .otherwise()
        .isLeftToAPerson("only a person knows");
  }

  @Test
  void asksWhatARoleUsedOnlyWhereAFixWouldNeedIt() {
    inline.given(BROAD).isLeftToAPerson("only a person knows");
    inline
        .given(BROAD)
        .with(new Past<>(List.of(), Past.Birth.NEW, true))
        .would("take away the policy that was added", RESTRICTS);
    Testers.inlinePolicies(PrincipalKind.USER)
        .given(with(Samples.user("ada"), inline(S3_AND_DYNAMODB)))
        .with(new Past<>(List.of(), Past.Birth.KNOWN, true))
        .isLeftToAPerson("only a person knows");
  }

  @Test
  void proposesADocumentThatIsStillTooMuchToAPerson() {
    inline
        .given(knowing(used(Set.of("s3:GetObject"), "dynamodb")))
        .with(OWNED)
        .isLeftToAPerson(
            "is not tracked, so a narrower document would still allow dynamodb:* in statement 1",
            "…\"Action\":[\"s3:GetObject\",\"dynamodb:*\",\"sqs:SendMessage\"]…")
        .otherwise()
        .isLeftToAPerson("only a person knows");
  }

  @Test
  void leavesWhatWasNeverUsedToAPerson() {
    inline
        .given(
            complete(
                with(LAMBDA_ROLE, inline(EVERYTHING.replace("\"*\",", "\"s3:*\","))),
                used(Set.of())))
        .with(OWNED)
        .isLeftToAPerson("nothing of it was used in 400 days")
        .otherwise()
        .isLeftToAPerson("only a person knows", "aws iam delete-role-policy …");
  }

  @Test
  void waitsForAReportInTheMaking() {
    inline
        .given(knowing(new UsageReport.InTheMaking()))
        .with(OWNED)
        .isNotYetJudged(
            "allows s3:*, dynamodb:*, sqs:sendmessage on *, and the report of what was");
  }

  @Test
  void saysWhyItCannotBeKnownWhatWasUsed() {
    inline
        .given(knowing(new UsageReport.Unavailable("reading it is denied")))
        .with(OWNED)
        .isLeftToAPerson("what was used cannot be known: reading it is denied")
        .otherwise()
        .isLeftToAPerson("only a person knows");
  }

  @Test
  void proposesWhatIamsSimulatorIsAgainst() {
    var usage = new Usage(Set.of("s3:GetObject", "s3:PutObject"), Set.of());
    var lost = Map.of("access", Set.of("s3:PutObject", "s3:GetObject"));
    inline
        .given(knowing(new UsageReport.Ready(usage, Duration.ofDays(400), Map.of(), "", lost)))
        .with(OWNED)
        .isLeftToAPerson(
            "would take away what was used: s3:GetObject, s3:PutObject",
            "…[\"s3:GetObject\",\"s3:PutObject\",\"sqs:SendMessage\"]…")
        .otherwise()
        .isLeftToAPerson("only a person knows");
    var ofAnother = Map.of("other", Set.of("s3:PutObject"));
    inline
        .given(knowing(new UsageReport.Ready(usage, Duration.ofDays(400), Map.of(), "", ofAnother)))
        .with(OWNED)
        .would("allow only the actions that were used", NARROWS);
  }

  @Test
  void proposesWhatTheOtherPoliciesLeaveNoRoomFor() {
    // White space does not count.
    proposesBeside(" ".repeat(5_000) + "x".repeat(10_000), false);
    proposesBeside("x".repeat(10_200), true);
  }

  private void proposesBeside(String name, boolean isTooLong) {
    var other = READS_ONE_BUCKET.replace("orders/*", name);
    var role = with(LAMBDA_ROLE, inline(S3_AND_DYNAMODB), new PolicyText("other", "", other));
    var both = inline.given(complete(role, used(Set.of("s3:GetObject"))), "access").with(OWNED);
    if (isTooLong) {
      both.isLeftToAPerson("a narrower document would be longer than IAM takes", "…");
    } else {
      both.would("allow only the actions that were used", NARROWS);
    }
  }

  @Test
  void saysWhatOfTheLastHoursItDoesNotKnow() {
    var usage = new Usage(Set.of("s3:GetObject"), Set.of());
    var gap = "what CloudTrail has of the last 6 hours cannot be read";
    inline
        .given(knowing(new UsageReport.Ready(usage, Duration.ofDays(400), Map.of(), gap, Map.of())))
        .with(OWNED)
        .would("dynamodb:* in statement 1 (" + gap + ")", NARROWS);
  }

  @Test
  void proposesWhatAYoungRoleUsedToAPerson() {
    var usage = new Usage(Set.of("s3:GetObject"), Set.of());
    inline
        .given(knowing(new UsageReport.Ready(usage, Duration.ofDays(90).minusSeconds(1))))
        .with(OWNED)
        .isLeftToAPerson(
            "what was used is known of 89 days only, and what is needed once a quarter",
            "…\"Action\":[\"s3:GetObject\",\"sqs:SendMessage\"]…")
        .otherwise()
        .isLeftToAPerson("only a person knows");
    inline
        .given(knowing(new UsageReport.Ready(usage, Duration.ofDays(90))))
        .with(OWNED)
        .would("allow only the actions that were used", NARROWS);
  }

  private static Principal knowing(UsageReport report) {
    return complete(BROAD, report);
  }
}
