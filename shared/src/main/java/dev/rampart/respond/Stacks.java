package dev.rampart.respond;

import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;

/// Tells whether the CloudFormation stack that owns a resource is being deployed: what is wrong in
/// the middle of a deployment may be right at its end.
public final class Stacks {
  private static final Logger log = LoggerFactory.getLogger(Stacks.class);
  private static final String IN_PROGRESS = "_IN_PROGRESS";
  // All resources are as they shall be by then; only what was replaced is still being deleted.
  private static final String CLEANUP = "CLEANUP_IN_PROGRESS";

  private final CloudFormationClient client;

  public Stacks(CloudFormationClient client) {
    this.client = client;
  }

  /// Whether the stack that owns a resource is being deployed.
  ///
  /// @param tags the resource's; CloudFormation writes the stack into them
  /// @return a clause that says so; nothing if no stack owns it, if the stack has settled, or if
  ///   that cannot be read, for a stack that nobody can look at must not put off a fix
  Optional<String> inMotion(Map<String, String> tags) {
    var stack =
        tags.getOrDefault(
            "aws:cloudformation:stack-id", tags.getOrDefault("aws:cloudformation:stack-name", ""));
    if (stack.isEmpty()) {
      return Optional.empty();
    }
    try {
      return client.describeStacks(describe -> describe.stackName(stack)).stacks().stream()
          .filter(each -> isInMotion(each.stackStatusAsString()))
          .findFirst()
          .map(each -> "stack %s is %s".formatted(each.stackName(), each.stackStatusAsString()));
    } catch (SdkException e) {
      log.warn("whether stack {} has settled cannot be read: {}", stack, Failure.words(e));
      return Optional.empty();
    }
  }

  private static boolean isInMotion(String status) {
    return status.endsWith(IN_PROGRESS) && !status.endsWith(CLEANUP);
  }
}
