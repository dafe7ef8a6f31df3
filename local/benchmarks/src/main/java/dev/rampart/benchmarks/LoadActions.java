package dev.rampart.benchmarks;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.rampart.policy.ActionCatalog;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/// Loading the list of actions, once in each JVM and cold, as at the start of a function.
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(MILLISECONDS)
@Fork(value = 10, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class LoadActions {
  /// What a first question takes: the list and the actions of one service.
  @Benchmark
  public boolean firstAction() {
    return ActionCatalog.standard().find("s3:GetObject").isPresent();
  }

  /// The list and the actions of all services.
  @Benchmark
  public int allActions() {
    return ActionCatalog.standard().size();
  }
}
