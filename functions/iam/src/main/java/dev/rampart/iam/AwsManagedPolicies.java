package dev.rampart.iam;

import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.PolicyDocument.UnreadablePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/// The documents of policies that AWS manages. They are the same for everybody and change rarely,
/// so that a container reads each of them once an hour at most.
final class AwsManagedPolicies {
  private static final Duration FRESH = Duration.ofHours(1);

  private final IamClient iam;
  private final Map<String, Read> read = new ConcurrentHashMap<>();

  AwsManagedPolicies(IamClient iam) {
    this.iam = iam;
  }

  /// The document in force, nothing if there is no such policy or its document cannot be decoded.
  Optional<String> document(String arn) {
    var known = read.get(arn);
    if (known != null && known.at().plus(FRESH).isAfter(Instant.now())) {
      return known.document();
    }
    var document = read(arn);
    read.put(arn, new Read(document, Instant.now()));
    return document;
  }

  /// The document in force of any managed policy, read now.
  Optional<String> read(String arn) {
    try {
      var version = iam.getPolicy(get -> get.policyArn(arn)).policy().defaultVersionId();
      var raw = iam.getPolicyVersion(get -> get.policyArn(arn).versionId(version));
      return Optional.of(PolicyDocument.parse(raw.policyVersion().document()).text());
    } catch (NoSuchEntityException | UnreadablePolicy _) {
      return Optional.empty();
    }
  }

  private record Read(Optional<String> document, Instant at) {}
}
