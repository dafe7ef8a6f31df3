package dev.rampart.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.policy.Audience.Anyone;
import dev.rampart.policy.Audience.Foreign;
import dev.rampart.policy.Audience.Known;
import dev.rampart.policy.Audience.Network;
import dev.rampart.policy.Audience.Services;
import dev.rampart.policy.Breadth.Broad;
import dev.rampart.policy.Breadth.Narrow;
import dev.rampart.policy.Judgement.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class JudgementTest {
  private static final String OWN = "123456789012";
  private static final String OTHER = "111122223333";

  @Test
  void saysWhatAnIdentityMayDo() {
    var judgement = identity("{\"Effect\":\"Allow\",\"Action\":\"lambda:*\",\"Resource\":\"*\"}");
    assertThat(judgement.breadth())
        .isEqualTo(new Broad(Reach.SERVICE, false, "statement 1 allows lambda:* on *"));
    assertThat(judgement.sensitive())
        .containsExactly(
            "lambda:AddPermission",
            "lambda:CreateFunction",
            "lambda:InvokeFunction",
            "lambda:PutResourcePolicy",
            "lambda:UpdateFunctionCode",
            "lambda:UpdateFunctionConfiguration");
    assertThat(judgement.escalations())
        .extracting(each -> each.way().name())
        .contains("change-function-code");
    assertThat(judgement.audiences()).isEmpty();
    assertThat(judgement.unknown()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "IDENTITY")
  void saysWhoMayUseAResource(Kind kind) {
    var judgement =
        judge(
            kind,
            grant("A", "\"Principal\":\"*\""),
            grant("B", "\"Principal\":{\"AWS\":\"111122223333\"}"),
            grant("C", "\"Principal\":{\"Service\":\"sns.amazonaws.com\"}"),
            grant(
                "D",
                "\"Principal\":\"*\",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"}}"),
            grant("E", "\"Principal\":{\"AWS\":\"123456789012\"}"),
            "{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}",
            grant("F", "\"Principal\":{\"AWS\":\"AROAEXAMPLE\"}"));
    assertThat(judgement.audiences())
        .containsExactlyEntriesOf(
            entries(
                "statement 'A'", new Anyone(),
                "statement 'B'", new Foreign(Set.of(OTHER)),
                "statement 'C'", new Services(Set.of("sns.amazonaws.com"), false),
                "statement 'D'", new Network(Set.of("10.0.0.0/8"))));
    assertThat(judgement.unknown()).containsExactly("statement 'F': principal AROAEXAMPLE");
    assertThat(judgement.breadth()).isEqualTo(new Narrow());
    assertThat(judgement.sensitive()).isEmpty();
    assertThat(judgement.escalations()).isEmpty();
  }

  private static Map<String, Audience> entries(Object... pairs) {
    var map = new LinkedHashMap<String, Audience>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], (Audience) pairs[i + 1]);
    }
    return map;
  }

  @Test
  void leavesAccountsThatAreTrusted() {
    var document =
        PolicyDocument.parse(
            "{\"Statement\":" + grant("A", "\"Principal\":{\"AWS\":\"111122223333\"}") + "}");
    assertThat(Judgement.of(document, Kind.RESOURCE, OWN, Set.of(OTHER)).audiences()).isEmpty();
    assertThat(new Foreign(Set.of(OTHER, "444455556666")).without(Set.of(OTHER)))
        .isEqualTo(new Foreign(Set.of("444455556666")));
    assertThat(new Foreign(Set.of(OTHER)).without(Set.of(OTHER))).isEqualTo(new Known());
    assertThat(new Anyone().without(Set.of(OTHER))).isEqualTo(new Anyone());
  }

  @Test
  void saysWhatItDoesNotKnow() {
    assertThat(
            identity(
                    "{\"Effect\":\"Allow\",\"Action\":[\"nobody:Knows\",\"*:*\",\"S3:GetObject\"],\"Resource\":\"*\"}",
                    "{\"Effect\":\"Deny\",\"Action\":\"none:*\",\"Resource\":\"*\"}",
                    "{\"Effect\":\"Allow\",\"NotAction\":\"none:*\",\"Resource\":\"*\"}",
                    "{\"Effect\":\"Deny\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Condition\":{\"StringMatches\":{\"a:b\":\"c\"},\"Bool\":{\"a:b\":\"true\"}}}")
                .unknown())
        .containsExactly(
            "statement 1: service nobody", "statement 4: condition operator stringmatches");
  }

  private static Judgement identity(String... statements) {
    return judge(Kind.IDENTITY, statements);
  }

  private static Judgement judge(Kind kind, String... statements) {
    return Judgement.of(
        PolicyDocument.parse("{\"Statement\":[" + String.join(",", statements) + "]}"),
        kind,
        OWN,
        Set.of());
  }

  private static String grant(String sid, String more) {
    return "{\"Sid\":\"%s\",\"Effect\":\"Allow\",\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\",%s}"
        .formatted(sid, more);
  }
}
