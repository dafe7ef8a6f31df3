package dev.rampart.iam;

import dev.rampart.guardrail.ResourceId;
import dev.rampart.policy.Usage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Records to judge without an account.
final class Samples {
  static final String ACCOUNT = "123456789012";
  static final String READS_ONE_BUCKET =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::orders/*"}]}
      """;
  static final String EVERYTHING =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "*", "Resource": "*"}]}
      """;

  private Samples() {}

  /// A trust policy for AWS services.
  static String trust(String... services) {
    return """
    {"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Principal": {"Service": ["%s"]}, "Action": "sts:AssumeRole"}]}
    """
        .formatted(String.join("\", \"", services));
  }

  static Identity role(String name, String... services) {
    return new Identity(
        PrincipalKind.ROLE,
        "arn:aws:iam::%s:role/%s".formatted(ACCOUNT, name),
        "/",
        trust(services));
  }

  /// A role with this trust policy, which may be one statement.
  static Principal trusting(String trust, String... trustedAccounts) {
    var document = trust.startsWith("{\"Statement") ? trust : "{\"Statement\":[" + trust + "]}";
    var arn = "arn:aws:iam::%s:role/orders".formatted(ACCOUNT);
    return with(new Identity(PrincipalKind.ROLE, arn, "/", document))
        .trusting(Set.of(trustedAccounts));
  }

  static Identity user(String name) {
    return new Identity(
        PrincipalKind.USER, "arn:aws:iam::%s:user/%s".formatted(ACCOUNT, name), "/", "");
  }

  static Identity group(String name) {
    return new Identity(
        PrincipalKind.GROUP, "arn:aws:iam::%s:group/%s".formatted(ACCOUNT, name), "/", "");
  }

  static PolicyText inline(String document) {
    return new PolicyText("access", "", document);
  }

  static PolicyText version(String version, String document) {
    return new PolicyText(ManagedPolicy.DEFAULT_VERSION, version, document);
  }

  /// A principal with these inline policies.
  static Principal with(Identity identity, PolicyText... policies) {
    var byName = new HashMap<String, PolicyText>();
    Stream.of(policies).forEach(each -> byName.put(each.name(), each));
    return new Principal(id(identity), identity, Map.of(), byName, List.of(), Map.of());
  }

  /// A principal with this policy of AWS attached, and others.
  static Principal attached(Identity identity, String document, String... arns) {
    return new Principal(
        id(identity),
        identity,
        Map.of(),
        Map.of(),
        Stream.of(arns).map(AttachedPolicy::new).toList(),
        Map.of(arns[0], document));
  }

  /// A managed policy with all that can be known of it.
  static ManagedPolicy managed(
      PolicyText current, List<PolicyText> versions, Identity... attachments) {
    return new ManagedPolicy(
        new ResourceId("AWS::IAM::ManagedPolicy", "arn:aws:iam::%s:policy/p".formatted(ACCOUNT)),
        current,
        attachments.length,
        0,
        Map.of(),
        Set.of(PolicyFact.VERSIONS, PolicyFact.ATTACHMENTS),
        versions,
        List.of(attachments));
  }

  /// What a role used that was watched for as long as IAM remembers.
  static UsageReport used(Set<String> actions, String... unknownServices) {
    return new UsageReport.Ready(new Usage(actions, Set.of(unknownServices)), Duration.ofDays(400));
  }

  /// A principal with all that can be known of what it used.
  static Principal complete(Principal principal, UsageReport report) {
    return principal
        .using(report)
        .using(report, PrincipalFact.RECENT_CALLS)
        .using(report, PrincipalFact.SIMULATION);
  }

  private static ResourceId id(Identity identity) {
    return identity.kind().of(identity.arn());
  }
}
