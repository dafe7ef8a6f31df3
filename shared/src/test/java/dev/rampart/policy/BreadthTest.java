package dev.rampart.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.policy.Breadth.Broad;
import dev.rampart.policy.Breadth.Narrow;
import dev.rampart.policy.Breadth.Unreadable;
import org.junit.jupiter.api.Test;

final class BreadthTest {
  private static final String CONDITION =
      ",\"Condition\":{\"StringEquals\":{\"aws:RequestedRegion\":\"eu-west-1\"}}";

  @Test
  void quotesTheWidestStatement() {
    assertThat(
            Breadth.of(
                document(
                    allow("\"s3:Get*\"", "\"*\"", ""),
                    allow("\"s3:*\"", "\"*\"", ""),
                    allow("\"*\"", "\"*\"", ",\"Sid\":\"All\""))))
        .isEqualTo(new Broad(Reach.EVERYTHING, false, "statement 'All' allows * on *"));
    assertThat(
            Breadth.of(document(allow("\"s3:Get*\"", "\"*\"", ""), allow("\"s3:*\"", "\"*\"", ""))))
        .isEqualTo(new Broad(Reach.SERVICE, false, "statement 2 allows s3:* on *"));
    assertThat(Breadth.of(document(allow("\"s3:Get*\"", "\"*\"", ""))))
        .isEqualTo(new Broad(Reach.RISKY, false, "statement 1 allows s3:get* on *"));
  }

  @Test
  void isConditionalIfEveryStatementThatReachesAsFarIs() {
    assertThat(Breadth.of(document(allow("\"*\"", "\"*\"", CONDITION))))
        .isEqualTo(
            new Broad(Reach.EVERYTHING, true, "statement 1 allows * on * under a condition"));
    assertThat(
            Breadth.of(
                document(
                    allow("\"*\"", "\"*\"", CONDITION),
                    allow("\"*\"", "\"arn:*\"", ""),
                    allow("\"*\"", "\"*\"", CONDITION))))
        .isEqualTo(
            new Broad(
                Reach.EVERYTHING, false, "statement 2 allows * on arn:*, and 2 more like it"));
  }

  @Test
  void saysResourcesInAFewWords() {
    assertThat(detail(allow("\"*\"", "[\"*\",\"arn:aws:s3:::a\"]", "")))
        .isEqualTo("statement 1 allows * on *, arn:aws:s3:::a");
    assertThat(detail(allow("\"*\"", "[\"*\",\"a\",\"b\"]", "")))
        .isEqualTo("statement 1 allows * on * and 2 more");
    assertThat(detail("{\"Effect\":\"Allow\",\"Action\":\"*\",\"NotResource\":\"a\"}"))
        .isEqualTo("statement 1 allows * on all but some resources");
  }

  @Test
  void leavesWhatIsNarrow() {
    assertThat(Breadth.of(document(allow("\"s3:GetObject\"", "\"*\"", ""))))
        .isEqualTo(new Narrow());
    assertThat(Breadth.of("{}")).isEqualTo(new Narrow());
  }

  @Test
  void saysWhyADocumentIsUnreadable() {
    assertThat(Breadth.of("[]"))
        .isEqualTo(new Unreadable("its document cannot be read: not a JSON object"));
  }

  private static String detail(String statement) {
    return ((Broad) Breadth.of(document(statement))).detail();
  }

  private static String document(String... statements) {
    return "{\"Statement\":[" + String.join(",", statements) + "]}";
  }

  private static String allow(String actions, String resources, String more) {
    return "{\"Effect\":\"Allow\",\"Action\":%s,\"Resource\":%s%s}"
        .formatted(actions, resources, more);
  }
}
