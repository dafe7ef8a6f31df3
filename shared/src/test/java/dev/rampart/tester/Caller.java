package dev.rampart.tester;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/// Somebody who calls AWS: the emulated account tells callers apart by their access key.
///
/// @param endpoint where the account is
/// @param accessKeyId who calls
public record Caller(URI endpoint, String accessKeyId) {
  /// Somebody who never calls: for guardrails under test that only judge and print. A call fails.
  public static Caller offline() {
    return new Caller(URI.create("http://127.0.0.1:9"), "OFFLINE");
  }

  /// A client of this caller: `caller.client(IamClient.builder())`.
  public <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, "emulated")))
        .build();
  }
}
