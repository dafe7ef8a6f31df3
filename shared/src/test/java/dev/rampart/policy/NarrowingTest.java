package dev.rampart.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class NarrowingTest {
  @ParameterizedTest
  @MethodSource("dev.rampart.policy.Generator#seeds")
  void neverGrantsWhatTheOriginalDidNotAndKeepsWhatWasUsed(long seed) {
    var random = new Reference(seed);
    for (int i = 0; i < 30; i++) {
      var original = random.document();
      var usage = random.usage();
      var narrowed = Narrowing.of(original, usage);
      assertThat(narrowed.proof().isWithin())
          .as("%s of %s", narrowed.document().text(), original.text())
          .isTrue();
      assertThat(narrowed.missing()).isEmpty();
      for (var request : Reference.requests()) {
        var before = Reference.allows(original, request);
        var after = Reference.allows(narrowed.document(), request);
        var words = "%s in %s".formatted(request, narrowed.document().text());
        assertThat(!after || before).as(words).isTrue();
        if (before && usage.used().contains(request.action())) {
          assertThat(after).as(words).isTrue();
        }
      }
    }
  }

  @Test
  void replacesWildcardsByWhatWasUsed() {
    var narrowed =
        narrow(
            """
            {"Version":"2012-10-17","Id":"x","Statement":[
              {"Sid":"Data","Effect":"Allow","Action":["s3:*","dynamodb:*","sqs:SendMessage"],"Resource":["arn:aws:s3:::a/*","*"]}]}
            """,
            new Usage(Set.of("s3:GetObject", "s3:PutObject", "dynamodb:Query"), Set.of()));
    assertThat(narrowed.document().text())
        .isEqualTo(
            "{\"Version\":\"2012-10-17\",\"Id\":\"x\",\"Statement\":[{\"Sid\":\"Data\","
                + "\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"s3:PutObject\","
                + "\"dynamodb:Query\",\"sqs:SendMessage\"],"
                + "\"Resource\":[\"arn:aws:s3:::a/*\",\"*\"]}]}");
    assertThat(narrowed.dropped())
        .containsExactly("s3:* in statement 'Data'", "dynamodb:* in statement 'Data'");
    assertThat(narrowed.left()).isEmpty();
    assertThat(narrowed.isSafe()).isTrue();
  }

  @Test
  void leavesTheGrantOfAServiceWhoseUsageIsUnknown() {
    var usage = new Usage(Set.of("s3:GetObject"), Set.of("KMS"));
    var one = narrow(allow("\"Action\":[\"kms:*\",\"s3:*\"]"), usage);
    assertThat(one.document().statements().getFirst().actions())
        .containsExactly("kms:*", "s3:GetObject");
    assertThat(one.left()).containsExactly("kms:* in statement 1");
    var all = narrow(allow("\"Action\":\"*\""), usage);
    assertThat(all.document().statements().getFirst().actions())
        .containsExactly("s3:GetObject", "kms:*");
    assertThat(all.left()).containsExactly("kms:* of * in statement 1");
  }

  @Test
  void saysNotActionWithoutIt() {
    var usage = new Usage(Set.of("s3:GetObject", "iam:GetRole"), Set.of("kms"));
    var narrowed = narrow(allow("\"notaction\":\"iam:*\""), usage);
    assertThat(narrowed.document().text()).contains("\"Action\":[\"kms:*\",\"s3:GetObject\"]");
    assertThat(narrowed.document().text()).doesNotContainIgnoringCase("notaction");
    assertThat(narrowed.isSafe()).isTrue();
    var partly = narrow(allow("\"NotAction\":\"kms:Decrypt\""), usage);
    assertThat(partly.document().text()).contains("\"NotAction\":\"kms:Decrypt\"");
    assertThat(partly.left()).containsExactly("NotAction in statement 1");
    assertThat(partly.dropped()).isEmpty();
  }

  @Test
  void leavesOutOfNotActionWhatItLeavesOut() {
    var usage =
        new Usage(Set.of("s3:GetObject", "kms:Decrypt", "sqs:SendMessage"), Set.of("kms", "sqs"));
    var narrowed = narrow(allow("\"NotAction\":[\"kms:*\",\"iam:*\"]"), usage);
    assertThat(narrowed.document().statements().getFirst().actions())
        .containsExactly("sqs:*", "s3:GetObject");
    assertThat(narrowed.left()).containsExactly("sqs:* of NotAction in statement 1");
    assertThat(narrowed.dropped()).containsExactly("NotAction in statement 1");
  }

  @Test
  void leavesWhatIsNotUnderstood() {
    var odd = "{\"Action\":\"s3:*\",\"Resource\":\"*\"}";
    var both =
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"NotAction\":\"iam:*\",\"Resource\":\"*\"}";
    var narrowed =
        narrow("{\"Statement\":[" + odd + "," + both + "]}", new Usage(Set.of(), Set.of()));
    assertThat(narrowed.document().text()).isEqualTo("{\"Statement\":[" + odd + "," + both + "]}");
    assertThat(narrowed.dropped()).isEmpty();
  }

  @Test
  void whatLeavesNothingIsNoPolicyToWrite() {
    var narrowed = narrow(allow("\"Action\":\"s3:*\""), new Usage(Set.of(), Set.of()));
    assertThat(narrowed.document().statements()).isEmpty();
    assertThat(narrowed.isSafe()).isFalse();
  }

  @Test
  void leavesDenyAndActionsThatAPersonNamed() {
    var document =
        "{\"statement\":[{\"Effect\":\"Deny\",\"Action\":\"s3:*\",\"Resource\":\"*\"},"
            + "{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}";
    var narrowed = narrow(document, new Usage(Set.of(), Set.of()));
    assertThat(narrowed.document().statements()).hasSize(2);
    assertThat(narrowed.document().text()).contains("\"statement\"").doesNotContain("Statement");
    assertThat(narrowed.dropped()).isEmpty();
  }

  private static Narrowing narrow(String document, Usage usage) {
    return Narrowing.of(PolicyDocument.parse(document), usage);
  }

  private static String allow(String actions) {
    return "{\"Statement\":{\"Effect\":\"Allow\"," + actions + ",\"Resource\":\"*\"}}";
  }
}
