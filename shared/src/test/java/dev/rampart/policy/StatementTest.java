package dev.rampart.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}",
        "{\"effect\":\"deny\",\"notaction\":[\"s3:*\"],\"notresource\":[\"*\"]}",
        "{\"Effect\":\"Allow\",\"Action\":[],\"Resource\":[]}",
        "{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":\"*\"}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Principal\":{\"AWS\":[\"1\",\"*\"]}}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"NotPrincipal\":{\"Service\":\"a\"}}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Condition\":{}}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Condition\":{\"Bool\":{}}}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Condition\":{\"Bool\":{\"k\":[true,1,\"a\"]}}}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Condition\":{\"Bool\":{\"k\":[]}}}"
      })
  void knowsTheFormOfAStatement(String json) {
    assertThat(statement(json).isWellFormed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Action\":\"s3:*\"}",
        "{\"Effect\":\"Permit\",\"Action\":\"s3:*\"}",
        "{\"Effect\":[\"Allow\"],\"Action\":\"s3:*\"}",
        "{\"Effect\":\"Allow\"}",
        "{\"Effect\":\"Allow\",\"Action\":null}",
        "{\"Effect\":\"Allow\",\"Action\":[[\"s3:*\"]]}",
        "{\"Effect\":\"Allow\",\"Action\":[\"s3:*\",1]}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"NotAction\":\"s3:*\"}",
        "{\"Effect\":\"Allow\",\"NotAction\":[]}",
        "{\"Effect\":\"Allow\",\"NotAction\":[1]}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":{}}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"NotResource\":[]}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"a\",\"NotResource\":\"b\"}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Principal\":\"*\",\"NotPrincipal\":\"*\"}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Principal\":\"123456789012\"}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Principal\":[\"*\"]}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Principal\":{}}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Principal\":{\"AWS\":[]}}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"NotPrincipal\":{\"AWS\":7}}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Condition\":null}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Condition\":{\"Bool\":7}}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Condition\":{\"Bool\":{\"k\":null}}}",
        "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Condition\":{\"Bool\":{\"k\":[{}]}}}",
        "\"Allow\"",
        "[]"
      })
  void knowsWhatHasNotTheFormOfAStatement(String json) {
    assertThat(PolicyDocument.parse("{\"Statement\":[" + json + "]}").statements())
        .allMatch(each -> !each.isWellFormed());
  }

  @Test
  void prefersAwssSpellingWhereANameStandsTwice() throws JsonProcessingException {
    var json = new ObjectMapper();
    var first = json.readTree("{\"Sid\":\"a\",\"sid\":\"b\",\"SID\":\"c\"}");
    var last = json.readTree("{\"sid\":\"b\",\"SID\":\"c\",\"Sid\":\"a\"}");
    var neither = json.readTree("{\"sid\":\"b\",\"SID\":\"c\"}");
    assertThat(new Statement(first).sid()).isEqualTo("a");
    assertThat(new Statement(last).sid()).isEqualTo("a");
    assertThat(new Statement(neither).sid()).isEqualTo("b");
  }

  @Test
  void isEqualToTheSameStatementElsewhere() {
    var one = statement("{\"Sid\":\"a\",\"Effect\":\"Allow\"}");
    assertThat(statement("{\"Sid\": \"a\", \"Effect\": \"Allow\"}"))
        .isEqualTo(one)
        .hasSameHashCodeAs(one)
        .hasToString("{\"Sid\":\"a\",\"Effect\":\"Allow\"}");
    assertThat(statement("{\"Sid\":\"b\",\"Effect\":\"Allow\"}")).isNotEqualTo(one);
    assertThat((Object) one).isNotEqualTo(one.tree());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | ",
        "{\"StringEquals\":{\"aws:PrincipalOrgID\":[\"o-1\",\"o-2\"]}} | o-1 o-2",
        "{\"ForAnyValue:StringLike\":{\"aws:PrincipalOrgPaths\":\"o-1/r-1/*\"}} | o-1",
        "{\"StringLike\":{\"aws:principalorgid\":\"o-*\"}} | o-*",
        "{\"StringEqualsIfExists\":{\"aws:PrincipalOrgID\":\"o-1\"}} | ",
        "{\"StringEqualsIfExists\":{\"aws:PrincipalOrgID\":\"o-1\"},"
            + "\"Null\":{\"aws:PrincipalOrgID\":\"false\"}} | o-1",
        "{\"ForAllValues:StringEquals\":{\"aws:PrincipalOrgPaths\":\"o-1/\"}} | ",
        "{\"StringNotEquals\":{\"aws:PrincipalOrgID\":\"o-1\"}} | ",
        "{\"StringEquals\":{\"aws:SourceOrgID\":\"o-1\"}} | "
      })
  void knowsTheOrganizationsThatItAsksFor(String condition, @Nullable String organizations) {
    var expected = organizations == null ? new String[0] : organizations.split(" ");
    assertThat(statement("{\"Effect\":\"Allow\",\"Condition\":" + condition + "}").organizations())
        .containsExactlyInAnyOrder(expected);
  }

  @Test
  void namesItselfByIdOrPlace() {
    assertThat(statement("{\"sid\":\"All\"}").name(1)).isEqualTo("statement 'All'");
    assertThat(statement("{}").name(1)).isEqualTo("statement 2");
  }

  private static Statement statement(String json) {
    return PolicyDocument.parse("{\"Statement\":" + json + "}").statements().getFirst();
  }
}
