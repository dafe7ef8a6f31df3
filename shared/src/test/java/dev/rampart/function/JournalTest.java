package dev.rampart.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.tester.LogText;
import org.junit.jupiter.api.Test;

final class JournalTest {
  @Test
  void saysWhereAMessageFailedButNotWhatWasRead() {
    try (var log = new LogText()) {
      var cause = new IllegalArgumentException("cannot read hunter2");
      new Journal().failure("m0", new IllegalStateException("hunter2 is odd", cause));
      assertThat(log.all())
          .contains("m0", "IllegalStateException", "IllegalArgumentException", "JournalTest")
          .doesNotContain("hunter2");
    }
  }
}
