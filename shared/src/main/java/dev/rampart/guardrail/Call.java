package dev.rampart.guardrail;

import java.util.Set;
import software.amazon.awssdk.core.SdkRequest;

/// One AWS API call, as data: the SDK's own request.
///
/// @param request the request; a late value stands in it as its marker
/// @param late the values to bind before sending
public record Call(SdkRequest request, Set<Late> late) {
  public Call {
    late = Set.copyOf(late);
  }

  /// A call with nothing to bind.
  public static Call of(SdkRequest request) {
    return new Call(request, Set.of());
  }
}
