package dev.rampart.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.secret.Variables.Variable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How much the detector finds, and how often it cries wolf.
///
/// The table that was held out was written without sight of the rules: nothing here shows a row of
/// it, so that nobody tunes the rules to it.
final class DetectorMeasureTest {
  private static final double RECALL = 0.95;
  private static final double PRECISION = 0.97;

  private record Measure(long found, long falselyFound, long missed, long left) {
    static Measure of(List<Variable> variables) {
      return new Measure(
          count(variables, true, true),
          count(variables, false, true),
          count(variables, true, false),
          count(variables, false, false));
    }

    private static long count(List<Variable> variables, boolean secret, boolean found) {
      return variables.stream()
          .filter(each -> each.secret() == secret && finds(each) == found)
          .count();
    }

    double recall() {
      return (double) found / (found + missed);
    }

    double precision() {
      return (double) found / (found + falselyFound);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d secrets found, %d missed; %d harmless left, %d falsely found; recall %.3f, precision"
              + " %.3f",
          found,
          missed,
          left,
          falselyFound,
          recall(),
          precision());
    }
  }

  @Test
  void findsTheSecretsItWasTunedTo() {
    var variables = Variables.of("variables-tuning.tsv");
    var measure = Measure.of(variables);
    System.out.println("tuning: " + measure);
    System.out.println("wrong: " + wrong(variables));

    assertThat(measure.recall()).isGreaterThanOrEqualTo(RECALL);
    assertThat(measure.precision()).isGreaterThanOrEqualTo(PRECISION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"variables-held-out.tsv", "variables-fresh.tsv"})
  void findsTheSecretsItHasNeverSeen(String table) {
    var measure = Measure.of(Variables.of(table));
    System.out.println(table + ": " + measure);

    assertThat(measure.recall()).isGreaterThanOrEqualTo(RECALL);
    assertThat(measure.precision()).isGreaterThanOrEqualTo(PRECISION);
  }

  private static String wrong(List<Variable> tuned) {
    return tuned.stream()
        .filter(each -> each.secret() != finds(each))
        .map(each -> each.kind() + " " + each.name())
        .collect(Collectors.joining(", "));
  }

  private static boolean finds(Variable variable) {
    return SecretDetector.find(variable.name(), variable.value()).isPresent();
  }
}
