package dev.rampart.respond;

import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/// What a failed AWS call means for what comes next.
public enum Failure {
  /// It may work later: throttling, an outage, a lost connection. Whether a write arrived is
  /// unknown.
  PASSING,
  /// The resource changed under us: judge again.
  CHANGED,
  /// It will fail again.
  LASTING;

  // Query services answer 400 to what others answer 404: NoSuchEntity, QueueDoesNotExist.
  private static final List<String> MISSING =
      List.of("NotFound", "NoSuch", "DoesNotExist", "NonExistent");

  /// What kind of failure it is.
  public static Failure of(SdkException e) {
    if (e instanceof AwsServiceException service) {
      if (service.isThrottlingException() || service.statusCode() >= 500 || service.retryable()) {
        return PASSING;
      }
      // 412: a revision lock; 409: a conflict with another change. Both mean that the state moved
      // on.
      return service.statusCode() == 412 || service.statusCode() == 409 ? CHANGED : LASTING;
    }
    return e instanceof SdkClientException && !(e instanceof AbortedException) ? PASSING : LASTING;
  }

  /// Whether AWS was asked too often.
  public static boolean isThrottling(Exception e) {
    return e instanceof AwsServiceException service && service.isThrottlingException();
  }

  /// Whether the caller has no right to do it, so that nothing is said of what is there.
  public static boolean isDenial(SdkException e) {
    return e instanceof AwsServiceException service
        && (service.statusCode() == 403 || code(service).contains("AccessDenied"));
  }

  /// Whether what the call is about is not there.
  public static boolean isOfSomethingMissing(SdkException e) {
    return e instanceof AwsServiceException service
        && (service.statusCode() == 404 || MISSING.stream().anyMatch(code(service)::contains));
  }

  /// The failure in words that hold no values: service messages may quote documents.
  public static String words(SdkException e) {
    if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
      var details = service.awsErrorDetails();
      return details.serviceName()
          + " answered "
          + details.errorCode()
          + " ("
          + service.statusCode()
          + ")";
    }
    return "the call failed (" + e.getClass().getSimpleName() + ")";
  }

  /// Where something went wrong, without a word of what was said: an exception's message may quote
  /// what was read.
  public static RuntimeException place(Throwable e) {
    var place = new IllegalStateException(e.getClass().getName());
    place.setStackTrace(e.getStackTrace());
    if (e.getCause() != null) {
      place.initCause(place(e.getCause()));
    }
    return place;
  }

  private static String code(AwsServiceException e) {
    return e.awsErrorDetails() == null ? "" : String.valueOf(e.awsErrorDetails().errorCode());
  }
}
