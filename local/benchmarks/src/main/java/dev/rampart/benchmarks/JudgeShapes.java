package dev.rampart.benchmarks;

import static java.util.concurrent.TimeUnit.MICROSECONDS;

import dev.rampart.policy.Judgement;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Reading and judging one policy of every shape, by length.
///
/// Sampled one by one: the median does not change with what else the machine does.
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class JudgeShapes {
  @Param private Shape shape = Shape.ORDINARY;

  /// AWS takes managed policies of up to 6,144 characters and inline ones of a role of up to
  /// 10,240.
  @Param({"512", "1024", "2048", "5120", "10240"})
  private int characters;

  private String document = "";

  /// Writes the policy.
  @Setup
  public void write() {
    document = shape.document(characters);
  }

  /// The policy, from its text.
  @Benchmark
  public Judgement judge() {
    return JudgeCorpus.judge(document, shape.kind());
  }
}
