package dev.rampart.policy;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Requests that clauses are about, to show a difference by. It is no proof if none shows it, so
/// the search may end early, and ends in time whatever the clauses are.
final class Examples {
  private static final int ENOUGH = 2_000;

  // How many published actions are looked at in all.
  private int looks = 200_000;

  record Example(Clause clause, String action, String resource) {}

  Stream<Example> of(List<Clause> clauses) {
    int each = ENOUGH / Math.max(1, Math.min(clauses.size(), ENOUGH));
    return clauses.stream().flatMap(clause -> of(clause).limit(each)).limit(ENOUGH);
  }

  private Stream<Example> of(Clause clause) {
    return actions(clause.actions())
        .flatMap(
            action ->
                resources(clause.resources())
                    .map(resource -> new Example(clause, action, resource)));
  }

  private Stream<String> actions(Patterns actions) {
    return actions.inverted()
        ? published(new Glob("*")).filter(each -> actions.contains(each) == Answer.YES)
        : actions.globs().stream().flatMap(this::actions);
  }

  private Stream<String> actions(Glob pattern) {
    return pattern.hasWildcard() ? published(pattern) : Stream.of(pattern.text());
  }

  private Stream<String> published(Glob pattern) {
    var catalog = ActionCatalog.standard();
    return catalog.services().stream()
        .takeWhile(_ -> looks-- > 0)
        .filter(service -> pattern.meets(new Glob(service + ":*")))
        .flatMap(service -> catalog.of(service).stream())
        .takeWhile(_ -> looks-- > 0)
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
