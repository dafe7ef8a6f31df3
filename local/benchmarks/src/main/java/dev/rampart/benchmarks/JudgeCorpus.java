package dev.rampart.benchmarks;

import static java.util.concurrent.TimeUnit.MICROSECONDS;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rampart.policy.Judgement;
import dev.rampart.policy.Judgement.Kind;
import dev.rampart.policy.PolicyDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

/// Reading and judging the policies that AWS itself manages, one after the other.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class JudgeCorpus {
  /// Written by `local/tools/bench_judge.py --corpus`.
  @Param(".rampart/bench/policies.jsonl")
  private String file = "";

  private List<String> documents = List.of();
  private int next;

  /// Reads the lines of the file.
  @Setup
  public void read() throws IOException {
    var json = new ObjectMapper();
    var read = new ArrayList<String>();
    for (var line : Files.readAllLines(Path.of(file))) {
      read.add(json.readTree(line).path("document").toString());
    }
    documents = List.copyOf(read);
  }

  /// One policy, from its text.
  @Benchmark
  public Judgement judge() {
    next = (next + 1) % documents.size();
    return judge(documents.get(next), Kind.IDENTITY);
  }

  static Judgement judge(String document, Kind kind) {
    return Judgement.of(PolicyDocument.parse(document), kind, "123456789012", Set.of());
  }
}
