package dev.rampart.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every line of `formats.tsv`, by its own example.
final class FormatsTest {
  private static final List<Format> ALL = Formats.INSTANCE.all();

  @TestFactory
  Stream<DynamicTest> findsTheExampleOfEachSecret() {
    return secrets()
        .map(
            format ->
                DynamicTest.dynamicTest(
                    format.kind() + ", " + format.source(),
                    () -> {
                      var matcher = format.matcher(format.example());
                      assertThat(matcher != null && matcher.find()).isTrue();
                      assertThat(SecretDetector.find("SETTING", format.example())).isPresent();
                      assertThat(SecretDetector.find("SETTING", "x " + format.example() + " y"))
                          .isPresent();
                    }));
  }

  @TestFactory
  Stream<DynamicTest> leavesTheExampleOfWhatIsNone() {
    return harmless()
        .map(
            format ->
                DynamicTest.dynamicTest(
                    format.kind() + ", " + format.source(),
                    () -> {
                      assertThat(format.isAllOf(format.example())).isTrue();
                      assertThat(SecretDetector.find("API_TOKEN", format.example())).isEmpty();
                    }));
  }

  @Test
  void knowsManyProviders() {
    assertThat(secrets().map(Format::kind).distinct().count()).isGreaterThan(100);
  }

  @Test
  void namesTheSourceOfEach() {
    assertThat(ALL).allMatch(each -> each.source().startsWith("https://"));
    assertThat(ALL).allMatch(each -> !each.kind().isBlank() && !each.example().isBlank());
  }

  @Test
  void showsOnlyWhatIsMeantForBrowsersUnderAPublicName() {
    var key = only("Google API key").example();

    assertThat(SecretDetector.find("MAPS_API_KEY", key)).isPresent();
    assertThat(SecretDetector.find("NEXT_PUBLIC_MAPS_API_KEY", key)).isEmpty();
    assertThat(SecretDetector.find("NEXT_PUBLIC_KEY", only("GitHub token").example())).isPresent();
  }

  private static Format only(String kind) {
    return ALL.stream().filter(each -> each.kind().equals(kind)).findFirst().orElseThrow();
  }

  private static Stream<Format> secrets() {
    return ALL.stream().filter(each -> each.verdict() != Format.Verdict.HARMLESS);
  }

  private static Stream<Format> harmless() {
    return ALL.stream().filter(each -> each.verdict() == Format.Verdict.HARMLESS);
  }
}
