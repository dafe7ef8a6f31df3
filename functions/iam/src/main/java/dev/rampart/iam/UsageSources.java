package dev.rampart.iam;

import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.iam.IamClient;

/// Where it is found out what roles really used, and what a narrower document would still allow.
record UsageSources(LastAccessed lastAccessed, RecentCalls recentCalls, Simulator simulator) {
  static UsageSources of(IamClient iam, CloudTrailClient cloudTrail) {
    return new UsageSources(new LastAccessed(iam), new RecentCalls(cloudTrail), new Simulator(iam));
  }

  /// A report with what a role called of late.
  UsageReport withRecentCalls(UsageReport report, Identity role) {
    return report instanceof UsageReport.Ready ready
        ? ready.and(recentCalls.of(role.arn()))
        : report;
  }
}
