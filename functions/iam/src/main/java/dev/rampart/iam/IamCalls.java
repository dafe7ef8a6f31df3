package dev.rampart.iam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.change.ApiCall;
import dev.rampart.change.Change;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/// Reads what CloudTrail tells of IAM calls.
final class IamCalls {
  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,128}");
  // Config's ids of IAM resources: AROA…, AIDA…, AGPA…, ANPA….
  private static final Pattern UNIQUE_ID = Pattern.compile("A[A-Z0-9]{15,}");

  private IamCalls() {}

  /// The change as an IAM call, if it is one.
  static Optional<ApiCall> of(Change change) {
    return change.cause() instanceof ApiCall call && call.source().equals("iam.amazonaws.com")
        ? Optional.of(call)
        : Optional.empty();
  }

  /// The name of the principal of that kind that a call names, whatever the call does: looking
  /// costs little, and misses cost a lot. When CloudTrail left the request out, the answer of a
  /// creation still names it.
  static Optional<String> principal(ApiCall call, PrincipalKind kind) {
    var member = kind.word() + "Name";
    return name(call.request().path(member))
        .or(() -> name(call.response().path(kind.word()).path(member)));
  }

  /// The text, if a principal can have that name.
  static Optional<String> name(JsonNode node) {
    return Optional.of(node.asText("")).filter(text -> NAME.matcher(text).matches());
  }

  static boolean isUniqueId(String id) {
    return UNIQUE_ID.matcher(id).matches();
  }

  /// The partition that the change happened in: `aws`, or that of China or GovCloud.
  static String partition(Change change) {
    return change.region().isEmpty()
        ? "aws"
        : PartitionMetadata.of(Region.of(change.region())).id();
  }
}
