package dev.rampart.lambda;

import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Tells whose a bucket is.
final class Buckets {
  private static final int FIRST_SERVER_ERROR = 500;

  private final S3Client client;

  Buckets(S3Client client) {
    this.client = client;
  }

  /// Whether the account owns the bucket. S3 compares the owner itself and answers 403 if it is
  /// another one.
  /// [Source](https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html)
  ///
  /// @return false too if there is no such bucket, or none that Rampart may ask about
  boolean isOwn(String bucket, String account) {
    try {
      client.headBucket(head -> head.bucket(bucket).expectedBucketOwner(account));
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() >= FIRST_SERVER_ERROR || e.isThrottlingException()) {
        throw e;
      }
      return false;
    }
  }
}
