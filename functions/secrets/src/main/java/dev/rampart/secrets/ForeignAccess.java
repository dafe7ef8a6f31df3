package dev.rampart.secrets;

import dev.rampart.policy.Audience.Foreign;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.PolicyDocument.UnreadablePolicy;
import dev.rampart.policy.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a resource policy lets other accounts do, account by account.
final class ForeignAccess {
  private static final Pattern OWNER =
      Pattern.compile("(\\d{12})|arn:[^:]+:(?:iam|sts)::(\\d{12}):.+");

  private ForeignAccess() {}

  /// The other accounts, by id; none if the policy cannot be read, which [Exposure] says.
  ///
  /// @param own the own account
  static Map<String, Access.ByAccount> in(String document, String own) {
    var found = new TreeMap<String, Access.ByAccount>();
    if (document.isBlank()) {
      return found;
    }
    List<Statement> statements;
    try {
      statements = PolicyDocument.parse(document).statements();
    } catch (UnreadablePolicy _) {
      return found;
    }
    for (var statement :
        statements.stream().flatMap(each -> DeletedPrincipals.leave(each).stream()).toList()) {
      if (statement.audience(own) instanceof Foreign(var accounts)) {
        for (var account : accounts) {
          found.merge(account, of(account, statement), ForeignAccess::both);
        }
      }
    }
    return found;
  }

  /// Whether a statement lets in this account and nobody else.
  static boolean isOnlyFor(String account, Statement statement, String own) {
    return statement.audience(own) instanceof Foreign(var accounts)
        && accounts.size() == 1
        && accounts.contains(account)
        && statement.principals("Service").isEmpty()
        && statement.principals("AWS").stream().allMatch(each -> isOf(account, each));
  }

  /// The account of a principal, written as an id or in an ARN; nothing if it is of none.
  static Optional<String> accountOf(String principal) {
    var matcher = OWNER.matcher(principal);
    return matcher.matches()
        ? Optional.of(matcher.group(1) == null ? matcher.group(2) : matcher.group(1))
        : Optional.empty();
  }

  private static boolean isOf(String account, String principal) {
    return accountOf(principal).filter(account::equals).isPresent();
  }

  private static Access.ByAccount of(String account, Statement statement) {
    var named =
        statement.principals("AWS").stream().filter(each -> isOf(account, each)).sorted().toList();
    return new Access.ByAccount(
        account,
        named.isEmpty() ? List.of("*") : named,
        statement.actionsInWords(),
        statement.organizations().stream().sorted().toList());
  }

  private static Access.ByAccount both(Access.ByAccount one, Access.ByAccount other) {
    var principals = new TreeSet<>(one.principals());
    principals.addAll(other.principals());
    var actions = Stream.of(one.actions(), other.actions()).distinct().toList();
    return new Access.ByAccount(
        one.account(),
        List.copyOf(principals),
        String.join(", ", actions),
        organizations(one.organizations(), other.organizations()));
  }

  // Whoever needs no organization for the one needs none at all.
  private static List<String> organizations(List<String> one, List<String> other) {
    return one.isEmpty() || other.isEmpty()
        ? List.of()
        : Stream.of(one, other).flatMap(List::stream).distinct().sorted().toList();
  }
}
