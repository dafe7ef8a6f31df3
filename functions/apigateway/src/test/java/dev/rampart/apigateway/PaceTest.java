package dev.rampart.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PaceTest {
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final Pace pace = new Pace(0.25, () -> now);

  @Test
  void aFixGoesAtOnceAndAStormAtAQuarterOfTheQuota() {
    for (int i = 0; i < 20; i++) {
      assertThat(pace.wait("GetRestApi")).isZero();
    }
    for (int i = 1; i <= 100; i++) {
      assertThat(pace.wait("GetMethod")).isEqualTo(Duration.ofMillis(400L * i));
    }
  }

  @Test
  void whoSleptUntilItsTurnWaitsOnlyForTheNext() {
    for (int i = 0; i < 20; i++) {
      pace.wait("GetRestApi");
    }
    for (int i = 0; i < 10; i++) {
      var wait = pace.wait("GetRestApi");
      assertThat(wait).isEqualTo(Duration.ofMillis(400));
      now = now.plus(wait);
    }
  }

  @Test
  void aBreakEarnsABurstAndNoMore() {
    for (int i = 0; i < 20; i++) {
      pace.wait("GetRestApi");
    }
    now = now.plus(Duration.ofHours(1));
    for (int i = 0; i < 20; i++) {
      assertThat(pace.wait("GetRestApi")).isZero();
    }
    assertThat(pace.wait("GetRestApi")).isEqualTo(Duration.ofMillis(400));
  }

  @Test
  void deploymentsHaveAPaceOfTheirOwn() {
    assertThat(pace.wait("CreateDeployment")).isZero();
    assertThat(pace.wait("GetRestApi")).isZero();
    assertThat(pace.wait("CreateDeployment")).isEqualTo(Duration.ofSeconds(20));
    now = now.plus(Duration.ofSeconds(40));
    assertThat(pace.wait("CreateDeployment")).isZero();
  }

  @Test
  void leavesAClockThatWasSetBackWithoutEffect() {
    for (int i = 0; i < 20; i++) {
      pace.wait("GetRestApi");
    }
    now = now.minus(Duration.ofHours(1));
    assertThat(pace.wait("GetRestApi")).isEqualTo(Duration.ofMillis(400));
    now = now.plus(Duration.ofMillis(400));
    assertThat(pace.wait("GetRestApi")).isEqualTo(Duration.ofMillis(400));
  }
}
