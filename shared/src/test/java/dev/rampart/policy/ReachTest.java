package dev.rampart.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReachTest {
  private static final List<String> EVERY_ACTION = List.of("*", "*:*", "**", "?*", "*?", "*:?*");
  private static final List<String> A_SERVICE = List.of("s3:*", "IAM:*", "s3:**", "s3-outposts:?*");
  private static final List<String> LESS =
      List.of("s3:List*", "s3:?", "s3:GetObject", "s3", "?", "ec2:Describe*", "iam:PassRole", "");
  private static final List<String> RISKY =
      List.of("s3:Get*", "*:Get*", "s3:*Object", "iam:Pass*", "LAMBDA:Update*", "kms:D*", "?am:*");
  private static final List<String> EVERY_RESOURCE =
      List.of(
          "*",
          "**",
          "?*",
          "arn:*",
          "arn:aws:*",
          "arn:aws:s3:*",
          "arn:aws:s3:::*",
          "arn:*:*:*:*:*",
          "arn:aws:lambda:*:*:function:*",
          "arn:aws:states:*:*:stateMachine:*",
          "arn:aws:iam::123456789012:role/*",
          "arn:aws:dynamodb:eu-west-1:123456789012:table/*");
  private static final List<String> SOME_RESOURCE =
      List.of(
          "arn:aws:s3:::orders",
          "arn:aws:s3:::orders/*",
          "arn:aws:s3:::orders*",
          "arn:aws:sns:eu-west-1:123456789012:orders:*",
          "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/*",
          "arn:aws:lambda:*:*:function:orders-*",
          "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/index/*",
          "");

  @ParameterizedTest
  @MethodSource("dev.rampart.policy.Generator#seeds")
  void readsEveryActionOnEveryResourceInAnyWriting(long seed) {
    var write = Generator.of(seed);
    var actions = mixed(write.oneOf(EVERY_ACTION), write.oneOf(LESS));
    assertThat(reach(write, "Allow", actions, List.of(write.oneOf(EVERY_RESOURCE))))
        .isEqualTo(Reach.EVERYTHING);
  }

  @ParameterizedTest
  @MethodSource("dev.rampart.policy.Generator#seeds")
  void readsEveryActionOfAServiceInAnyWriting(long seed) {
    var write = Generator.of(seed);
    var actions = mixed(write.oneOf(LESS), write.inAnyCase(write.oneOf(A_SERVICE)));
    assertThat(reach(write, "Allow", actions, List.of(write.oneOf(EVERY_RESOURCE))))
        .isEqualTo(Reach.SERVICE);
  }

  @ParameterizedTest
  @MethodSource("dev.rampart.policy.Generator#seeds")
  void readsWildcardsThatTakeInSensitiveActions(long seed) {
    var write = Generator.of(seed);
    var actions = mixed(write.oneOf(LESS), write.inAnyCase(write.oneOf(RISKY)));
    assertThat(reach(write, "Allow", actions, List.of(write.oneOf(EVERY_RESOURCE))))
        .isEqualTo(Reach.RISKY);
    assertThat(reach(write, "Allow", actions, List.of(write.oneOf(SOME_RESOURCE))))
        .isEqualTo(Reach.LIMITED);
  }

  @ParameterizedTest
  @MethodSource("dev.rampart.policy.Generator#seeds")
  void leavesWhatIsLimitedOrDenied(long seed) {
    var write = Generator.of(seed);
    var wide = write.oneOf(EVERY_ACTION);
    var everywhere = write.oneOf(EVERY_RESOURCE);
    var somewhere = write.oneOf(SOME_RESOURCE);
    assertThat(reach(write, "Allow", List.of(wide), List.of(somewhere))).isEqualTo(Reach.LIMITED);
    assertThat(reach(write, "Deny", List.of(wide), List.of(everywhere))).isEqualTo(Reach.LIMITED);
    assertThat(reach(write, "Allow", List.of(write.oneOf(LESS)), List.of(everywhere)))
        .isEqualTo(Reach.LIMITED);
  }

  @Test
  void readsNotActionAsEverythingAndNotResourceAsEverywhere() {
    assertThat(of("{\"Effect\":\"Allow\",\"NotAction\":\"iam:*\",\"Resource\":\"*\"}"))
        .isEqualTo(Reach.EVERYTHING);
    assertThat(of("{\"Effect\":\"Allow\",\"notaction\":[],\"notresource\":[]}"))
        .isEqualTo(Reach.EVERYTHING);
    assertThat(of("{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"NotResource\":\"arn:aws:s3:::a\"}"))
        .isEqualTo(Reach.SERVICE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"Effect\":\"Allow\"}",
        "{\"Effect\":1,\"Action\":2,\"Resource\":3}",
        "{\"Effect\":\"Allow\",\"Action\":null,\"Resource\":\"*\"}",
        "{\"Effect\":\"Allow\",\"Action\":{\"a\":\"*\"},\"Resource\":\"*\"}",
        "\"text\"",
        "null"
      })
  void survivesWhatIsNoStatement(String statement) {
    assertThat(of(statement)).isEqualTo(Reach.LIMITED);
  }

  @Tag("slow")
  @Test
  void takesLongRunsOfWildcardsInItsStride() {
    var run = "*?".repeat(50_000);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () -> {
          for (var text :
              List.of(run, run + "x", "s3:" + run + "x", "arn:" + run + ":" + run + "x")) {
            var quoted = "\"" + text + "\"";
            of("{\"Effect\":\"Allow\",\"Action\":" + quoted + ",\"Resource\":" + quoted + "}");
          }
        });
  }

  private static Reach reach(
      Generator write, String effect, List<String> actions, List<String> resources) {
    var document = write.document(write.statement(effect, actions, resources));
    return PolicyDocument.parse(document).statements().getFirst().reach();
  }

  private static Reach of(String statement) {
    return PolicyDocument.parse("{\"Statement\":[" + statement + "]}")
        .statements()
        .getFirst()
        .reach();
  }

  private static List<String> mixed(String one, String other) {
    return new ArrayList<>(List.of(one, other));
  }

  // The same said with expressions that take longer.
  private static final String ALL = "\\?*+\\*[*?]*+";
  private static final Pattern ALL_ACTIONS = Pattern.compile(ALL + "(?::" + ALL + ")?");
  private static final Pattern ALL_OF_A_SERVICE = Pattern.compile("[A-Za-z0-9-]++:" + ALL);
  private static final Pattern ALL_RESOURCES =
      Pattern.compile(
          ALL
              + "|arn:(?:[a-z*?-]+:(?:[a-z0-9*?-]+:(?:[^:]*:(?:[^:]*:(?:"
              + "(?i:function|role|event-bus|table|stateMachine)[:/])?)?)?)?)?"
              + ALL);
  private static final List<String> PIECES =
      List.of("*", "?", ":", "/", "arn", "aws", "s3", "function", "Role", "event-bus", "X", "1");

  @ParameterizedTest
  @MethodSource("dev.rampart.policy.Generator#seeds")
  void readsWildcardsAsExpressionsWould(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      var text = text(random);
      var resource = i % 2 == 0 ? "arn:aws:" + text : text;
      assertThat(reach("*", resource) == Reach.EVERYTHING)
          .as(resource)
          .isEqualTo(ALL_RESOURCES.matcher(resource).matches());
      assertThat(reach(text, "*") == Reach.EVERYTHING)
          .as(text)
          .isEqualTo(ALL_ACTIONS.matcher(text).matches());
      assertThat(reach(text, "*") == Reach.SERVICE)
          .as(text)
          .isEqualTo(ALL_OF_A_SERVICE.matcher(text).matches());
    }
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.append(random.nextInt(3) == 0 ? "" : "*").toString();
  }

  private static Reach reach(String action, String resource) {
    return PolicyDocument.parse(
            "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"%s\",\"Resource\":\"%s\"}}"
                .formatted(action, resource))
        .statements()
        .getFirst()
        .reach();
  }
}
