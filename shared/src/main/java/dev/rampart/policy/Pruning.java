package dev.rampart.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A policy without the actions of some services.
///
/// @param document the pruned document; everything but actions is as it was
/// @param dropped what it does not grant any more: `s3:* in statement 1`
public record Pruning(PolicyDocument document, List<String> dropped) {
  public Pruning {
    dropped = List.copyOf(dropped);
  }

  /// Drops every action that belongs to one of the services, and statements that are left with
  /// none. What is not said service by service (`*`, `NotAction`) stays, and so does every `Deny`:
  /// nothing is granted that the original does not grant.
  ///
  /// @param services the prefixes of their actions, in lower case: `s3`
  public static Pruning of(PolicyDocument original, Set<String> services) {
    ObjectNode tree = original.tree().deepCopy();
    var kept = JsonNodeFactory.instance.arrayNode();
    var dropped = new ArrayList<String>();
    var statements = original.statements();
    for (int i = 0; i < statements.size(); i++) {
      var statement = statements.get(i);
      if (!statement.allows() || !statement.isWellFormed() || statement.hasNotAction()) {
        kept.add(statement.tree());
        continue;
      }
      var left = new LinkedHashSet<String>();
      for (var action : statement.actions()) {
        if (services.contains(service(action))) {
          dropped.add(action + " in " + statement.name(i));
        } else {
          left.add(action);
        }
      }
      if (left.size() == statement.actions().size()) {
        kept.add(statement.tree());
      } else if (!left.isEmpty()) {
        kept.add(with(left, statement));
      }
    }
    tree.set(Statement.nameOf(tree, "Statement"), kept);
    return new Pruning(PolicyDocument.of(tree), dropped);
  }

  private static String service(String action) {
    int colon = action.indexOf(':');
    return colon < 0 ? "" : action.substring(0, colon).toLowerCase(Locale.ROOT);
  }

  private static ObjectNode with(Set<String> actions, Statement statement) {
    ObjectNode tree = statement.tree().deepCopy();
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    actions.forEach(list::add);
    tree.set(Statement.nameOf(tree, "Action"), list);
    return tree;
  }

  /// Whether something was dropped.
  public boolean hasDropped() {
    return !dropped.isEmpty();
  }

  /// Whether nothing is left that grants anything.
  public boolean leavesNothing() {
    return hasDropped() && document.statements().stream().noneMatch(Statement::allows);
  }
}
