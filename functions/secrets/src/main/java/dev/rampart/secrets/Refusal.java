package dev.rampart.secrets;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// A read that AWS refused: what it was about cannot be judged.
final class Refusal {
  private Refusal() {}

  /// Why something is not known.
  ///
  /// @return the clause, if the caller has no right to know
  /// @throws AwsServiceException the same again if it is about anything else
  static String of(AwsServiceException e, String clause) {
    var code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    if (code.startsWith("AccessDenied")) {
      return clause;
    }
    throw e;
  }
}
