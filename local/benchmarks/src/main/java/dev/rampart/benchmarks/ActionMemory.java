package dev.rampart.benchmarks;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.rampart.policy.ActionCatalog;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What the list of actions keeps on the heap once it is loaded: one JVM, so that nothing is added
/// up.
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(MILLISECONDS)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class ActionMemory {
  /// The heap around one call.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Memory {
    /// In use after a collection, less than what was in use after one before.
    public long retainedBytes;

    /// Before.
    @Setup(Level.Invocation)
    public void before() {
      retainedBytes = -used();
    }

    /// After.
    @TearDown(Level.Invocation)
    public void after() {
      retainedBytes += used();
    }

    private static long used() {
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
  }

  /// The list and the actions of one service.
  @Benchmark
  public boolean firstAction(Memory memory) {
    return ActionCatalog.standard().find("s3:GetObject").isPresent();
  }

  /// The list and the actions of all services.
  @Benchmark
  public int allActions(Memory memory) {
    return ActionCatalog.standard().size();
  }
}
