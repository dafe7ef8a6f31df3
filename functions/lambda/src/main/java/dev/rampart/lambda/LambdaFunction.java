package dev.rampart.lambda;

import dev.rampart.guardrail.Bounds;
import dev.rampart.guardrail.Resource;
import dev.rampart.guardrail.ResourceId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A function, with the policies of all its qualifiers and its URLs.
///
/// @param policies by qualifier; a qualifier without a policy is not in it
public record LambdaFunction(
    ResourceId id,
    Map<String, String> tags,
    Map<String, FunctionPolicy> policies,
    List<FunctionUrl> urls)
    implements Resource {
  static final String TYPE = "AWS::Lambda::Function";

  public LambdaFunction {
    tags = Map.copyOf(tags);
    policies = Collections.unmodifiableSortedMap(new TreeMap<>(policies));
    urls = List.copyOf(urls);
  }

  public String name() {
    return id.name();
  }

  /// The account it lives in.
  public String account() {
    return id.arn().split(":", -1)[4];
  }

  /// The ARN that a policy of that qualifier names as its resource.
  public String arn(String qualifier) {
    return qualifier.isEmpty() ? id.arn() : id.arn() + ":" + qualifier;
  }

  /// The lock of a qualifier's policy; empty if there is none.
  public String revision(String qualifier) {
    var policy = policies.get(qualifier);
    return policy == null ? "" : policy.revision();
  }

  /// The statements of all policies, by their keys.
  public SortedMap<String, Permission> permissions() {
    var permissions = new TreeMap<String, Permission>();
    for (var policy : policies.values()) {
      for (var statement : policy.statements()) {
        var permission = new Permission(policy.qualifier(), statement);
        permissions.put(permission.key(), permission);
      }
    }
    return permissions;
  }

  @Override
  public Optional<String> offLimits(Bounds bounds) {
    return name().startsWith("rampart-") ? Optional.of("Rampart's own") : Optional.empty();
  }
}
