package dev.rampart.apigateway;

import static dev.rampart.guardrail.Effect.RESTRICTS;
import static dev.rampart.guardrail.Severity.MEDIUM;
import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.notYet;
import static dev.rampart.guardrail.Verdict.violation;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Rule;
import dev.rampart.guardrail.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.UpdateDomainNameRequest;

/// Flags custom domain names that take TLS 1.0 and 1.1, and lets them ask for 1.2. Stricter
/// policies are never touched.
@Rule(
    summary = "Custom domain name takes outdated encryption",
    risk = "Who listens in on a connection can make it use a version of TLS that can be broken.",
    severity = MEDIUM,
    triggers = {"apigateway:CreateDomainName", "apigateway:UpdateDomainName"},
    configTypes = {"AWS::ApiGateway::DomainName"},
    standards = {"APIGateway.11", "OWASP-S3:2017"})
public final class OldTls implements Guardrail<DomainName, DomainName.Tls> {
  // An edge-optimized one may be changing for most of an hour, and twenty looks have to be enough.
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(3);

  @Override
  public Map<String, DomainName.Tls> parts(DomainName domain) {
    return Map.of("TLS", domain.tls());
  }

  @Override
  public Verdict check(DomainName.Tls now, DomainName domain, Past<DomainName.Tls> past) {
    if (!now.isOld()) {
      return compliant();
    }
    if (domain.isChanging()) {
      return notYet("API Gateway is still changing the domain name and takes no call", LOOK_AGAIN);
    }
    var former =
        past.lastGood()
            .map(DomainName.Tls::policy)
            .filter(each -> !each.isEmpty())
            .map(each -> ", where it asked for " + each)
            .orElse("");
    return violation("callers may use TLS 1.0" + former)
        .fixedBy(
            "ask callers of %s for TLS 1.2 at least".formatted(domain.id().name()),
            RESTRICTS,
            ask(domain, DomainName.Tls.NEW),
            ask(domain, DomainName.Tls.OLD))
        .verdict();
  }

  private static Call ask(DomainName domain, String policy) {
    return Call.of(
        UpdateDomainNameRequest.builder()
            .domainName(domain.id().name())
            .patchOperations(
                List.of(
                    PatchOperation.builder()
                        .op(Op.REPLACE)
                        .path("/securityPolicy")
                        .value(policy)
                        .build()))
            .build());
  }
}
