package dev.rampart.iam;

import dev.rampart.function.ChangeFunction;
import dev.rampart.function.TrustedAccounts;
import dev.rampart.guardrail.Domain;
import java.time.Clock;
import java.util.List;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/// Looks at IAM policies and principals that changed, and puts violations right.
public final class IamFunction extends ChangeFunction {
  /// Sets the function up, once per execution environment.
  public IamFunction() {
    this(client());
  }

  private IamFunction(IamClient iam) {
    super(domains(iam, settings(), cloudTrail()), IamOperations.with(iam));
  }

  /// Without a trail that logs, AWS sends no events.
  @Override
  protected List<String> preflight() {
    return Trails.notes(cloudTrail());
  }

  /// The kinds of resources looked after; each lists its guardrails.
  static List<Domain<?>> domains(IamClient iam, SsmClient settings, CloudTrailClient cloudTrail) {
    var managed = new AwsManagedPolicies(iam);
    var usage = UsageSources.of(iam, cloudTrail);
    var roles = new Roles(iam, managed, new TrustedAccounts(settings), usage);
    return List.of(
        new ManagedPolicies(iam, usage),
        roles,
        new Users(iam, managed),
        new Groups(iam, managed),
        new Boundaries(PrincipalKind.ROLE, iam),
        new Boundaries(PrincipalKind.USER, iam),
        new RoleUsages(iam, roles, Clock.systemUTC()));
  }

  // IAM has one endpoint per partition, which the function's own Region tells.
  static IamClient client() {
    return IamClient.builder()
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(override -> override.retryStrategy(RetryMode.STANDARD))
        .build();
  }

  static SsmClient settings() {
    return SsmClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build();
  }

  static CloudTrailClient cloudTrail() {
    return CloudTrailClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build();
  }
}
