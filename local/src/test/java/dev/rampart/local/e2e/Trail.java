package dev.rampart.local.e2e;

import dev.rampart.local.aws.Clients;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.s3.S3Client;

/// CloudTrail, as somebody sets it up.
final class Trail implements AutoCloseable {
  private static final String NAME = "everything";

  private final S3Client buckets;
  private final CloudTrailClient trails;

  Trail(Clients creator) {
    var credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(creator.accessKeyId(), "local-secret"));
    URI endpoint = creator.endpoint();
    buckets =
        S3Client.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(credentials)
            .build();
    trails =
        CloudTrailClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .build();
  }

  void recordsInvocations() {
    buckets.createBucket(create -> create.bucket(NAME));
    trails.createTrail(create -> create.name(NAME).s3BucketName(NAME));
    trails.startLogging(start -> start.name(NAME));
    trails.putEventSelectors(
        put ->
            put.trailName(NAME)
                .eventSelectors(
                    selector ->
                        selector.dataResources(
                            data -> data.type("AWS::Lambda::Function").values("arn:aws:lambda"))));
  }

  @Override
  public void close() {
    buckets.close();
    trails.close();
  }
}
