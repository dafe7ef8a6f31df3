package dev.rampart.iam;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.Trail;
import software.amazon.awssdk.services.cloudtrail.model.TrailNotFoundException;

/// Says whether CloudTrail tells EventBridge anything: "you must enable a CloudTrail trail with
/// logging" (EventBridge User Guide, events delivered via CloudTrail).
final class Trails {
  private Trails() {}

  static List<String> notes(CloudTrailClient cloudTrail) {
    try (cloudTrail) {
      var logging = new ArrayList<Trail>();
      for (var trail :
          cloudTrail.describeTrails(describe -> describe.includeShadowTrails(true)).trailList()) {
        if (isLogging(cloudTrail, trail)) {
          logging.add(trail);
        }
      }
      return List.of(sentence(logging));
    }
  }

  private static String sentence(List<Trail> logging) {
    if (logging.isEmpty()) {
      return "NO TRAIL is logging, so AWS sends Rampart no events: create one, or deploy with"
          + " CreateTrail=true.";
    }
    var everywhere = logging.stream().anyMatch(trail -> isTrue(trail.isMultiRegionTrail()));
    return "Trail "
        + logging.getFirst().name()
        + " is logging"
        + (everywhere ? " in all Regions." : " in " + logging.getFirst().homeRegion() + " only.");
  }

  private static boolean isLogging(CloudTrailClient cloudTrail, Trail trail) {
    try {
      return isTrue(cloudTrail.getTrailStatus(get -> get.name(trail.trailARN())).isLogging());
    } catch (TrailNotFoundException _) {
      return false; // deleted since it was listed
    }
  }

  private static boolean isTrue(Boolean value) {
    return Boolean.TRUE.equals(value);
  }
}
