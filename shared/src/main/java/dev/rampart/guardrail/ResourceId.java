package dev.rampart.guardrail;

/// Which resource.
///
/// @param type AWS's name for the kind, as CloudFormation writes it: `AWS::IAM::Role`
/// @param arn the ARN, which is also the key in the ledger
public record ResourceId(String type, String arn) {
  public ResourceId {
    if (type.isBlank() || !arn.startsWith("arn:")) {
      throw new IllegalArgumentException("not a resource: " + type + " " + arn);
    }
  }

  /// Reads what [#key] wrote.
  ///
  /// @throws IllegalArgumentException if it is not a key
  public static ResourceId of(String key) {
    int space = key.indexOf(' ');
    if (space < 0) {
      throw new IllegalArgumentException("not a resource key: " + key);
    }
    return new ResourceId(key.substring(0, space), key.substring(space + 1));
  }

  /// Type and ARN in one word, for messages.
  public String key() {
    return type + " " + arn;
  }

  /// The last part of the ARN: the name of a role, the id of an API.
  public String name() {
    return arn.substring(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
  }

  @Override
  public String toString() {
    return arn;
  }
}
