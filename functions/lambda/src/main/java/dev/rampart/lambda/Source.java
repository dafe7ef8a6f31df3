package dev.rampart.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.policy.Audience.Foreign;
import dev.rampart.policy.Audience.Services;
import dev.rampart.policy.Condition;
import dev.rampart.policy.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// For whom an AWS service acts when it uses a function: the service is the same for every customer
/// of AWS, so only the conditions of a statement keep one customer's events from another's
/// function. [Source](https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html)
final class Source {
  static final String S3 = "s3.amazonaws.com";
  private static final String SNS = "sns.amazonaws.com";
  private static final String KEY = "aws:sourcearn";
  private static final Set<String> ORGANIZATION_KEYS =
      Set.of("aws:sourceorgid", "aws:sourceorgpaths");

  // Lambda@Edge copies functions to where they run. It writes such a statement itself and sends
  // neither a source nor an account.
  private static final Set<String> WITHOUT_SOURCE =
      Set.of("replicator.lambda.amazonaws.com", "edgelambda.amazonaws.com");

  private Source() {}

  /// Whether a statement says for which source or account each of the services acts.
  static boolean isNamed(Statement statement, Services services, String account) {
    if (WITHOUT_SOURCE.containsAll(services.names())) {
      return true;
    }
    // A bucket's name has no account in it, and anyone may take the name once the bucket is gone.
    return services.scoped()
        && (!services.names().contains(S3) || isScopedWithoutArn(statement, account));
  }

  /// The bucket that S3 acts for, if the statement names exactly one.
  static Optional<String> bucket(Statement statement) {
    var prefix = "arn:aws:s3:::";
    return statement.conditions().stream()
        .filter(each -> each.key().equals(KEY) && each.isPositive() && each.values().size() == 1)
        .map(each -> each.values().getFirst())
        .filter(arn -> arn.matches(prefix + "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"))
        .map(arn -> arn.substring(prefix.length()))
        .findFirst();
  }

  /// The accounts other than the own one that a service acts for, as far as the conditions name
  /// them. AWS's own topics are nobody's.
  static Set<String> accounts(Statement statement, Services services, String account) {
    if (!(Principals.everyone(statement).audience(account) instanceof Foreign(var accounts))) {
      return Set.of();
    }
    return services.names().equals(Set.of(SNS))
        ? accounts.stream()
            .filter(each -> !AwsAccounts.publishTopics(each))
            .collect(Collectors.toUnmodifiableSet())
        : accounts;
  }

  /// The organizations to one of which the source has to belong; empty if none is named.
  static Set<String> organizations(Statement statement) {
    return Permission.organizations(statement, ORGANIZATION_KEYS);
  }

  private static boolean isScopedWithoutArn(Statement statement, String account) {
    return statement.conditions().stream().map(Condition::key).noneMatch(KEY::equals)
        || (withoutArn(statement).audience(account) instanceof Services(_, var scoped) && scoped);
  }

  private static Statement withoutArn(Statement statement) {
    var tree = (ObjectNode) statement.tree().deepCopy();
    tree.properties().stream()
        .filter(each -> each.getKey().equalsIgnoreCase("Condition"))
        .forEach(
            each ->
                each.getValue()
                    .forEach(
                        keys -> {
                          if (keys instanceof ObjectNode node) {
                            node.properties().stream()
                                .map(entry -> entry.getKey())
                                .filter(KEY::equalsIgnoreCase)
                                .toList()
                                .forEach(node::remove);
                          }
                        }));
    return new Statement(tree);
  }
}
