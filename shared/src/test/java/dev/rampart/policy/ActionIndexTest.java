package dev.rampart.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ActionIndexTest {
  private static final List<String> NAMES =
      List.of("s3:GetObject", "s3:PutObject", "iam:PassRole", "s3:Get", "kms:Decrypt");
  private static final List<String> PIECES =
      List.of("*", "?", "s3:", "get", "object", "iam:", "pass", "r", "${a}", "${*}", "$", "o", "");

  private final ActionIndex index = new ActionIndex(NAMES);

  @ParameterizedTest
  @MethodSource("dev.rampart.policy.Generator#seeds")
  void findsWhatAskingAboutEachActionFinds(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      var patterns = new ArrayList<String>();
      for (int j = random.nextInt(4); j > 0; j--) {
        patterns.add(pattern(random));
      }
      for (var inverted : new boolean[] {false, true}) {
        var set = Patterns.ofActions(inverted, patterns);
        var marks = set.among(index);
        for (int place = 0; place < index.size(); place++) {
          assertThat(answer(marks, place))
              .as("%s in %s", index.name(place), set)
              .isEqualTo(set.contains(index.name(place).toLowerCase(Locale.ROOT)));
        }
      }
    }
  }

  private static String pattern(Random random) {
    return random.nextInt(3) == 0
        ? NAMES.get(random.nextInt(NAMES.size()))
        : IntStream.range(0, 4)
            .mapToObj(_ -> PIECES.get(random.nextInt(PIECES.size())))
            .reduce("", String::concat);
  }

  private static Answer answer(Patterns.Marks marks, int place) {
    if (marks.unknown().get(place)) {
      return Answer.UNKNOWN;
    }
    return marks.certain().get(place) ? Answer.YES : Answer.NO;
  }

  @Test
  void knowsEachActionOnceInAnyCase() {
    var twice = new ActionIndex(List.of("s3:GetObject", "iam:PassRole", "s3:GetObject"));
    assertThat(twice.size()).isEqualTo(2);
    assertThat(twice.name(twice.place("S3:GETOBJECT"))).isEqualTo("s3:GetObject");
    assertThat(twice.contains("iam:passrole")).isTrue();
    assertThat(twice.contains("iam:Pass")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "s3:getobjects", "s3:ge", "zz*", "a*", "s3:getobject?", "s3:x*"})
  void leavesWhatAPatternDoesNotMatch(String pattern) {
    var marks = new BitSet();
    index.mark(new Glob(pattern), marks, marks);
    assertThat(marks.isEmpty()).isTrue();
  }
}
