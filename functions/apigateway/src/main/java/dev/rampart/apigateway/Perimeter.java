package dev.rampart.apigateway;

import static dev.rampart.guardrail.Verdict.asks;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.undetermined;

import dev.rampart.guardrail.Verdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What keeps strangers away from a method that asks nothing itself: the API's resource policy, a
/// private endpoint, or client certificates.
final class Perimeter {
  private Perimeter() {}

  /// Judges the method by what is around it.
  ///
  /// @return nothing if nothing keeps anyone away
  static Optional<Verdict> around(Access method, RestApi api) {
    var policy = policy(method, api);
    if (policy == null && !api.policy().isBlank()) {
      return Optional.of(undetermined("it cannot be told which resource policy the stage serves"));
    }
    var inForce = policy == null ? "" : policy;
    if (api.isPrivate() && inForce.isBlank()) {
      return Optional.of(compliant()); // without a policy nobody reaches a private API
    }
    return switch (ResourcePolicy.admission(inForce, method.operation())) {
      case Admission.Some() -> Optional.of(compliant());
      case Admission.Unclear(var why) -> Optional.of(undetermined(why));
      case Admission.Everyone() ->
          certificates(api.hasDefaultEndpoint(), api.learned().asksCertificates());
    };
  }

  /// Client certificates keep strangers away only if no name is left under which none is asked for.
  static Optional<Verdict> certificates(
      boolean hasDefaultEndpoint, @Nullable Boolean asksCertificates) {
    if (hasDefaultEndpoint) {
      return Optional.empty();
    }
    if (asksCertificates == null) {
      return Optional.of(asks(Read.DOMAIN_NAMES));
    }
    return asksCertificates ? Optional.of(compliant()) : Optional.empty();
  }

  private static @Nullable String policy(Access method, RestApi api) {
    return switch (method) {
      case Access.Draft _ -> api.policy();
      case Access.Live live ->
          api.served().stream()
              .filter(each -> each.stage().equals(live.stage()) && each.canary() == live.canary())
              .findFirst()
              .map(RestApi.Served::policy)
              .orElse(null);
    };
  }
}
