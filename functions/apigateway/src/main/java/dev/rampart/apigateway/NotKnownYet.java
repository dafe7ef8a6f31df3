package dev.rampart.apigateway;

import java.io.Serial;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.wafv2.model.WafUnavailableEntityException;

/// AWS WAF does not know a web ACL everywhere yet: for minutes after it was made or changed, calls
/// that name it may fail. The SDK's own exception does not say that it is worth another try.
final class NotKnownYet extends AwsServiceException {
  @Serial private static final long serialVersionUID = 1;

  private NotKnownYet(WafUnavailableEntityException e) {
    super(
        AwsServiceException.builder()
            .awsErrorDetails(e.awsErrorDetails())
            .cause(e)
            .message(e.getMessage())
            .numAttempts(e.numAttempts())
            .requestId(e.requestId())
            .statusCode(e.statusCode()));
  }

  @Override
  public boolean retryable() {
    return true;
  }

  /// Makes a call.
  ///
  /// @throws NotKnownYet if it may work in a few minutes
  static <T> T retried(Supplier<T> call) {
    try {
      return call.get();
    } catch (WafUnavailableEntityException e) {
      throw new NotKnownYet(e);
    }
  }
}
