package dev.rampart.benchmarks;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.rampart.policy.Comparison;
import dev.rampart.policy.Permissions;
import dev.rampart.policy.PolicyDocument;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

/// Comparing two policies of 10,240 characters of which one might grant more than the other.
///
/// Sampled one by one: the median does not change with what else the machine does.
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class Compare {
  private static final int CHARACTERS = 10_240;

  /// What is compared with what.
  public enum Pair {
    /// An ordinary policy with itself.
    ORDINARY(Shape.ORDINARY.document(CHARACTERS), Shape.ORDINARY.document(CHARACTERS)),
    /// As many actions as resources, each covered by a pattern of the other, but for the last.
    ACTIONS_AND_RESOURCES(grid("s3:%s", "b%s", 560, 0), grid("s3:%s*", "b%s*", 510, 0)),
    /// The same with wildcards on both sides, of which hardly any cover each other.
    WILDCARDS(grid("*%s", "*%s?", 560, 0), grid("*%s", "*%s", 560, 1)),
    /// Hundreds of denies that are gone.
    DENIES(Shape.WILDCARDS.document(CHARACTERS), Shape.DENIES.document(CHARACTERS)),
    /// Many statements against many.
    STATEMENTS(Shape.STATEMENTS.document(CHARACTERS), Shape.DENIES.document(CHARACTERS)),
    /// All but something against all but something else.
    NOT_ACTION(Shape.WILDCARDS.document(CHARACTERS), Shape.NOT_ACTION.document(CHARACTERS)),
    /// One pattern of thousands of stars against another.
    BROKEN_STARS(
        Shape.BROKEN_STARS.document(CHARACTERS), Shape.BROKEN_STARS.document(CHARACTERS - 2));

    private final String narrow;
    private final String wide;

    Pair(String narrow, String wide) {
      this.narrow = narrow;
      this.wide = wide;
    }
  }

  @Param private Pair pair = Pair.ORDINARY;

  private Permissions narrow = permissions(Shape.ORDINARY.document(512));
  private Permissions wide = narrow;

  /// Reads both.
  @Setup
  public void read() {
    narrow = permissions(pair.narrow);
    wide = permissions(pair.wide);
  }

  /// Both, read already.
  @Benchmark
  public Comparison within() {
    return narrow.within(wide);
  }

  private static Permissions permissions(String document) {
    return Permissions.of(PolicyDocument.parse(document));
  }

  private static String grid(String action, String resource, int each, int from) {
    return "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":[%s],\"Resource\":[%s]}}"
        .formatted(
            joined(each, i -> action.formatted(i + from)),
            joined(each, i -> resource.formatted(i + from)));
  }

  private static String joined(int count, IntFunction<String> text) {
    return IntStream.range(1_000, 1_000 + count)
        .mapToObj(i -> "\"" + text.apply(i) + "\"")
        .collect(Collectors.joining(","));
  }
}
