package dev.rampart.local.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.Usage;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuestionsTest {
  private final Questions questions = new Questions("123456789012");

  private JsonNode ask(String line) {
    return questions.answer(line.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void tellsWhatAnIdentityPolicyGivesAway() {
    var answer =
        ask(
            """
            {"id": 7, "kind": "identity", "document": {"Statement": [
              {"Effect": "Allow", "Action": "lambda:*", "Resource": "*"},
              {"Effect": "Allow", "Action": "nosuchservice:*", "Resource": "*"}]}}
            """);
    assertThat(answer.path("id").asInt()).isEqualTo(7);
    assertThat(answer.at("/overPrivileged/level").asText()).isEqualTo("SERVICE");
    assertThat(answer.at("/overPrivileged/why").asText()).contains("statement 1 allows lambda:*");
    assertThat(answer.path("sensitiveOnEverything").toString())
        .contains("lambda:UpdateFunctionCode");
    assertThat(answer.path("escalations").findValuesAsText("name"))
        .containsExactly("change-function-code", "change-function-layer");
    assertThat(answer.path("unknown").toString())
        .isEqualTo("[\"statement 2: service nosuchservice\"]");
    assertThat(answer.has("public")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "*"                              | true  | anyone
          {"AWS": "111122223333"}          | false | foreign
          {"AWS": "123456789012"}          | false | ''
          {"Service": "sns.amazonaws.com"} | false | services
          {"AWS": "999999999999"}          | false | ''
          """)
  void tellsWhoMayUseAResource(String principal, boolean isPublic, String who) {
    var answer =
        ask(
            """
            {"document": "{\\"Statement\\":{\\"Effect\\":\\"Allow\\",\\"Principal\\":%s,\\"Action\\":\\"sqs:*\\",\\"Resource\\":\\"*\\"}}",
             "trustedAccounts": ["999999999999"]}
            """
                .formatted(principal.replace("\"", "\\\"")));
    assertThat(answer.path("public").asBoolean()).isEqualTo(isPublic);
    assertThat(answer.at("/audiences/0/who").asText()).isEqualTo(who);
  }

  @Test
  void doesNotClaimThatWhatItDoesNotUnderstandIsNotPublic() {
    var answer =
        ask(
            """
            {"kind": "resource", "document": {"Statement": {"Effect": "Allow", "Principal": "*",
              "Action": "sqs:*", "Resource": "*", "Condition": {"StringSounds": {"x:y": "z"}}}}}
            """);
    assertThat(answer.path("public").isNull()).isTrue();
    assertThat(answer.path("unknown").toString())
        .contains("condition operator stringsounds", "x:y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{\"document\": \"nonsense\"}",
        "{\"document\": 7}",
        "{\"document\": {}, \"kind\": \"other\"}",
        "{\"document\": {\"Statement\": []}, \"kind\": {}}"
      })
  void answersAboutABadLineToo(String line) {
    JsonNode answer = ask(line);
    assertThat(answer.isObject()).isTrue();
    assertThat(answer.has("error") || answer.has("unknown")).isTrue();
  }

  @Test
  void answersAboutBytesThatAreNoText() {
    var line = "{\"id\": \"ÿ\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(questions.answer(line).path("error").asText()).startsWith("not JSON: ");
  }

  @Test
  void readsADocumentByItself() {
    var document =
        PolicyDocument.parse(
            "{\"Statement\":{\"Effect\":\"Allow\",\"NotAction\":\"iam:*\",\"Resource\":\"*\"}}");
    assertThat(questions.answer(document, "").at("/overPrivileged/level").asText())
        .isEqualTo("EVERYTHING");
    assertThat(questions.answer(document, "trust").has("overPrivileged")).isFalse();
  }

  @Test
  void narrowsWithAProof() {
    var document =
        PolicyDocument.parse(
            "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":[\"s3:*\",\"kms:*\"],\"Resource\":\"*\"}}");
    var answer = Narrower.narrow(document, new Usage(Set.of("s3:GetObject"), Set.of("kms")));
    assertThat(answer.at("/document/Statement/0/Action").toString())
        .isEqualTo("[\"s3:GetObject\",\"kms:*\"]");
    assertThat(answer.at("/proof/result").asText()).isEqualTo("within");
    assertThat(answer.path("dropped").toString()).isEqualTo("[\"s3:* in statement 1\"]");
    assertThat(answer.path("left").toString()).isEqualTo("[\"kms:* in statement 1\"]");
    assertThat(answer.path("safe").asBoolean()).isTrue();
  }
}
