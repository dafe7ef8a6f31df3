package dev.rampart.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A policy with its wildcards replaced by what was really used.
///
/// @param document the narrowed document; everything but actions is as it was
/// @param dropped what it does not grant any more: `s3:* in statement 1`
/// @param left wildcards that were left because nobody knows what was used
/// @param proof that it grants nothing that the original did not
/// @param missing used actions that the original may have allowed and this does not
public record Narrowing(
    PolicyDocument document,
    List<String> dropped,
    List<String> left,
    Comparison proof,
    Set<String> missing) {
  public Narrowing {
    dropped = List.copyOf(dropped);
    left = List.copyOf(left);
    missing = Set.copyOf(missing);
  }

  /// Whether it may be written in place of the original: it is proved to grant no more, keeps what
  /// was used, and leaves something.
  public boolean isSafe() {
    return proof.isWithin() && missing.isEmpty() && !document.statements().isEmpty();
  }

  /// Narrows a policy to what was used.
  ///
  /// Only wildcards are narrowed. Actions named one by one were chosen by a person and stay, and so
  /// does every resource, condition and `Deny`.
  public static Narrowing of(PolicyDocument original, Usage usage) {
    return new Work(usage).narrow(original);
  }

  private static final class Work {
    private final Usage usage;
    private final List<String> dropped = new ArrayList<>();
    private final List<String> left = new ArrayList<>();

    Work(Usage usage) {
      this.usage = usage;
    }

    Narrowing narrow(PolicyDocument original) {
      ObjectNode tree = original.tree().deepCopy();
      var kept = JsonNodeFactory.instance.arrayNode();
      var statements = original.statements();
      for (int i = 0; i < statements.size(); i++) {
        var statement = statements.get(i);
        var name = statement.name(i);
        // What is not understood stays as it is.
        var narrowed =
            statement.allows() && statement.isWellFormed()
                ? narrow(statement, name)
                : statement.tree();
        if (!narrowed.isMissingNode()) {
          kept.add(narrowed);
        }
      }
      tree.set(Statement.nameOf(tree, "Statement"), kept);
      var document = PolicyDocument.of(tree);
      var before = Permissions.of(original);
      var after = Permissions.of(document);
      return new Narrowing(document, dropped, left, after.within(before), missing(before, after));
    }

    private Set<String> missing(Permissions before, Permissions after) {
      var missing = new LinkedHashSet<String>();
      for (var action : usage.used()) {
        if (before.allowsSomewhere(action) != Answer.NO
            && after.allowsSomewhere(action) == Answer.NO) {
          missing.add(action);
        }
      }
      return missing;
    }

    private JsonNode narrow(Statement statement, String name) {
      var actions = new LinkedHashSet<String>();
      if (statement.hasNotAction()) {
        if (!expandNotAction(statement, name, actions)) {
          return statement.tree();
        }
      } else {
        statement.actions().forEach(each -> expand(each, name, actions));
      }
      if (actions.isEmpty()) {
        return JsonNodeFactory.instance.missingNode();
      }
      return with(actions, statement);
    }

    private void expand(String action, String name, Set<String> actions) {
      var pattern = Glob.ofAction(action);
      if (!pattern.hasWildcard()) {
        actions.add(action);
        return;
      }
      var service = service(pattern);
      if (usage.isUnknown(service)) {
        left.add(action + " in " + name);
        actions.add(action);
        return;
      }
      dropped.add(action + " in " + name);
      usage.used().stream()
          .filter(each -> pattern.matches(Glob.ofAction(each).text()))
          .forEach(actions::add);
      for (var unknown : usage.unknown()) {
        var all = unknown + ":*";
        if (pattern.covers(new Glob(all))) {
          left.add(all + " of " + action + " in " + name);
          actions.add(all);
        }
      }
    }

    // "*" and patterns with a wildcard before the colon are of no one service.
    private static String service(Glob pattern) {
      int colon = pattern.text().indexOf(':');
      return colon < 0 ? "" : pattern.text().substring(0, colon);
    }

    /// @return whether all of it can be said without `NotAction`
    private boolean expandNotAction(Statement statement, String name, Set<String> actions) {
      var excluded = statement.notActions().stream().map(Glob::ofAction).toList();
      var words = "NotAction in " + name;
      for (var unknown : usage.unknown()) {
        var all = new Glob(unknown + ":*");
        if (excluded.stream().anyMatch(each -> each.covers(all))) {
          continue;
        }
        if (excluded.stream().anyMatch(each -> each.meets(all))) {
          left.add(words);
          return false;
        }
        left.add(all.text() + " of " + words);
        actions.add(all.text());
      }
      dropped.add(words);
      usage.used().stream()
          .filter(
              each -> excluded.stream().noneMatch(not -> not.matches(Glob.ofAction(each).text())))
          .filter(each -> !usage.isUnknown(service(Glob.ofAction(each))))
          .forEach(actions::add);
      return true;
    }

    private static JsonNode with(Set<String> actions, Statement statement) {
      ObjectNode tree = statement.tree().deepCopy();
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      actions.forEach(list::add);
      tree.remove(Statement.nameOf(tree, "NotAction"));
      tree.set(Statement.nameOf(tree, "Action"), list);
      return tree;
    }
  }
}
