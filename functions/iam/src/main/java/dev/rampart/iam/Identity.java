package dev.rampart.iam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.guardrail.Bounds;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.PolicyDocument.UnreadablePolicy;
import dev.rampart.policy.Statement;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Who a principal is, as far as it decides whether Rampart may change what the principal can do.
///
/// @param arn the ARN with its path
/// @param path the path, `/` for none
/// @param trust a role's trust policy as JSON text, empty for users and groups
/// @param created when a role was created, nothing for users and groups
/// @param boundary the ARN of the policy that bounds it, empty for none
public record Identity(
    PrincipalKind kind,
    String arn,
    String path,
    String trust,
    Optional<Instant> created,
    String boundary) {
  // With the Region that Step Functions may carry, and China's suffix.
  private static final Pattern SERVERLESS =
      Pattern.compile(
          "(?:lambda|edgelambda|apigateway|states|events|scheduler|pipes)"
              + "(?:\\.[a-z0-9-]+)?\\.amazonaws\\.com(?:\\.cn)?");
  private static final Pattern DEPLOYER =
      Pattern.compile("cloudformation\\.amazonaws\\.com(\\.cn)?");
  // Ways into the account that must not be cut: those of AWS Organizations, Control Tower, the CDK.
  private static final Pattern WAY_IN =
      Pattern.compile(
          "OrganizationAccountAccessRole|AWSControlTower.*|aws-controltower-.*|stacksets-exec-.*"
              + "|AWSCloudFormationStackSet.*|cdk-.*-cfn-exec-role.*");

  /// A principal whose age and boundary make no difference.
  public Identity(PrincipalKind kind, String arn, String path, String trust) {
    this(kind, arn, path, trust, Optional.empty(), "");
  }

  /// The name, unique among principals of this kind.
  public String name() {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /// The account that it belongs to.
  public String account() {
    return arn.split(":", 6)[4];
  }

  /// Whether AWS owns the principal, so that nobody in the account can change it.
  public boolean belongsToAws() {
    return path.startsWith("/aws-service-role/") || path.startsWith("/aws-reserved/");
  }

  /// Why Rampart does not write to this principal, or may not by the owner's bounds.
  public Optional<String> offLimits(Bounds bounds) {
    if (name().startsWith("rampart-")) {
      return Optional.of("Rampart's own");
    }
    if (belongsToAws()) {
      return Optional.of("a %s that belongs to AWS".formatted(kind.word()));
    }
    if (WAY_IN.matcher(name()).matches()) {
      return Optional.of("a way into the account that deployments or administrators rely on");
    }
    if (isExempt(bounds.exemptPrincipals())) {
      return Optional.of("listed in /rampart/exempt-principals");
    }
    if (kind != PrincipalKind.ROLE) {
      return bounds.everyPrincipal()
          ? Optional.empty()
          : Optional.of(
              "a %s: fixes are for roles of serverless services, unless /rampart/iam-scope is 'all'"
                  .formatted(kind.word()));
    }
    return roleOffLimits(bounds);
  }

  private Optional<String> roleOffLimits(Bounds bounds) {
    Set<String> services;
    try {
      services = trustedServices();
    } catch (UnreadablePolicy e) {
      return Optional.of("a role whose trust policy cannot be read: " + e.getMessage());
    }
    if (services.stream().anyMatch(each -> DEPLOYER.matcher(each).matches())) {
      return Optional.of("a role that CloudFormation deploys with");
    }
    var serverless = services.stream().anyMatch(each -> SERVERLESS.matcher(each).matches());
    return serverless || bounds.everyPrincipal()
        ? Optional.empty()
        : Optional.of(
            "a role that no serverless service uses: /rampart/iam-scope = 'all' would include it");
  }

  private boolean isExempt(Set<String> exempt) {
    return exempt.contains(name()) || exempt.contains(arn) || exempt.contains(kind.of(arn).arn());
  }

  private Set<String> trustedServices() {
    var services = new HashSet<String>();
    for (var statement : PolicyDocument.parse(trust).statements()) {
      if (statement.allows()) {
        services.addAll(services(statement));
      }
    }
    return services;
  }

  private static Set<String> services(Statement statement) {
    var services = new HashSet<String>();
    for (var kind : statement.principal().properties()) {
      if (kind.getKey().equalsIgnoreCase("Service")) {
        collect(kind.getValue(), services);
      }
    }
    return services;
  }

  private static void collect(JsonNode node, Set<String> services) {
    if (node.isTextual()) {
      services.add(node.asText());
    }
    node.forEach(each -> services.add(each.asText()));
  }
}
