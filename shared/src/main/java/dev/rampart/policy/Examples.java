package dev.rampart.policy;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Requests that a clause is about, to show a difference by.
final class Examples {
  private static final int ENOUGH = 2_000;

  private Examples() {}

  record Example(String action, String resource) {}

  static Stream<Example> of(Clause clause) {
    return actions(clause.actions())
        .flatMap(
            action -> resources(clause.resources()).map(resource -> new Example(action, resource)))
        .limit(ENOUGH);
  }

  private static Stream<String> actions(Patterns actions) {
    return actions.inverted()
        ? all().filter(each -> actions.contains(each) == Answer.YES)
        : actions.globs().stream().flatMap(Examples::actions);
  }

  private static Stream<String> actions(Glob pattern) {
    return pattern.hasWildcard() ? published(pattern) : Stream.of(pattern.text());
  }

  private static Stream<String> all() {
    return published(new Glob("*"));
  }

  private static Stream<String> published(Glob pattern) {
    var catalog = ActionCatalog.standard();
    return catalog.services().stream()
        .filter(service -> pattern.meets(new Glob(service + ":*")))
        .flatMap(service -> catalog.of(service).stream())
        .map(Action::id)
        .filter(id -> pattern.matches(id.toLowerCase(Locale.ROOT)));
  }

  private static Stream<String> resources(Patterns resources) {
    return resources.inverted()
        ? Stream.of("arn:aws:example:::nobody-names-this")
        : resources.globs().stream()
            .flatMap(each -> List.of(filled(each, "example"), filled(each, "")).stream())
            .distinct();
  }

  private static String filled(Glob pattern, String run) {
    return pattern.text().replace("*", run).replace("?", "x");
  }
}
