package dev.rampart.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.tester.GuardrailTester;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class DeprecatedRuntimeTest {
  private final GuardrailTester<FunctionSetup, RuntimeName> tester =
      Setups.tester(new DeprecatedRuntime());

  @Test
  void flagsARuntimeFromTheDayOnWhichItIsDeprecated() {
    tester
        .given(on("python3.9", "2025-12-15T08:00:00Z"))
        .isFlagged(
            "python3.9 has had no security updates since 2025-12-15, and functions with it cannot"
                + " be changed from 2027-03-03 on")
        .isLeftToAPerson("a newer runtime can break the code");
    tester
        .given(on("nodejs12.x", "2026-01-01T00:00:00Z"))
        .isFlagged("functions with it cannot be changed since 2023-04-30");
    tester
        .given(on("dotnet9", "2027-01-01T00:00:00Z"))
        .isFlagged("dotnet9 has had no security updates since 2026-11-10");
  }

  @Test
  void leavesARuntimeUntilThatDayBeginsWhereAwsCounts() {
    // the day begins at midnight Pacific time
    tester.given(on("python3.9", "2025-12-15T07:59:59Z")).isLeftAlone();
    tester.given(on("python3.9", "2025-10-01T00:00:00Z")).isLeftAlone();
    tester.given(on("python3.13", "2026-11-30T00:00:00Z")).isLeftAlone();
  }

  @Test
  void leavesARuntimeThatIsNewerThanTheTable() {
    tester.given(on("python3.99", "2040-01-01T00:00:00Z")).isLeftAlone();
  }

  @Test
  void leavesContainerImages() {
    assertThat(new DeprecatedRuntime().parts(on("", "2040-01-01T00:00:00Z"))).isEmpty();
  }

  private static FunctionSetup on(String runtime, String at) {
    return Setups.running(runtime, Instant.parse(at));
  }
}
