package dev.rampart.policy;

import dev.rampart.policy.PolicyDocument.UnreadablePolicy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;

/// How much an identity policy grants by wildcards.
public sealed interface Breadth {
  /// No statement allows everything, a whole service or sensitive actions by a wildcard.
  record Narrow() implements Breadth {}

  /// Some statement does.
  ///
  /// @param reach of the widest statement
  /// @param conditional whether all statements that reach that far carry a condition
  /// @param detail a clause that quotes the first of them
  record Broad(Reach reach, boolean conditional, String detail) implements Breadth {}

  /// The document is not a policy.
  record Unreadable(String why) implements Breadth {}

  /// Judges a document as IAM hands it out.
  static Breadth of(String document) {
    try {
      return of(PolicyDocument.parse(document));
    } catch (UnreadablePolicy e) {
      return new Unreadable("its document cannot be read: " + e.getMessage());
    }
  }

  /// Judges a document.
  static Breadth of(PolicyDocument document) {
    var statements = document.statements();
    var byReach = new EnumMap<Reach, List<Statement>>(Reach.class);
    for (var statement : statements) {
      byReach.computeIfAbsent(statement.reach(), _ -> new ArrayList<>()).add(statement);
    }
    byReach.remove(Reach.LIMITED);
    if (byReach.isEmpty()) {
      return new Narrow();
    }
    // The widest comes first.
    var widest = byReach.entrySet().iterator().next();
    var broad = widest.getValue();
    var conditional = broad.stream().noneMatch(each -> each.conditions().isEmpty());
    return new Broad(widest.getKey(), conditional, detail(broad, statements));
  }

  /// Whether a document, as a permissions boundary, keeps nothing from anybody. One that denies
  /// anything does, however much it allows.
  static boolean boundsNothing(String document) {
    List<Statement> statements;
    try {
      statements = PolicyDocument.parse(document).statements();
    } catch (UnreadablePolicy _) {
      return false;
    }
    return statements.stream().allMatch(Statement::allows)
        && statements.stream().anyMatch(Breadth::isUnlimited);
  }

  private static boolean isUnlimited(Statement statement) {
    return statement.conditions().isEmpty()
        && statement.resources().contains("*")
        && statement.actions().stream().anyMatch(each -> each.matches("\\*(:\\*)?"));
  }

  private static String detail(List<Statement> broad, List<Statement> all) {
    // The one without a condition is the worse of them.
    var worst = broad.stream().filter(each -> each.conditions().isEmpty()).findFirst();
    var statement = worst.orElse(broad.getFirst());
    var name = statement.name(all.indexOf(statement));
    var condition = statement.conditions().isEmpty() ? "" : " under a condition";
    var more = broad.size() == 1 ? "" : ", and " + (broad.size() - 1) + " more like it";
    return name
        + " allows "
        + statement.actionsInWords()
        + " on "
        + resources(statement)
        + condition
        + more;
  }

  private static String resources(Statement statement) {
    if (statement.hasNotResource()) {
      return "all but some resources";
    }
    var resources = new ArrayList<>(statement.resources());
    return resources.size() <= 2
        ? String.join(", ", resources)
        : resources.getFirst() + " and " + (resources.size() - 1) + " more";
  }
}
