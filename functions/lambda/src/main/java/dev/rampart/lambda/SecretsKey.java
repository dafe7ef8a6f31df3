package dev.rampart.lambda;

/// The key with which a moved secret is encrypted.
///
/// @param arn the customer key's ARN; empty for `aws/secretsmanager`, through which Secrets Manager
///   serves every role of the account
/// @param obstacle why the key will not do, a clause; empty if it will
record SecretsKey(String arn, String obstacle) {
  static final SecretsKey OF_AWS = new SecretsKey("", "");

  boolean isTheOwners() {
    return !arn.isEmpty();
  }
}
