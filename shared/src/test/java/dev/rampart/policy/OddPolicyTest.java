package dev.rampart.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.policy.Audience.Unclear;
import dev.rampart.policy.Comparison.Within;
import dev.rampart.policy.Judgement.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What no person would write is judged all the same, and never taken for safe.
final class OddPolicyTest {
  private static final String OWN = "123456789012";
  private static final Usage USAGE = new Usage(Set.of("s3:GetObject", "nonsense"), Set.of("kms"));

  private static List<PolicyDocument> documents(long seed) {
    var odd = new Oddities(seed);
    var documents = new ArrayList<PolicyDocument>();
    for (int i = 0; i < 10; i++) {
      documents.add(PolicyDocument.parse(odd.document()));
    }
    return documents;
  }

  @ParameterizedTest
  @MethodSource("dev.rampart.policy.Generator#seeds")
  void printingAndParsingAreInverse(long seed) {
    for (var document : documents(seed)) {
      assertThat(PolicyDocument.parse(document.text())).isEqualTo(document);
      var printed = PolicyDocument.of((ObjectNode) document.tree());
      assertThat(PolicyDocument.parse(printed.text())).isEqualTo(printed);
      assertThat(printed.tree()).isEqualTo(document.tree());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.rampart.policy.Generator#seeds")
  void judgingNeverThrows(long seed) {
    for (var document : documents(seed)) {
      assertThatCode(() -> judge(document)).as(document.text()).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.rampart.policy.Generator#seeds")
  void comparingNeverThrowsAndAPolicyIsWithinItself(long seed) {
    var documents = documents(seed);
    for (var document : documents) {
      var permissions = Permissions.of(document);
      assertThat(permissions.within(permissions)).as(document.text()).isEqualTo(new Within());
      for (var other : documents) {
        assertThatCode(() -> permissions.within(Permissions.of(other)))
            .as("%s within %s", document.text(), other.text())
            .doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.rampart.policy.Generator#seeds")
  void narrowingNeverThrowsAndLeavesWhatIsNotUnderstood(long seed) {
    for (var document : documents(seed)) {
      var narrowed = Narrowing.of(document, USAGE).document();
      for (var statement : document.statements()) {
        if (!statement.isWellFormed()) {
          assertThat(narrowed.statements()).as(document.text()).contains(statement);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"*\"}",
        "{\"Effect\":\"\",\"Principal\":{\"AWS\":\"123456789012\"}}",
        "{\"Effect\":null,\"Principal\":\"*\"}",
        "{\"Effect\":[\"Allow\"],\"Principal\":\"*\"}",
        "\"Allow\"",
        "[]",
        "7"
      })
  void leavesOpenWhoAStatementWithoutEffectIsFor(String statement) {
    var document = PolicyDocument.parse("{\"Statement\":[" + statement + "]}");
    assertThat(document.statements().getFirst().audience(OWN))
        .isEqualTo(new Unclear("effect that is none"));
  }

  @Tag("slow")
  @Test
  void takesThousandsOfActionsAndResourcesInItsStride() {
    var actions = IntStream.range(0, 3_000).mapToObj(i -> "\"s3:Action" + i + "\"").toList();
    var resources = IntStream.range(0, 300).mapToObj(i -> "\"arn:aws:s3:::b" + i + "/*\"").toList();
    var document =
        PolicyDocument.parse(
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":%s,\"Resource\":%s}}"
                .formatted(actions, resources));
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          judge(document);
          assertThat(Narrowing.of(document, USAGE).proof()).isEqualTo(new Within());
        });
  }

  @Tag("slow")
  @Test
  void takesManyStatementsOfOneIdInItsStride() {
    var statement =
        "{\"Sid\":\"same\",\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}";
    var many = "{\"Statement\":[" + (statement + ",").repeat(999) + statement + "]}";
    assertTimeoutPreemptively(Duration.ofSeconds(30), () -> judge(PolicyDocument.parse(many)));
  }

  private static void judge(PolicyDocument document) {
    Breadth.of(document);
    for (var kind : Kind.values()) {
      Judgement.of(document, kind, OWN, Set.of("111122223333"));
    }
    var permissions = Permissions.of(document);
    permissions.allows("s3:GetObject", "arn:aws:s3:::b");
    permissions.sensitiveEverywhere();
    for (var statement : document.statements()) {
      statement.audience(OWN);
      statement.reach();
      statement.actionsInWords();
      statement.isWellFormed();
    }
  }
}
