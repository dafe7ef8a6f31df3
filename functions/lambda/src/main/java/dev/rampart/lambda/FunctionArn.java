package dev.rampart.lambda;

import dev.rampart.guardrail.ResourceId;
import org.jspecify.annotations.Nullable;

/// A function, or one of its aliases or versions, each of which has a policy of its own.
///
/// @param function the ARN of the function
/// @param qualifier the alias or version; empty for the function itself
record FunctionArn(String function, String qualifier) {
  /// What AWS Config and CloudFormation call a function.
  static final String CONFIG_TYPE = "AWS::Lambda::Function";

  private static final int PARTS = 7;
  private static final int ACCOUNT = 4;
  private static final int NAME = 6;

  /// Reads the whole ARN of a function, alias or version; `$LATEST` is the function itself.
  static FunctionArn of(String arn) {
    var parts = arn.split(":", -1);
    if (parts.length <= PARTS) {
      return new FunctionArn(arn, "");
    }
    var function = arn.substring(0, arn.length() - parts[PARTS].length() - 1);
    return new FunctionArn(function, "").at(parts[PARTS]);
  }

  static FunctionArn of(ResourceId id) {
    return of(id.arn());
  }

  /// The same function under another qualifier.
  FunctionArn at(String other) {
    return new FunctionArn(function, other.equals("$LATEST") ? "" : other);
  }

  String name() {
    return function.split(":", -1)[NAME];
  }

  String account() {
    return function.split(":", -1)[ACCOUNT];
  }

  /// What a request names; nothing for the function itself.
  @Nullable String requested() {
    return qualifier.isEmpty() ? null : qualifier;
  }

  /// The same as a resource of one kind.
  ResourceId id(String type) {
    return new ResourceId(type, toString());
  }

  boolean isOwn() {
    return name().startsWith("rampart-");
  }

  /// The whole ARN, which a policy of that qualifier names as its resource.
  @Override
  public String toString() {
    return qualifier.isEmpty() ? function : function + ":" + qualifier;
  }
}
