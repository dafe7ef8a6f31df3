package dev.rampart.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

final class StatementTest {
  @Test
  void readsConditionsInAnyCaseWithTheirPrefixesAndSuffixes() {
    var condition =
        statement("{\"condition\":{\"ForAllValues:StringLikeIfExists\":{\"AWS:SourceArn\":\"a\"}}}")
            .conditions()
            .getFirst();
    assertThat(condition.operator()).isEqualTo("stringlike");
    assertThat(condition.key()).isEqualTo("aws:sourcearn");
    assertThat(condition.values()).containsExactly("a");
    assertThat(condition.ifExists()).isTrue();
    assertThat(condition.forAllValues()).isTrue();
    assertThat(condition.isPositive()).isFalse();
  }

  @Test
  void readsConditionValuesThatAreNoStrings() {
    var conditions =
        statement("{\"Condition\":{\"Bool\":{\"a:b\":false},\"NumericLessThan\":{\"c:d\":[5,7]}}}")
            .conditions();
    assertThat(conditions).extracting(Condition::values).asString().isEqualTo("[[false], [5, 7]]");
  }

  @Test
  void survivesConditionsOfAnyShape() {
    for (var shape : new String[] {"null", "1", "[]", "\"x\"", "{\"Bool\":1}", "{\"Bool\":[]}"}) {
      assertThat(statement("{\"Condition\":" + shape + "}").conditions()).isEmpty();
    }
  }

  @Test
  void saysTheActionsInAFewWords() {
    assertThat(statement("{\"Action\":[\"S3:*\",\"a:b\"]}").actionsInWords())
        .isEqualTo("s3:*, a:b");
    assertThat(statement("{\"NotAction\":\"iam:*\"}").actionsInWords())
        .isEqualTo("everything but iam:*");
    assertThat(
            statement("{\"Action\":[\"a:a\",\"a:b\",\"a:c\",\"a:d\",\"a:e\",\"a:f\"]}")
                .actionsInWords())
        .isEqualTo("a:a, a:b, a:c, a:d and 2 more");
  }

  @Test
  void survivesTheLedgerAsItStandsInTheDocument() throws JsonProcessingException {
    var json = new ObjectMapper();
    var statement = statement("{\"Sid\":\"a\",\"Unknown\":{\"x\":[1,null]}}");
    var text = json.writeValueAsString(statement);
    assertThat(text).isEqualTo("{\"Sid\":\"a\",\"Unknown\":{\"x\":[1,null]}}");
    assertThat(json.readValue(text, Statement.class)).isEqualTo(statement);
  }

  private static Statement statement(String json) {
    return PolicyDocument.parse("{\"Statement\":" + json + "}").statements().getFirst();
  }
}
