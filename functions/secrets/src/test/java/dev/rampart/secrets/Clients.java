package dev.rampart.secrets;

import dev.rampart.tester.Caller;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/// The clients of a caller.
final class Clients {
  private Clients() {}

  static SecretsClients of(Caller caller) {
    return new SecretsClients(
        caller.client(
            SecretsManagerClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder())),
        caller.client(KmsClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder())),
        caller.client(SsmClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder())));
  }
}
