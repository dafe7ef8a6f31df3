package dev.rampart.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// The same policy written in other ways, from a seed: what AWS takes for the same must be read the
/// same.
final class Generator {
  // Fewer where every test runs again and again.
  private static final int SEEDS = Integer.getInteger("rampart.seeds", 200);

  private final Random random;

  private Generator(long seed) {
    this.random = new Random(seed);
  }

  /// Generators that differ; a failure names the seed.
  static Stream<Long> seeds() {
    return LongStream.range(0, SEEDS).boxed();
  }

  static Generator of(long seed) {
    return new Generator(seed);
  }

  /// A statement with the same elements: in other order, case and list form, with white space.
  String statement(String effect, List<String> actions, List<String> resources) {
    var elements =
        new ArrayList<>(
            List.of(
                element("Effect", quoted(effect)),
                element("Action", list(actions)),
                element("Resource", list(resources)),
                element("Sid", quoted("S" + random.nextInt(1000)))));
    Collections.shuffle(elements, random);
    return "{" + String.join("," + space(), elements) + space() + "}";
  }

  /// A document with these statements; a single one may stand without a list.
  String document(String... statements) {
    var list = "[" + space() + String.join("," + space(), statements) + "]";
    var one = statements.length == 1 && random.nextBoolean();
    return space() + "{" + element("Statement", one ? statements[0] : list) + "}" + space();
  }

  /// The name in another case.
  String inAnyCase(String name) {
    return switch (random.nextInt(3)) {
      case 0 -> name;
      case 1 -> name.toUpperCase(Locale.ROOT);
      default -> name.toLowerCase(Locale.ROOT);
    };
  }

  /// One of them.
  <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private String element(String name, String value) {
    return "\"" + inAnyCase(name) + "\"" + space() + ":" + space() + value;
  }

  private String list(List<String> values) {
    return values.size() == 1 && random.nextBoolean()
        ? quoted(values.getFirst())
        : "[" + String.join(",", values.stream().map(Generator::quoted).toList()) + "]";
  }

  private String space() {
    return oneOf(List.of("", " ", "\n  ", "\t", "\r\n"));
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
