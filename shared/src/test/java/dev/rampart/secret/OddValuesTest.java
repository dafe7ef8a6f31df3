package dev.rampart.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Values that nobody writes on purpose: the detector answers all the same, and in time.
final class OddValuesTest {
  // AWS allows 4 KB for all variables of a function, and 8 KB for a parameter.
  private static final int LARGE = 4096;
  private static final int HUGE = 1 << 18;
  private static final int MEGABYTE = 1 << 20;

  // Where a pattern that goes back would take years.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a", "=", "sk-", "key-", "eyJ", "[", "{\"a\":", "-----BEGIN ", "http://a:", "a:b@c//",
            "?a=",
        "-u a:", "postgres://${", "xox-", " \t", "a1B2", "😀", "\u0000", "AKIA", "((((", "%41",
            "\"'"
      })
  void endsOnWhatOnlyBegins(String part) {
    var value = part.repeat(HUGE / part.length());

    assertThat(SecretDetector.find("SETTING", value)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "sk-", "eyJ", "postgres://${"})
  void endsOnAMegabyte(String part) {
    var value = part.repeat(MEGABYTE / part.length());

    assertThat(SecretDetector.find("SETTING", value)).isEmpty();
  }

  @Test
  void endsOnManyPairs() {
    assertThat(SecretDetector.find("SETTING", "a=b;".repeat(LARGE))).isEmpty();
    assertThat(SecretDetector.find("SETTING", "<a>x</a>".repeat(LARGE))).isEmpty();
    assertThat(SecretDetector.find("SETTING", "[" + "\"x\",".repeat(LARGE) + "\"x\"]")).isEmpty();
  }

  @Test
  void findsASecretAtTheEndOfALargeValue() {
    var token = "gh" + "p_QJk2qruTHcz0KhsW7tM4HdJS2O41DMZMZOXe";

    assertThat(SecretDetector.find("SETTING", "lorem ipsum ".repeat(LARGE) + token)).isPresent();
    assertThat(SecretDetector.find("SETTING", "x".repeat(LARGE) + " " + token)).isPresent();
  }

  @Test
  void answersForAnyBytes() {
    var random = new Random(20261130);
    for (int round = 0; round < 300; round++) {
      var bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      var junk =
          new String(bytes, round % 2 == 0 ? StandardCharsets.UTF_16 : StandardCharsets.ISO_8859_1);

      assertThat(SecretDetector.find(junk, junk)).isNotNull();
      assertThat(SecretDetector.find("DB_PASSWORD", junk)).isNotNull();
    }
  }

  @Test
  void answersForPiecesOfWhatItKnows() {
    var random = new Random(7);
    for (var variable : Variables.of("variables-tuning.tsv")) {
      var value = variable.value();
      int cut = value.isEmpty() ? 0 : random.nextInt(value.length());

      assertThat(SecretDetector.find(variable.name(), value.substring(cut))).isNotNull();
      assertThat(SecretDetector.find(variable.name(), value.substring(0, cut))).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "\n", "\"", "\"\"", "''", "=", "==", ":", "@", "://:@", "{}", "[]", "{", "%", "%%",
        "-"
      })
  void leavesWhatIsNextToNothing(String value) {
    assertThat(SecretDetector.find("SETTING", value)).isEmpty();
    assertThat(SecretDetector.find("DB_PASSWORD", value)).isEmpty();
    assertThat(SecretDetector.find("", value)).isEmpty();
  }

  @Test
  void stopsUnwrappingAtSomeDepth() {
    var value = "{\"password\": \"Kastanie88\"}";
    for (int i = 0; i < 3; i++) {
      value = base64(value);
    }
    assertThat(SecretDetector.find("SETTING", value)).isPresent();
    for (int i = 0; i < 10; i++) {
      value = base64(value);
    }
    assertThat(SecretDetector.find("SETTING", value)).isEmpty();
  }

  @Test
  void answersForDeepJson() {
    var deep = "{\"a\":".repeat(900) + "\"x\"" + "}".repeat(900);

    assertThat(SecretDetector.find("SETTING", deep)).isEmpty();
    assertThat(SecretDetector.find("SETTING", "{\"a\":".repeat(5000) + "1" + "}".repeat(5000)))
        .isEmpty();
  }

  @Test
  void readsNamesInAnyAlphabet() {
    assertThat(SecretDetector.isSecretName("データベースのパスワード")).isTrue();
    assertThat(SecretDetector.isSecretName("ПАРОЛЬ")).isTrue();
    assertThat(SecretDetector.isSecretName("데이터베이스_비밀번호")).isTrue();
    assertThat(SecretDetector.isSecretName("ｐａｓｓｗｏｒｄ")).isTrue();
    assertThat(SecretDetector.isSecretName("😀")).isFalse();
    assertThat(SecretDetector.isSecretName("_".repeat(HUGE))).isFalse();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
