package dev.rampart.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// A call that uses a resource rather than changing it, successful or refused, as CloudTrail
/// records it for trails with selectors of data events:
/// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html>.
///
/// @param source the event source, such as `lambda.amazonaws.com`
/// @param operation the API operation: `Invoke`
/// @param error the error code, empty if the call succeeded
/// @param message the error message, empty if there is none
/// @param caller the twelve digits of the caller's account, empty if CloudTrail does not say
/// @param resources the ARNs of what was used, as CloudTrail lists them
/// @param request the request parameters, a missing node when CloudTrail left them out
public record DataCall(
    String source,
    String operation,
    String error,
    String message,
    String caller,
    List<String> resources,
    JsonNode request)
    implements Cause {
  public DataCall {
    resources = List.copyOf(resources);
  }

  /// Whether AWS refused it because the caller may not do that.
  public boolean isDenied() {
    return error.startsWith("AccessDenied");
  }
}
