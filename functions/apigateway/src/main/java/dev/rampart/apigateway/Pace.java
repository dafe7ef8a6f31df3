package dev.rampart.apigateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/// Keeps one execution environment to its share of what API Gateway grants the whole account,
/// whichever client calls and however often: the rest is for people and their deployments. The
/// SDK's own limiter only begins when somebody was refused.
final class Pace implements ExecutionInterceptor {
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html: "Total operations:
  // 10 requests per second with a burst quota of 40 requests per second", "CreateDeployment: 1
  // request every 5 seconds". That of GetResources is not reached, one call in six is one.
  private static final double CALLS = 10;
  private static final double BURST = 40;
  private static final double DEPLOYMENTS = 0.2;

  private static final String SHARE = "RAMPART_QUOTA_SHARE";
  private static final String QUARTER = "0.25";

  private final Bucket calls;
  private final Bucket deployments;

  /// @param share of the account's quota, above 0
  Pace(double share, InstantSource clock) {
    // A fix takes about 20 calls, which is what a quarter may make at once.
    this.calls = new Bucket(CALLS * share, 2 * BURST * share, clock);
    this.deployments = new Bucket(DEPLOYMENTS * share, 1, clock);
  }

  /// The pace that the template sets for the function.
  static Pace of(Map<String, String> environment) {
    var share = Double.parseDouble(environment.getOrDefault(SHARE, QUARTER));
    return new Pace(share, InstantSource.system());
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    await(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
  }

  private void await(String operation) {
    try {
      Thread.sleep(wait(operation));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AbortedException.create("interrupted before " + operation, e);
    }
  }

  /// Takes a place in the queue.
  ///
  /// @return how long until it is the call's turn
  synchronized Duration wait(String operation) {
    var forAny = calls.take();
    if (!operation.equals("CreateDeployment")) {
      return forAny;
    }
    var forThis = deployments.take();
    return forThis.compareTo(forAny) > 0 ? forThis : forAny;
  }

  /// A token bucket that lends: who takes more than there is waits until it is earned.
  private static final class Bucket {
    private final double rate;
    private final double size;
    private final InstantSource clock;
    private double tokens;
    private Instant filled;

    Bucket(double rate, double size, InstantSource clock) {
      this.rate = rate;
      this.size = size;
      this.clock = clock;
      this.tokens = size;
      this.filled = clock.instant();
    }

    Duration take() {
      var now = clock.instant();
      // A clock that was set back earns nothing.
      var passed = Math.max(0, Duration.between(filled, now).toNanos() / 1e9);
      tokens = Math.min(size, tokens + passed * rate) - 1;
      filled = now;
      return tokens >= 0 ? Duration.ZERO : Duration.ofNanos(Math.round(-tokens / rate * 1e9));
    }
  }
}
