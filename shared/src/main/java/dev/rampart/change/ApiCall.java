package dev.rampart.change;

import com.fasterxml.jackson.databind.JsonNode;

/// A management call that CloudTrail recorded and that succeeded, or what a service did by itself.
///
/// @param source the event source, such as `iam.amazonaws.com`
/// @param operation the API operation without the date that Lambda's event names carry
/// @param request the request parameters, a missing node when CloudTrail left them out (over 100
///   KB); of what a service did by itself, the additional data
/// @param response the response elements, a missing node when there are none
public record ApiCall(String source, String operation, JsonNode request, JsonNode response)
    implements Cause {
  /// A parameter of the request by its name, else an empty string.
  public String requested(String name) {
    return request.path(name).asText("");
  }
}
