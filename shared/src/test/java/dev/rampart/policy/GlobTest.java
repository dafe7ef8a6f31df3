package dev.rampart.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class GlobTest {
  // All texts over two letters up to this length: long enough to tell patterns of the generator
  // apart.
  private static final List<String> TEXTS =
      IntStream.rangeClosed(0, 8).boxed().flatMap(n -> words(n).stream()).toList();

  private static List<String> words(int length) {
    return IntStream.range(0, 1 << length)
        .mapToObj(
            bits -> {
              var word = new StringBuilder();
              for (int i = 0; i < length; i++) {
                word.append((bits >> i & 1) == 0 ? 'a' : 'b');
              }
              return word.toString();
            })
        .toList();
  }

  private static Glob pattern(Random random) {
    var pattern = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      pattern.append("ab*?*".charAt(random.nextInt(5)));
    }
    return new Glob(pattern.toString());
  }

  @ParameterizedTest
  @MethodSource("dev.rampart.policy.Generator#seeds")
  void matchesWhatASimpleReferenceMatches(long seed) {
    var glob = pattern(new Random(seed));
    var reference = Pattern.compile(glob.text().replace("*", ".*").replace("?", "."));
    assertThat(TEXTS)
        .allSatisfy(
            text -> assertThat(glob.matches(text)).isEqualTo(reference.matcher(text).matches()));
  }

  @ParameterizedTest
  @MethodSource("dev.rampart.policy.Generator#seeds")
  void coversOnlyWhatItMatchesToo(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      var wide = pattern(random);
      var narrow = pattern(random);
      var counterexample =
          TEXTS.stream().filter(each -> narrow.matches(each) && !wide.matches(each)).findFirst();
      if (wide.covers(narrow)) {
        assertThat(counterexample).as("%s covers %s", wide, narrow).isEmpty();
      }
      var common = TEXTS.stream().anyMatch(each -> narrow.matches(each) && wide.matches(each));
      assertThat(wide.meets(narrow)).as("%s meets %s", wide, narrow).isEqualTo(common);
      assertThat(narrow.meets(wide)).isEqualTo(common);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "*, s3:*, true",
    "s3:*, s3:Get*, true",
    "s3:Get*, s3:GetObject, true",
    "s3:Get*, s3:*, false",
    "s3:?et*, s3:Get*, true",
    "s3:Get?bject, s3:GetObject, true",
    "s3:Get?bject, s3:Get*bject, false",
    "*?, ?*, true",
    "**, *, true",
    "a*c, abc, true",
    "a*c, a*bc, true",
    "a*b*c, a*c, false",
    "a*c, a*b*c, true",
    "arn:aws:s3:::x/*, arn:aws:s3:::x/y/*, true",
    "arn:aws:s3:::x/*, arn:aws:s3:::x, false",
    "'', '', true",
    "*, '', true",
    "?, '', false",
    "'', a, false",
    "home/${aws:username}/*, home/${aws:username}/a, true",
    "home/${aws:username}/*, home/${aws:userid}/a, false",
    "home/*, home/${aws:username}, true",
    "home/?, home/${aws:username}, false",
    "home/${aws:username}, home/*, false",
    "a${*}, a*, false",
    "a${*}, ab, false",
    "a*, a${*}, true",
    "a?, a${?}, true",
    "a${*}, a${*}, true",
    "a${$}b, a$b, true",
    "a${broken, a${broken, true"
  })
  void coversPatterns(String wide, String narrow, boolean covers) {
    assertThat(new Glob(wide).covers(new Glob(narrow))).isEqualTo(covers);
  }

  @ParameterizedTest
  @CsvSource({
    "a/${aws:username}, a/x, true",
    "a/${aws:username}, b/x, false",
    "a${*}, ab, true",
    "${aws:username}/*, x/y, true"
  })
  void aVariableMayBeAnything(String pattern, String text, boolean may) {
    assertThat(new Glob(pattern).matches(text)).isEqualTo(may);
    assertThat(new Glob(pattern).meets(new Glob(text))).isEqualTo(may);
    assertThat(new Glob(pattern).hasVariable()).isTrue();
  }

  @Test
  void actionsAreComparedWithoutRegardToCase() {
    assertThat(Glob.ofAction("S3:GET*").matches("s3:getobject")).isTrue();
    assertThat(new Glob("S3:GET*").matches("s3:getobject")).isFalse();
  }

  @Test
  void knowsWhetherItCanMatchMoreThanOneText() {
    assertThat(List.of("*", "a?", "a${x}")).allMatch(each -> new Glob(each).hasWildcard());
    assertThat(new Glob("s3:GetObject").hasWildcard()).isFalse();
    assertThat(new Glob("s3:Get*").hasVariable()).isFalse();
  }

  @Tag("slow")
  @Test
  void longRunsOfStarsCostLittle() {
    var stars = new Glob("*a".repeat(2_500) + "*".repeat(5_000) + "b");
    var text = "a".repeat(10_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertThat(stars.matches(text)).isFalse();
          assertThat(stars.covers(new Glob(text + "*"))).isFalse();
          assertThat(stars.meets(new Glob("*".repeat(10_000)))).isTrue();
        });
  }
}
