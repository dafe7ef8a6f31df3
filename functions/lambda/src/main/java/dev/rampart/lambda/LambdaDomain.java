package dev.rampart.lambda;

import dev.rampart.function.ChangeFunction;
import dev.rampart.function.TrustedAccounts;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Watch;
import java.time.Clock;
import java.util.List;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/// Looks at Lambda functions that changed, and puts violations right.
public final class LambdaDomain extends ChangeFunction {
  /// Sets the function up, once per execution environment.
  public LambdaDomain() {
    this(client());
  }

  private LambdaDomain(LambdaClient lambda) {
    super(domains(lambda, settings(), s3(), keys()), LambdaOperations.of(lambda, secrets()));
  }

  /// The kinds of resources looked after; each lists its guardrails.
  static List<Domain<?>> domains(
      LambdaClient lambda, SsmClient settings, S3Client s3, KmsClient keys) {
    var trusted = new TrustedAccounts(settings);
    return List.of(
        new FunctionPolicies(lambda, trusted, s3),
        new FunctionUrls(lambda),
        new FunctionSetups(lambda, trusted, new SecretsKeys(settings, keys), Clock.systemUTC()),
        new SharedLayers(lambda, trusted));
  }

  @Override
  public List<Watch> watches() {
    return List.of(new CodeChangedOutOfBand(), new UnauthorizedInvoke());
  }

  // A function with many versions takes many reads in a row, of a quota that the whole account
  // shares: the client slows down by itself once it is throttled.
  static LambdaClient client() {
    return LambdaClient.builder()
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(override -> override.retryStrategy(RetryMode.ADAPTIVE_V2))
        .build();
  }

  static SecretsManagerClient secrets() {
    return SecretsManagerClient.builder()
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  static SsmClient settings() {
    return SsmClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build();
  }

  static KmsClient keys() {
    return KmsClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build();
  }

  static S3Client s3() {
    return S3Client.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build();
  }
}
