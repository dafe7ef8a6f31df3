package dev.rampart.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"Principal\":{\"AWS\":[\"a\",\"b\"]}} | {\"Principal\":{\"AWS\":[\"b\",\"a\"]}}",
        "{\"NotPrincipal\":{\"AWS\":[\"a\",\"b\"]}} | {\"NotPrincipal\":{\"AWS\":[\"b\",\"a\"]}}",
        "{\"principal\":{\"Service\":[\"a\",\"b\"]}} | {\"principal\":{\"Service\":[\"b\",\"a\"]}}",
      })
  void isTheSameWhateverTheOrderOfThePrincipals(String one, String other) {
    assertThat(listed(one)).isEqualTo(listed(other));
    assertThat(PolicyText.of("{\"Statement\":" + one + "}"))
        .isEqualTo(PolicyText.of("{\"Statement\":" + other + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"Principal\":{\"AWS\":[\"a\",\"b\"]}} | {\"Principal\":{\"AWS\":[\"a\",\"c\"]}}",
        "{\"Principal\":{\"AWS\":[\"a\",\"b\"]}} | {\"Principal\":{\"AWS\":\"a\"}}",
        "{\"Principal\":{\"AWS\":[\"a\",\"b\"]}} | {\"NotPrincipal\":{\"AWS\":[\"a\",\"b\"]}}",
        "{\"Effect\":\"Allow\"} | {\"Effect\":\"Deny\"}"
      })
  void isAnotherIfItSaysAnotherThing(String one, String other) {
    assertThat(listed(one)).isNotEqualTo(listed(other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no policy",
        "{ \"Statement\" : [ {\"Principal\": {\"AWS\": [\"a\", \"b\"]}, \"Resource\": [\"b\","
            + " \"a\"]} ] }",
        "{ \"Statement\" : [ {\"Principal\": {\"AWS\": [\"b\", 1]}} ] }",
        "{ \"Statement\" : [ {\"Principal\": \"*\"}, 7 ] }"
      })
  void leavesATextAsItWasReadWhereThereIsNothingToSort(String document) {
    assertThat(PolicyText.of(document).document()).isEqualTo(document);
  }

  @Test
  void keepsWhatItDoesNotUnderstandWhenItSorts() {
    assertThat(
            PolicyText.of(
                    "{\"New\":[2,1],\"Statement\":[{\"Principal\":{\"AWS\":[\"b\",\"a\"]},\"Odd\":1.50}]}")
                .document())
        .isEqualTo(
            "{\"New\":[2,1],\"Statement\":[{\"Principal\":{\"AWS\":[\"a\",\"b\"]},\"Odd\":1.50}]}");
  }

  private static PolicyText listed(String statement) {
    return PolicyText.of("{\"Version\":\"2012-10-17\",\"Statement\":[" + statement + "]}");
  }
}
