package dev.rampart.iam;

import dev.rampart.guardrail.ResourceId;
import java.util.Locale;

/// The kinds of principals that policies can be given to.
public enum PrincipalKind {
  ROLE("AWS::IAM::Role", "role"),
  USER("AWS::IAM::User", "user"),
  GROUP("AWS::IAM::Group", "group");

  private final String type;
  private final String word;

  PrincipalKind(String type, String word) {
    this.type = type;
    this.word = word;
  }

  /// AWS's name for the kind, as CloudFormation writes it.
  public String type() {
    return type;
  }

  /// How ARNs, requests and sentences call it: `role`.
  public String word() {
    return word;
  }

  /// How the names of API calls have it: `Role`.
  String nameInCalls() {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /// The id of the one principal of that name.
  ///
  /// Names are unique in an account whatever the path, and most events tell only the name: so the
  /// ARN in the id has no path, and every event finds the same entry in the ledger.
  ResourceId named(String name, String partition, String account) {
    return new ResourceId(type, "arn:%s:iam::%s:%s/%s".formatted(partition, account, word, name));
  }

  /// The id of the principal with that ARN, which may have a path.
  ResourceId of(String arn) {
    var fields = arn.split(":", 6);
    return named(arn.substring(arn.lastIndexOf('/') + 1), fields[1], fields[4]);
  }
}
