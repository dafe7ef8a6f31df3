package dev.rampart.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class UsageTest {
  @Test
  void unitesWhatWasUsedAndWhatIsNotKnown() {
    var here = new Usage(Set.of("s3:GetObject"), Set.of("KMS"));
    var there = new Usage(Set.of("S3:getobject", "sqs:SendMessage"), Set.of("kms", "sns"));
    var both = here.and(there);
    assertThat(both.used()).containsExactly("s3:GetObject", "sqs:SendMessage");
    assertThat(both.unknown()).containsExactly("kms", "sns");
    assertThat(both.isUnknown("SNS")).isTrue();
    assertThat(here.unknown()).containsExactly("kms");
  }
}
