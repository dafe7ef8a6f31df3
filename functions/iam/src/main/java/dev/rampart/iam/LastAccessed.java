package dev.rampart.iam;

import dev.rampart.policy.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessAdvisorUsageGranularityType;
import software.amazon.awssdk.services.iam.model.GetServiceLastAccessedDetailsResponse;
import software.amazon.awssdk.services.iam.model.JobStatusType;
import software.amazon.awssdk.services.iam.model.ServiceLastAccessed;
import software.amazon.awssdk.services.iam.model.TrackedActionLastAccessed;

/// What a principal really used, from IAM's last accessed information: management actions one by
/// one, everything else by service only, the last 400 days.
///
/// Source: [last accessed
/// information](https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html).
final class LastAccessed {
  // The report is a job. It is mostly there within a second or two; who needs it longer comes
  // again.
  private static final List<Duration> WAITS =
      List.of(
          Duration.ZERO,
          Duration.ofMillis(250),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1));

  private final IamClient iam;

  LastAccessed(IamClient iam) {
    this.iam = iam;
  }

  /// What a principal used.
  ///
  /// @return nothing if the report is not ready yet, or failed
  Optional<Usage> of(String arn) {
    var job =
        iam.generateServiceLastAccessedDetails(
                ask -> ask.arn(arn).granularity(AccessAdvisorUsageGranularityType.ACTION_LEVEL))
            .jobId();
    for (var wait : WAITS) {
      if (!slept(wait)) {
        return Optional.empty();
      }
      var report = iam.getServiceLastAccessedDetails(get -> get.jobId(job));
      if (report.jobStatus() == JobStatusType.FAILED) {
        return Optional.empty();
      }
      if (report.jobStatus() == JobStatusType.COMPLETED) {
        return Optional.of(usage(job, report));
      }
    }
    return Optional.empty();
  }

  private static boolean slept(Duration wait) {
    try {
      Thread.sleep(wait);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Usage usage(String job, GetServiceLastAccessedDetailsResponse first) {
    var used = new TreeSet<String>();
    var unknown = new TreeSet<String>();
    var page = first;
    while (true) {
      page.servicesLastAccessed().forEach(service -> add(service, used, unknown));
      if (!Boolean.TRUE.equals(page.isTruncated())) {
        return new Usage(used, unknown);
      }
      var marker = page.marker();
      page = iam.getServiceLastAccessedDetails(get -> get.jobId(job).marker(marker));
    }
  }

  private static void add(ServiceLastAccessed service, Set<String> used, Set<String> unknown) {
    if (service.lastAuthenticated() == null) {
      return;
    }
    var name = service.serviceNamespace();
    var latest = Instant.MIN;
    for (TrackedActionLastAccessed action : service.trackedActionsLastAccessed()) {
      if (action.lastAccessedTime() != null) {
        used.add(name + ":" + action.actionName());
        latest = latest.isAfter(action.lastAccessedTime()) ? latest : action.lastAccessedTime();
      }
    }
    // It was used later than any action that is tracked: by one that is not, such as s3:GetObject.
    if (service.lastAuthenticated().isAfter(latest)) {
      unknown.add(name);
    }
  }
}
