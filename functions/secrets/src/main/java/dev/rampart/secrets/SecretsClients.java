package dev.rampart.secrets;

import dev.rampart.function.TrustedAccounts;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/// The clients of the services looked after.
record SecretsClients(SecretsManagerClient secrets, KmsClient keys, SsmClient parameters) {

  /// Clients with the function's own Region and credentials.
  static SecretsClients create() {
    return new SecretsClients(
        configured(SecretsManagerClient.builder()).build(),
        configured(KmsClient.builder()).build(),
        configured(SsmClient.builder()).build());
  }

  /// The accounts that the owner trusts like the own one.
  TrustedAccounts trusted() {
    return new TrustedAccounts(parameters);
  }

  // The quotas are the whole account's: once throttled, a client slows down by itself.
  private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(
      B builder) {
    return builder
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(override -> override.retryStrategy(RetryMode.ADAPTIVE_V2));
  }
}
