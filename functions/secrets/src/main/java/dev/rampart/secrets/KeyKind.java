package dev.rampart.secrets;

/// What sort of key it is, as KMS says.
///
/// @param manager `CUSTOMER` or `AWS`
/// @param spec `SYMMETRIC_DEFAULT`, `RSA_2048`, …
/// @param origin where its material comes from: `AWS_KMS`, `EXTERNAL`, a key store
/// @param isReplica whether it repeats a multi-Region key that lives elsewhere
public record KeyKind(String manager, String spec, String origin, boolean isReplica) {
  /// A key that may not be described.
  static final KeyKind UNKNOWN = new KeyKind("", "", "", false);

  /// Whether AWS made it for a service and rules it.
  boolean isAwsManaged() {
    return manager.equals("AWS");
  }

  /// Whether KMS can rotate it by itself, and here:
  /// [not](https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html) an asymmetric
  /// one, one with imported material, one in a key store. A replica follows its primary.
  boolean mayRotate() {
    return manager.equals("CUSTOMER")
        && spec.equals("SYMMETRIC_DEFAULT")
        && origin.equals("AWS_KMS")
        && !isReplica;
  }
}
