package dev.rampart.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.policy.PolicyDocument.UnreadablePolicy;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyDocumentTest {
  @ParameterizedTest
  @MethodSource("dev.rampart.policy.Generator#seeds")
  void comesBackFromTheEncodingOfIamToTheByte(long seed) {
    var write = Generator.of(seed);
    var odd = write.oneOf(List.of("a+b", "50%", "%2B", "%zz", "ü 漢", "a b", "a\\\"b", "&=?#"));
    var document =
        write.document(write.statement("Allow", List.of("s3:*"), List.of("arn:aws:s3:::" + odd)));
    assertThat(PolicyDocument.parse(encoded(document)).text()).isEqualTo(document);
    assertThat(PolicyDocument.parse(document).text()).isEqualTo(document);
    assertThat(PolicyDocument.parse(document).statements().getFirst().resources())
        .containsExactly("arn:aws:s3:::" + odd.replace("\\\"", "\""));
  }

  @Test
  void keepsAPlusThatTheEncodingLeftAlone() {
    var parsed = PolicyDocument.parse("%7B%22Statement%22:%7B%22Sid%22:%22a+b%22%7D%7D");
    assertThat(parsed.statements().getFirst().sid()).isEqualTo("a+b");
  }

  @Test
  void readsTenKilobytesWithTheStatementThatMattersLast() {
    var many = new StringBuilder("{\"Version\":\"2012-10-17\",\"Statement\":[");
    for (int i = 0; i < 80; i++) {
      many.append("{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::b")
          .append(i)
          .append("/*\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":true}}},");
    }
    many.append("{\"effect\":\"ALLOW\",\"action\":\"*\",\"resource\":\"*\"}]}");
    assertThat(many.length()).isGreaterThan(10_000);
    var statements = PolicyDocument.parse(encoded(many.toString())).statements();
    assertThat(statements).hasSize(81);
    assertThat(statements.getLast().reach()).isEqualTo(Reach.EVERYTHING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Version\":1,\"Version\":1}",
        "",
        " ",
        "null",
        "[]",
        "1",
        "\"x\"",
        "{",
        "{}x",
        "%",
        "%7",
        "%7B",
        "nonsense"
      })
  void refusesWhatIsNoDocument(String text) {
    assertThatThrownBy(() -> PolicyDocument.parse(text)).isInstanceOf(UnreadablePolicy.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Statement\":[],\"statement\":[{}]}",
        "{\"Statement\":{\"Action\":\"s3:GetObject\",\"action\":\"*\"}}",
        "{\"Statement\":[{\"Principal\":{\"AWS\":\"123456789012\",\"aws\":\"*\"}}]}",
        "{\"Statement\":{\"Condition\":{\"Bool\":{\"a:b\":\"true\",\"A:B\":\"false\"}}}}"
      })
  void refusesNamesThatDifferInCaseOnly(String text) {
    assertThatThrownBy(() -> PolicyDocument.parse(text))
        .isInstanceOf(UnreadablePolicy.class)
        .hasMessageStartingWith("names that differ in case: ");
  }

  @Test
  void writesNumbersAsTheyWere() {
    var text = "{\"Id\":[1.10,1E+400,12345678901234567890.123456789,1.0E-400,7]}";
    var tree = (ObjectNode) PolicyDocument.parse(text).tree();
    assertThat(PolicyDocument.of(tree).text()).isEqualTo(text);
  }

  @Test
  void saysWhyItIsUnreadable() {
    assertThatThrownBy(() -> PolicyDocument.parse("%zz"))
        .hasMessage("neither JSON nor URL-encoded");
    assertThatThrownBy(() -> PolicyDocument.parse("[]")).hasMessage("not a JSON object");
    assertThatThrownBy(() -> PolicyDocument.parse("{\"a\""))
        .hasMessageStartingWith("Unexpected end-of-input");
  }

  @Test
  void refusesANestingThatWouldExhaustTheStack() {
    var deep = "{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000);
    assertThatThrownBy(() -> PolicyDocument.parse(deep)).isInstanceOf(UnreadablePolicy.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"Statement\":null}", "{\"Statement\":[]}", "{\"Version\":1}"})
  void hasNoStatementsWhereThereAreNone(String text) {
    assertThat(PolicyDocument.parse(text).statements()).isEmpty();
  }

  private static String encoded(String document) {
    return URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Test
  void isEqualToADocumentOfTheSameText() throws JsonProcessingException {
    var text = "{\"Statement\":[]}";
    var parsed = PolicyDocument.parse(text);
    assertThat(PolicyDocument.of(new ObjectMapper().readTree(text)))
        .isEqualTo(parsed)
        .hasSameHashCodeAs(parsed)
        .hasToString(text);
    assertThat(PolicyDocument.parse("{\"Statement\": []}")).isNotEqualTo(parsed);
    assertThat(PolicyDocument.parse("{}")).isNotEqualTo(parsed);
    assertThat((Object) parsed).isNotEqualTo(text);
  }
}
