package dev.rampart.secrets;

import dev.rampart.change.ApiCall;
import dev.rampart.change.Change;
import dev.rampart.guardrail.ResourceId;
import dev.rampart.secret.SecretDetector;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/// Finds the parameters that changes name, of those whose names promise a secret: nothing is to be
/// seen of the others, so that they cost no call.
final class ParameterNames {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./-]{1,1011}");
  private static final Set<String> TAGGING = Set.of("AddTagsToResource", "RemoveTagsFromResource");
  private static final String OWN = "/rampart/";

  private final Region region;

  ParameterNames(Region region) {
    this.region = region;
  }

  Set<ResourceId> touchedBy(Change change) {
    return change.cause() instanceof ApiCall call && call.source().equals("ssm.amazonaws.com")
        ? of(call, change)
        : Set.of();
  }

  /// Whether a name promises a secret that is not one of Rampart's own parameters.
  static boolean isWatched(String name) {
    return !name.startsWith(OWN) && SecretDetector.isSecretName(name);
  }

  /// The names that an ARN may stand for: below the root, AWS drops the slash.
  static List<String> in(ResourceId id) {
    var path = id.arn().substring(id.arn().indexOf(":parameter/") + ":parameter".length());
    return path.lastIndexOf('/') == 0 ? List.of(path, path.substring(1)) : List.of(path);
  }

  private Set<ResourceId> of(ApiCall call, Change change) {
    var name =
        call.operation().equals("PutParameter")
            ? call.requested("name")
            : TAGGING.contains(call.operation())
                    && call.requested("resourceType").equals("Parameter")
                ? call.requested("resourceId")
                : "";
    if (!NAME.matcher(name).matches()
        || !isWatched(name)
        || !(change.region().isEmpty() || change.region().equals(region.id()))) {
      return Set.of();
    }
    return Set.of(id(name, change.account()));
  }

  private ResourceId id(String name, String account) {
    var arn =
        "arn:%s:ssm:%s:%s:parameter%s%s"
            .formatted(
                PartitionMetadata.of(region).id(),
                region.id(),
                account,
                name.startsWith("/") ? "" : "/",
                name);
    return new ResourceId(Parameter.TYPE, arn);
  }
}
