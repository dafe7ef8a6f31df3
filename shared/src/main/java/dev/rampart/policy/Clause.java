package dev.rampart.policy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// What one statement allows or denies, ready to be compared with another.
///
/// @param name how to quote the statement: `statement 2`, `statement 'All'`
/// @param understood whether it is known what the statement means
/// @param principals to whom; nothing in an identity policy
record Clause(
    String name,
    boolean allows,
    boolean understood,
    Patterns actions,
    Patterns resources,
    Set<String> principals,
    List<Condition> conditions) {
  private static final String ANYONE = "*";

  static Clause of(Statement statement, int index, boolean understood) {
    return new Clause(
        statement.name(index),
        statement.allows(),
        understood,
        statement.hasNotAction()
            ? actions(true, statement.notActions())
            : actions(false, statement.actions()),
        resources(statement),
        principals(statement),
        statement.conditions());
  }

  private static Patterns actions(boolean inverted, List<String> actions) {
    return new Patterns(inverted, actions.stream().map(Glob::ofAction).toList());
  }

  private static Patterns resources(Statement statement) {
    if (statement.hasNotResource()) {
      return new Patterns(true, globs(statement.notResources()));
    }
    // A trust policy names none: it is about its role.
    return statement.hasResource()
        ? new Patterns(false, globs(statement.resources()))
        : Patterns.EVERYTHING;
  }

  private static List<Glob> globs(List<String> texts) {
    return texts.stream().map(Glob::new).toList();
  }

  private static Set<String> principals(Statement statement) {
    if (statement.hasNotPrincipal()) {
      // Compared as it stands: what it leaves out cannot be told from here.
      return Set.of("not " + Statement.element(statement.tree(), "NotPrincipal"));
    }
    var principal = statement.principal();
    var all = new TreeSet<String>();
    if (principal.isTextual()) {
      all.add(principal.asText());
    }
    for (var kind : principal.properties()) {
      Statement.texts(kind.getValue()).forEach(each -> all.add(principal(kind.getKey(), each)));
    }
    return all;
  }

  private static String principal(String kind, String value) {
    if (kind.equalsIgnoreCase("AWS") && value.equals(ANYONE)) {
      return ANYONE;
    }
    // An account's number stands for its root.
    var plain = value.matches("\\d{12}") ? "arn:aws:iam::" + value + ":root" : value;
    return kind.toLowerCase(Locale.ROOT) + " " + plain;
  }

  /// Whether it is about an action on a resource, if its conditions are met.
  Answer isAbout(String action, String resource) {
    return actions.contains(action.toLowerCase(Locale.ROOT)).and(resources.contains(resource));
  }

  /// Whether an action is among its actions.
  ///
  /// @param action in lower case
  Answer names(String action) {
    return actions.contains(action);
  }

  /// Whether it is about every resource, whatever the request.
  boolean isForAll() {
    return conditions.isEmpty() && resources.isEverything();
  }

  /// The same, conditions considered: they are met or not, nobody knows before there is a request.
  Answer holdsFor(String action, String resource) {
    var about = isAbout(action, resource);
    return conditions.isEmpty() ? about : about.and(Answer.UNKNOWN);
  }

  /// Whether whatever the other one is about, this one is about too.
  boolean covers(Clause other) {
    return actions.covers(other.actions) && resources.covers(other.resources) && coversWho(other);
  }

  private boolean coversWho(Clause other) {
    return other.principals.stream().allMatch(this::reaches)
        && principals.isEmpty() == other.principals.isEmpty()
        && conditions.stream().allMatch(mine -> isImplied(mine, other.conditions));
  }

  // A star is all users. Whether it is AWS's services too, or whoever another one leaves, AWS does
  // not say.
  private boolean reaches(String principal) {
    return principals.contains(principal)
        || (principals.contains(ANYONE) && principal.startsWith("aws "));
  }

  private static boolean isImplied(Condition condition, List<Condition> given) {
    return given.stream().anyMatch(each -> each.implies(condition));
  }

  /// Whether it is about everyone, as the policy of an identity is about its identity.
  boolean isForEveryone() {
    return principals.isEmpty() || principals.contains(ANYONE);
  }

  /// Whether both may be about the same request. A `false` is certain.
  boolean meets(Clause other) {
    return actions.meets(other.actions) && resources.meets(other.resources);
  }

  /// Each action on each resource by itself: different statements of another policy may cover them.
  List<Clause> parts() {
    return actions.parts().stream()
        .flatMap(
            action ->
                resources.parts().stream()
                    .map(
                        resource ->
                            new Clause(
                                name,
                                allows,
                                understood,
                                action,
                                resource,
                                principals,
                                conditions)))
        .toList();
  }
}
