package dev.rampart.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/// Who made a change, as CloudTrail tells it. Fields that CloudTrail left out are empty strings.
///
/// @param principal the ARN of the identity, or the AWS service that acted
///   (`cloudformation.amazonaws.com`)
/// @param role the ARN of the role behind an assumed-role session, else empty
/// @param session the name of that session, else empty
/// @param sourceIp where the call came from: an address, or the name of an AWS service
/// @param userAgent the client that the caller claims to be
/// @param invokedBy the AWS service that made the call for the principal, else empty
public record Actor(
    String principal,
    String role,
    String session,
    String sourceIp,
    String userAgent,
    String invokedBy) {
  /// Nobody in particular: Config and sweeps do not say who.
  public static final Actor UNKNOWN = new Actor("", "", "", "", "", "");

  /// The actor of a CloudTrail record (`detail` of the EventBridge envelope).
  static Actor of(JsonNode detail) {
    var identity = detail.path("userIdentity");
    var arn = identity.path("arn").asText("");
    var invokedBy = identity.path("invokedBy").asText("");
    return new Actor(
        arn.isEmpty() ? firstOf(identity.path("principalId").asText(""), invokedBy) : arn,
        identity.path("sessionContext").path("sessionIssuer").path("arn").asText(""),
        arn.contains(":assumed-role/") ? arn.substring(arn.lastIndexOf('/') + 1) : "",
        detail.path("sourceIPAddress").asText(""),
        detail.path("userAgent").asText(""),
        invokedBy);
  }

  /// Whether this is a session of a role of that account. The path of a role does not count: names
  /// are unique without it.
  public boolean isRole(String account, String name) {
    return role.matches(
        "arn:aws[a-z-]*:iam::%s:role/(?:.*/)?%s".formatted(account, Pattern.quote(name)));
  }

  /// Whether CloudFormation made the call, in whosever name.
  public boolean isCloudFormation() {
    var service = "cloudformation.amazonaws.com";
    return invokedBy.equals(service) || sourceIp.equals(service) || principal.equals(service);
  }

  private static String firstOf(String first, String second) {
    return first.isEmpty() ? second : first;
  }
}
