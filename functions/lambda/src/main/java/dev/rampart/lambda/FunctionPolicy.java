package dev.rampart.lambda;

import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.policy.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The policy of a function, or of one of its aliases or versions, each of which has its own. One
/// without statements is there too: most have none.
///
/// @param tags those of the function
/// @param revision the lock that a write carries; empty if there is no policy
/// @param statements the statements; a policy that is not JSON is one statement of plain text
/// @param learned what was read because a guardrail asked
public record FunctionPolicy(
    ResourceId id,
    Map<String, String> tags,
    String revision,
    List<Statement> statements,
    LearnedPolicy learned)
    implements Resource {
  static final String TYPE = "AWS::Lambda::Permission";

  public FunctionPolicy {
    tags = Map.copyOf(tags);
    statements = List.copyOf(statements);
  }

  /// A policy as every load shows it.
  FunctionPolicy(
      ResourceId id, Map<String, String> tags, String revision, List<Statement> statements) {
    this(id, tags, revision, statements, LearnedPolicy.NOTHING);
  }

  /// The same of a function with these tags.
  FunctionPolicy of(Map<String, String> functionTags) {
    return new FunctionPolicy(id, functionTags, revision, statements, learned);
  }

  /// The same with more known.
  FunctionPolicy with(LearnedPolicy more) {
    return new FunctionPolicy(id, tags, revision, statements, more);
  }

  FunctionArn arn() {
    return FunctionArn.of(id);
  }

  /// The statements by their keys.
  SortedMap<String, Permission> permissions() {
    var permissions = new TreeMap<String, Permission>();
    for (var statement : statements) {
      var permission = new Permission(statement);
      permissions.put(permission.key(), permission);
    }
    return permissions;
  }

  /// Whether any statement denies, which `PutResourcePolicy` can write: then a statement that
  /// allows may let in fewer than it says.
  boolean denies() {
    return permissions().values().stream().anyMatch(Permission::denies);
  }

  @Override
  public Optional<String> offLimits(Bounds bounds) {
    return arn().isOwn() ? Optional.of("Rampart's own") : Optional.empty();
  }
}
