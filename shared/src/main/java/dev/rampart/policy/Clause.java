package dev.rampart.policy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What one statement allows or denies, ready to be compared with another.
///
/// @param statement which it is
/// @param index its place in the document, from 0
/// @param principals to whom; nothing in an identity policy
record Clause(
    Statement statement,
    int index,
    Patterns actions,
    Patterns resources,
    Set<String> principals,
    List<Condition> conditions) {
  private static final String ANYONE = "*";

  // An account's number stands for its root.
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

  static Clause of(Statement statement, int index) {
    return new Clause(
        statement,
        index,
        statement.hasNotAction()
            ? Patterns.ofActions(true, statement.notActions())
            : Patterns.ofActions(false, statement.actions()),
        resources(statement),
        principals(statement),
        statement.conditions());
  }

  private static Patterns resources(Statement statement) {
    if (statement.hasNotResource()) {
      return Patterns.ofResources(true, statement.notResources());
    }
    // A trust policy names none: it is about its role.
    return statement.hasResource()
        ? Patterns.ofResources(false, statement.resources())
        : Patterns.EVERYTHING;
  }

  private static Set<String> principals(Statement statement) {
    if (statement.hasNotPrincipal()) {
      // Compared as it stands: what it leaves out cannot be told from here.
      return Set.of("not " + Statement.element(statement.tree(), "NotPrincipal"));
    }
    var principal = statement.principal();
    if (principal.isMissingNode()) {
      return Set.of();
    }
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
    var plain = ACCOUNT.matcher(value).matches() ? "arn:aws:iam::" + value + ":root" : value;
    return kind.toLowerCase(Locale.ROOT) + " " + plain;
  }

  /// How to quote the statement: `statement 2`, `statement 'All'`.
  String name() {
    return statement.name(index);
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

  /// Whether it is for whoever and whenever the other one is.
  boolean coversWho(Clause other) {
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

  /// The same about other actions and resources.
  Clause with(Patterns otherActions, Patterns otherResources) {
    return new Clause(statement, index, otherActions, otherResources, principals, conditions);
  }
}
