package dev.rampart.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnswerTest {
  @ParameterizedTest
  @CsvSource({
    "YES, YES, YES, YES",
    "YES, NO, NO, YES",
    "NO, YES, NO, YES",
    "NO, NO, NO, NO",
    "YES, UNKNOWN, UNKNOWN, YES",
    "UNKNOWN, YES, UNKNOWN, YES",
    "NO, UNKNOWN, NO, UNKNOWN",
    "UNKNOWN, NO, NO, UNKNOWN",
    "UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN"
  })
  void isUnknownWhereTheOtherDoesNotDecide(Answer one, Answer other, Answer both, Answer either) {
    assertThat(one.and(other)).isEqualTo(both);
    assertThat(one.or(other)).isEqualTo(either);
  }

  @Test
  void readsUsageInAnyCase() {
    var usage = new Usage(Set.of("s3:GetObject"), Set.of("KMS"));
    assertThat(usage.used().contains("S3:getobject")).isTrue();
    assertThat(usage.unknown()).containsExactly("kms");
    assertThat(usage.isUnknown("Kms")).isTrue();
    assertThat(usage.isUnknown("s3")).isFalse();
  }
}
