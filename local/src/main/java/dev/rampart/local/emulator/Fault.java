package dev.rampart.local.emulator;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// Something that shall go wrong in the emulated account.
///
/// @param accessKeyId whose calls; everyone's if null
/// @param error code of the error; null only delays
/// @param after whether the call is performed first, as when its answer is lost
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Fault(
    String service,
    String operation,
    @Nullable String accessKeyId,
    @Nullable String error,
    @Nullable Integer status,
    int times,
    boolean after,
    double delaySeconds) {

  /// The next call fails, whoever makes it.
  public static Fault once(String service, String operation, String error) {
    return new Fault(service, operation, null, error, null, 1, false, 0);
  }

  public Fault times(int count) {
    return new Fault(service, operation, accessKeyId, error, status, count, after, delaySeconds);
  }

  /// Only for the calls of one access key.
  public Fault by(String key) {
    return new Fault(service, operation, key, error, status, times, after, delaySeconds);
  }

  /// The call is carried out, but its caller is told that it failed.
  public Fault afterTheCall() {
    return new Fault(service, operation, accessKeyId, error, status, times, true, delaySeconds);
  }

  public Fault delayedBy(double seconds) {
    return new Fault(service, operation, accessKeyId, error, status, times, after, seconds);
  }
}
