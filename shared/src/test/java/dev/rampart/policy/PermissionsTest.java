package dev.rampart.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.policy.Comparison.Beyond;
import dev.rampart.policy.Comparison.Unproved;
import dev.rampart.policy.Comparison.Within;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PermissionsTest {
  @ParameterizedTest
  @MethodSource("dev.rampart.policy.Generator#seeds")
  void saysOnlyWhatHoldsForEveryRequest(long seed) {
    var policies = Stream.generate(new Reference(seed)::document).limit(20).toList();
    for (var document : policies) {
      var permissions = Permissions.of(document);
      for (var request : Reference.requests()) {
        var answer = permissions.allows(request.action(), request.resource());
        if (answer != Answer.UNKNOWN) {
          assertThat(answer == Answer.YES)
              .as("%s %s", request, document.text())
              .isEqualTo(Reference.allows(document, request));
        }
        if (permissions.allowsSomewhere(request.action()) == Answer.NO) {
          assertThat(Reference.allows(document, request)).isFalse();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.rampart.policy.Generator#seeds")
  void provesOnlyWhatHoldsForEveryRequest(long seed) {
    var random = new Reference(seed);
    for (int i = 0; i < 40; i++) {
      var wide = random.document();
      var narrow = random.changed(wide);
      var comparison = Permissions.of(narrow).within(Permissions.of(wide));
      var counterexample =
          Reference.requests().stream()
              .filter(each -> Reference.allows(narrow, each) && !Reference.allows(wide, each))
              .findFirst();
      if (comparison.isWithin()) {
        assertThat(counterexample).as("%s within %s", narrow.text(), wide.text()).isEmpty();
      }
      assertThat(Permissions.of(wide).within(Permissions.of(wide))).isEqualTo(new Within());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.rampart.policy.Generator#seeds")
  void saysOfAllKnownActionsAtOnceWhatItSaysOfEach(long seed) {
    var odd = new Oddities(seed);
    var likely = new Reference(seed);
    for (int i = 0; i < 3; i++) {
      saysTheSameAtOnce(PolicyDocument.parse(odd.document()));
      saysTheSameAtOnce(likely.document());
      saysTheSameAtOnce(document(allow("iam:*", "*"), deny(likely.document()), allow("*", "a")));
    }
  }

  private static String deny(PolicyDocument document) {
    return document.statements().getFirst().tree().toString().replace("Allow", "Deny");
  }

  private static void saysTheSameAtOnce(PolicyDocument document) {
    var permissions = Permissions.of(document);
    assertThat(permissions.sensitiveEverywhere())
        .as(document.text())
        .containsExactlyInAnyOrderElementsOf(
            Sensitive.names().stream()
                .filter(each -> permissions.allowsSomewhere(each) == Answer.YES)
                .toList());
    var open = new ArrayList<Escalation.Open>();
    for (var way : Escalation.KNOWN) {
      var answer =
          way.actions().stream().map(permissions::allowsSomewhere).reduce(Answer.YES, Answer::and);
      if (answer != Answer.NO) {
        open.add(new Escalation.Open(way, answer == Answer.YES));
      }
    }
    assertThat(permissions.escalations()).as(document.text()).isEqualTo(open);
  }

  @Test
  void showsAnExampleOfWhatIsGrantedBeyond() {
    assertThat(compare(allow("s3:Get*", "*"), allow("s3:GetObject", "*")))
        .isInstanceOfSatisfying(
            Beyond.class,
            beyond -> {
              assertThat(beyond.statement()).isEqualTo("statement 1");
              assertThat(beyond.action()).startsWith("s3:Get").isNotEqualTo("s3:GetObject");
            });
    assertThat(
            compare(allow("s3:GetObject", "arn:aws:s3:::b/*"), allow("s3:*", "arn:aws:s3:::a/*")))
        .isEqualTo(new Beyond("statement 1", "s3:getobject", "arn:aws:s3:::b/example"));
  }

  @Test
  void doesNotClaimAnExampleWhereConditionsDecide() {
    var condition = ",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}";
    assertThat(compare(allow("s3:*", "*"), allow("s3:*", "*", condition)))
        .isEqualTo(new Unproved("statement 1 may grant more: s3:* on *"));
    assertThat(compare(allow("s3:*", "*", condition), allow("s3:*", "*"))).isEqualTo(new Within());
  }

  @Test
  void noticesThatADenyIsGone() {
    var deny = "{\"Effect\":\"Deny\",\"Action\":\"s3:DeleteObject\",\"Resource\":\"*\"}";
    var both = Permissions.of(document(allow("s3:*", "*"), deny));
    var one = Permissions.of(document(allow("s3:*", "*")));
    assertThat(one.within(both)).isEqualTo(new Beyond("statement 1", "s3:DeleteObject", "example"));
    assertThat(both.within(one)).isEqualTo(new Within());
    assertThat(Permissions.of(document(allow("s3:GetObject", "*"))).within(both))
        .isEqualTo(new Within());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "*"                                  | "*"                                   | true
          {"AWS":"111122223333"}               | {"AWS":"arn:aws:iam::111122223333:root"} | true
          {"AWS":["111122223333"]}             | {"AWS":["*"]}                         | true
          {"AWS":"*"}                          | {"AWS":"111122223333"}                | false
          {"Service":"sns.amazonaws.com"}      | {"Service":["sns.amazonaws.com","s3.amazonaws.com"]} | true
          {"Service":"sns.amazonaws.com"}      | {"AWS":"sns.amazonaws.com"}           | false
          """)
  void comparesPrincipals(String narrow, String wide, boolean within) {
    var grant = "{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\",\"Principal\":%s}";
    assertThat(compare(grant.formatted(narrow), grant.formatted(wide)).isWithin())
        .isEqualTo(within);
  }

  @Test
  void aPolicyWithPrincipalsIsNotWithinOneWithout() {
    var grant =
        "{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\",\"Principal\":\"*\"}";
    assertThat(compare(grant, allow("sqs:*", "*")).isWithin()).isFalse();
    assertThat(compare(allow("sqs:*", "*"), grant).isWithin()).isFalse();
  }

  @Test
  void comparesNotPrincipalToTheLetter() {
    var grant =
        "{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\",\"NotPrincipal\":{\"AWS\":\"%s\"}}";
    assertThat(compare(grant.formatted("1"), grant.formatted("1")).isWithin()).isTrue();
    assertThat(compare(grant.formatted("1"), grant.formatted("2")).isWithin()).isFalse();
  }

  @Test
  void findsTheWaysToMoreRights() {
    var all = Permissions.of(document(allow("*", "*"))).escalations();
    assertThat(all).hasSize(Escalation.KNOWN.size()).allMatch(Escalation.Open::certain);
    assertThat(Permissions.of(document(allow("s3:*", "*"))).escalations()).isEmpty();
    assertThat(Permissions.of(document(allow("lambda:UpdateFunctionCode", "*"))).escalations())
        .extracting(open -> open.way().name(), Escalation.Open::certain)
        .containsExactly(org.assertj.core.api.Assertions.tuple("change-function-code", true));
    assertThat(
            Permissions.of(
                    document(
                        allow("iam:PassRole", "arn:aws:iam::123456789012:role/a"),
                        allow("lambda:*", "*")))
                .escalations())
        .filteredOn(open -> open.way().name().equals("pass-role-to-function"))
        .extracting(Escalation.Open::certain)
        .containsExactly(false);
  }

  @Test
  void aDenyClosesAWay() {
    var deny = "{\"Effect\":\"Deny\",\"Action\":\"lambda:Update*\",\"Resource\":\"*\"}";
    assertThat(
            Permissions.of(document(allow("lambda:UpdateFunctionCode", "*"), deny)).escalations())
        .isEmpty();
  }

  @Test
  void answersForARequest() {
    var permissions =
        Permissions.of(
            document(
                allow("s3:Get*", "arn:aws:s3:::a/*"),
                allow("s3:PutObject", "arn:aws:s3:::a/${aws:username}"),
                allow("s3:ListBucket", "*", ",\"Condition\":{\"Bool\":{\"k:k\":\"true\"}}"),
                "{\"Effect\":\"Deny\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::a/x\"}"));
    assertThat(permissions.allows("S3:GETOBJECT", "arn:aws:s3:::a/b")).isEqualTo(Answer.YES);
    assertThat(permissions.allows("s3:GetObject", "arn:aws:s3:::a/x")).isEqualTo(Answer.NO);
    assertThat(permissions.allows("s3:GetObject", "arn:aws:s3:::b/b")).isEqualTo(Answer.NO);
    assertThat(permissions.allows("s3:PutObject", "arn:aws:s3:::a/ada")).isEqualTo(Answer.UNKNOWN);
    assertThat(permissions.allows("s3:PutObject", "arn:aws:s3:::b/ada")).isEqualTo(Answer.NO);
    assertThat(permissions.allows("s3:ListBucket", "x")).isEqualTo(Answer.UNKNOWN);
    assertThat(permissions.allowsSomewhere("s3:GetObject")).isEqualTo(Answer.UNKNOWN);
    assertThat(permissions.allowsSomewhere("s3:ListBucket")).isEqualTo(Answer.UNKNOWN);
    assertThat(permissions.allowsSomewhere("sqs:SendMessage")).isEqualTo(Answer.NO);
  }

  @Test
  void aDenialForSomebodyIsNoneForEveryone() {
    var grant = "{\"Effect\":\"%s\",\"Principal\":%s,\"Action\":\"sqs:*\",\"Resource\":\"*\"}";
    var everyone = grant.formatted("Allow", "\"*\"");
    var somebody = "{\"AWS\":\"111122223333\"}";
    assertThat(
            Permissions.of(document(everyone, grant.formatted("Deny", somebody)))
                .allows("sqs:SendMessage", "q"))
        .isEqualTo(Answer.UNKNOWN);
    assertThat(
            Permissions.of(document(everyone, grant.formatted("Deny", "\"*\"")))
                .allows("sqs:SendMessage", "q"))
        .isEqualTo(Answer.NO);
  }

  @Test
  void namesSensitiveActionsThatAreAllowedEverywhere() {
    var denied = "{\"Effect\":\"Deny\",\"Action\":\"kms:Decrypt\",\"Resource\":\"*\"}";
    assertThat(
            Permissions.of(
                    document(
                        allow("kms:*", "*"),
                        allow("iam:PassRole", "arn:aws:iam::123456789012:role/a"),
                        allow("s3:GetObject", "*", ",\"Condition\":{\"Bool\":{\"k:k\":\"true\"}}"),
                        denied))
                .sensitiveEverywhere())
        .containsExactlyInAnyOrder(
            "kms:CreateGrant", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion");
    assertThat(Permissions.of(document(allow("sqs:*", "*"))).sensitiveEverywhere()).isEmpty();
    assertThat(Sensitive.isSensitive("IAM:passrole")).isTrue();
    assertThat(Sensitive.isSensitive("sqs:SendMessage")).isFalse();
  }

  @Test
  void saysWhyItCannotProveWhatIsNotUnderstood() {
    var odd = "{\"Action\":\"s3:*\",\"Resource\":\"*\"}";
    assertThat(compare(odd, allow("*", "*")))
        .isEqualTo(new Unproved("what is not understood differs"));
    assertThat(
            Permissions.of(document(odd, allow("sqs:*", "*")))
                .within(Permissions.of(document(odd, allow("s3:*", "*")))))
        .isEqualTo(
            new Unproved("statement 2 may grant more, unless what is not understood does too"));
  }

  @Test
  void saysWhichDenialMayBeLifted() {
    var deny =
        "{\"Sid\":\"No\",\"Effect\":\"Deny\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"k:k\":\"true\"}}}";
    assertThat(
            Permissions.of(document(allow("s3:*", "*")))
                .within(Permissions.of(document(allow("s3:*", "*"), deny))))
        .isEqualTo(new Unproved("what statement 'No' denied may be allowed"));
  }

  @Test
  void saysWhatMayBeMoreInWords() {
    var condition = ",\"Condition\":{\"Bool\":{\"k:k\":\"true\"}}";
    var wide = allow("s3:*", "*", condition);
    assertThat(
            compare(
                "{\"Effect\":\"Allow\",\"NotAction\":[\"iam:*\",\"sts:*\"],\"NotResource\":\"a\""
                    + condition
                    + "}",
                wide))
        .isEqualTo(new Unproved("statement 1 may grant more: all but iam:*, sts:* on all but a"));
    assertThat(compare("{\"Effect\":\"Allow\",\"Action\":\"sqs:*\"" + condition + "}", wide))
        .isEqualTo(new Unproved("statement 1 may grant more: sqs:* on everything"));
  }

  private static Comparison compare(String narrow, String wide) {
    return Permissions.of(document(narrow)).within(Permissions.of(document(wide)));
  }

  private static PolicyDocument document(String... statements) {
    return PolicyDocument.parse("{\"Statement\":[" + String.join(",", statements) + "]}");
  }

  private static String allow(String action, String resource) {
    return allow(action, resource, "");
  }

  private static String allow(String action, String resource, String more) {
    return "{\"Effect\":\"Allow\",\"Action\":\"%s\",\"Resource\":\"%s\"%s}"
        .formatted(action, resource, more);
  }
}
