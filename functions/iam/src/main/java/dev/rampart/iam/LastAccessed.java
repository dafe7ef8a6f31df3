package dev.rampart.iam;

import dev.rampart.iam.UsageReport.InTheMaking;
import dev.rampart.iam.UsageReport.Ready;
import dev.rampart.iam.UsageReport.Unavailable;
import dev.rampart.policy.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessAdvisorUsageGranularityType;
import software.amazon.awssdk.services.iam.model.GetServiceLastAccessedDetailsResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.JobStatusType;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.ServiceLastAccessed;
import software.amazon.awssdk.services.iam.model.TrackedActionLastAccessed;

/// What a role really used, from IAM's last accessed information: management actions one by one,
/// everything else by service only, the last 400 days.
///
/// Source: [last accessed
/// information](https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html).
final class LastAccessed {
  private static final Duration TRACKED = Duration.ofDays(400);
  private static final int DENIED = 403;

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
  // By ARN: who comes again asks for the job that was begun, if it is the same container.
  private final Map<String, String> underWay = new ConcurrentHashMap<>();

  LastAccessed(IamClient iam) {
    this.iam = iam;
  }

  /// What a role used.
  ///
  /// @return never [UsageReport.Unasked]
  UsageReport of(Identity role) {
    try {
      var job = underWay.computeIfAbsent(role.arn(), this::begin);
      var report = wait(job, role);
      if (!(report instanceof InTheMaking)) {
        underWay.remove(role.arn());
      }
      return report;
    } catch (NoSuchEntityException _) {
      // The role, or a job that was begun long ago.
      underWay.remove(role.arn());
      return new InTheMaking();
    } catch (IamException e) {
      if (e.statusCode() == DENIED) {
        return new Unavailable("reading its last accessed information is denied");
      }
      throw e;
    }
  }

  private String begin(String arn) {
    return iam.generateServiceLastAccessedDetails(
            ask -> ask.arn(arn).granularity(AccessAdvisorUsageGranularityType.ACTION_LEVEL))
        .jobId();
  }

  private UsageReport wait(String job, Identity role) {
    for (var wait : WAITS) {
      if (!slept(wait)) {
        return new InTheMaking();
      }
      var report = iam.getServiceLastAccessedDetails(get -> get.jobId(job));
      if (report.jobStatus() == JobStatusType.FAILED) {
        return new Unavailable("IAM failed to make the report of its last accessed information");
      }
      if (report.jobStatus() == JobStatusType.COMPLETED) {
        return ready(job, report, watched(role));
      }
    }
    return new InTheMaking();
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

  private static Duration watched(Identity role) {
    var age =
        role.created()
            .map(created -> Duration.between(created, Instant.now()))
            .orElse(Duration.ZERO);
    return age.compareTo(TRACKED) < 0 ? age : TRACKED;
  }

  private Ready ready(String job, GetServiceLastAccessedDetailsResponse first, Duration watched) {
    var used = new TreeSet<String>();
    var unknown = new TreeSet<String>();
    var services = new TreeMap<String, Instant>();
    var page = first;
    while (true) {
      for (var service : page.servicesLastAccessed()) {
        add(service, used, unknown);
        var last = Optional.ofNullable(service.lastAuthenticated());
        services.put(service.serviceNamespace(), last.orElse(Instant.MIN));
      }
      if (!Boolean.TRUE.equals(page.isTruncated())) {
        return new Ready(new Usage(used, unknown), watched, services, "", Map.of());
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
