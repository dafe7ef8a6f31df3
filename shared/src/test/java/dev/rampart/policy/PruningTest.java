package dev.rampart.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PruningTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"Effect":"Allow","Action":["s3:GetObject","sqs:*","SQS:SendMessage"],"Resource":"*"} | [{"Effect":"Allow","Action":["s3:GetObject"],"Resource":"*"}]
          {"Effect":"Allow","Action":"sqs:*","Resource":"*"}                                    | []
          [{"Effect":"Allow","action":"sqs:*","Resource":"*"},{"Effect":"Deny","Action":"sqs:*","Resource":"*"}] | [{"Effect":"Deny","Action":"sqs:*","Resource":"*"}]
          {"Effect":"Allow","Action":["*","sqsx:A","s?s:A"],"Resource":"*"}                     | [{"Effect":"Allow","Action":["*","sqsx:A","s?s:A"],"Resource":"*"}]
          {"Effect":"Allow","NotAction":"sqs:*","Resource":"*"}                                 | [{"Effect":"Allow","NotAction":"sqs:*","Resource":"*"}]
          """)
  void dropsWhatBelongsToTheServicesAndNothingElse(String statements, String left) {
    var pruned = Pruning.of(document(statements), Set.of("sqs", "kms"));
    assertThat(pruned.document().tree().path("Statement"))
        .isEqualTo(document(left).tree().path("Statement"));
  }

  @Test
  void saysWhatItDropped() {
    var pruned =
        Pruning.of(
            document("{\"Effect\":\"Allow\",\"Action\":[\"sqs:*\",\"s3:*\"],\"Resource\":\"*\"}"),
            Set.of("sqs"));
    assertThat(pruned.dropped()).containsExactly("sqs:* in statement 1");
    assertThat(pruned.hasDropped()).isTrue();
    assertThat(pruned.leavesNothing()).isFalse();
  }

  @Test
  void knowsWhenNothingIsLeft() {
    var sqs = document("{\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}");
    assertThat(Pruning.of(sqs, Set.of("sqs")).leavesNothing()).isTrue();
    assertThat(Pruning.of(sqs, Set.of("s3")).leavesNothing()).isFalse();
    assertThat(Pruning.of(document("[]"), Set.of("s3")).leavesNothing()).isFalse();
  }

  static Stream<Long> seeds() {
    return Generator.seeds();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void neverGrantsWhatTheOriginalDidNot(long seed) {
    var any = Generator.of(seed);
    var original =
        PolicyDocument.parse(
            any.document(
                any.statement(
                    "Allow", List.of(action(any), action(any)), List.of("arn:aws:s3:::a/*", "*")),
                any.statement("Deny", List.of(action(any)), List.of("*")),
                any.statement("Allow", List.of(action(any)), List.of("*"))));
    var pruned = Pruning.of(original, Set.of("s3", "iam"));
    assertThat(Permissions.of(pruned.document()).within(Permissions.of(original)).isWithin())
        .isTrue();
    assertThat(Permissions.of(pruned.document()).allowsSomewhere("kms:Decrypt"))
        .isEqualTo(Permissions.of(original).allowsSomewhere("kms:Decrypt"));
  }

  private static String action(Generator any) {
    return any.inAnyCase(
        any.oneOf(
            List.of("s3:*", "s3:Get*", "kms:Decrypt", "*", "iam:PassRole", "kms:*", "s3x:A")));
  }

  private static PolicyDocument document(String statements) {
    return PolicyDocument.parse("{\"Statement\":" + statements + "}");
  }
}
