package dev.rampart.iam;

import dev.rampart.policy.Audience;
import dev.rampart.policy.Condition;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.PolicyDocument.UnreadablePolicy;
import dev.rampart.policy.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a role's trust policy lets another account do.
///
/// @param account the account's id
/// @param principals who of that account, `*` for whoever a condition names
/// @param conditions what it takes besides, in every statement: `an external id`
public record ForeignTrust(String account, List<String> principals, List<String> conditions) {
  private static final Pattern PRINCIPAL =
      Pattern.compile("(\\d{12})|arn:[^:]+:(?:iam|sts)::(\\d{12}):.+");
  private static final Map<String, String> NOTEWORTHY =
      Map.of(
          "aws:principalorgid", "membership in an organization",
          "aws:principalorgpaths", "membership in an organization",
          "sts:externalid", "an external id");

  public ForeignTrust {
    principals = List.copyOf(principals);
    conditions = List.copyOf(conditions);
  }

  /// The other accounts that a trust policy lets in, by id; none if it cannot be read.
  ///
  /// @param own the own account
  static Map<String, ForeignTrust> in(String document, String own) {
    var found = new TreeMap<String, ForeignTrust>();
    List<Statement> statements;
    try {
      statements = PolicyDocument.parse(document).statements();
    } catch (UnreadablePolicy _) {
      return Map.of(); // OpenTrustPolicy says so
    }
    for (var statement : statements) {
      for (var each : in(statement, own)) {
        found.merge(each.account(), each, ForeignTrust::and);
      }
    }
    return found;
  }

  private static List<ForeignTrust> in(Statement statement, String own) {
    if (!statement.allows() || Trust.isOnly(Trust.ABOUT_SESSIONS, statement)) {
      return List.of();
    }
    var named = statement.principals("AWS");
    var confined =
        statement.audience(own) instanceof Audience.Foreign(var accounts)
            ? accounts
            : Set.<String>of();
    var all = new TreeSet<>(confined);
    named.forEach(each -> account(each).filter(id -> !id.equals(own)).ifPresent(all::add));
    return all.stream()
        .map(id -> new ForeignTrust(id, principals(id, named), conditions(statement)))
        .toList();
  }

  private static List<String> principals(String account, List<String> named) {
    var own = named.stream().filter(each -> isOf(account, each)).sorted().distinct().toList();
    return own.isEmpty() ? List.of("*") : own;
  }

  private static List<String> conditions(Statement statement) {
    return statement.conditions().stream()
        .filter(Condition::isPositive)
        .flatMap(each -> Optional.ofNullable(NOTEWORTHY.get(each.key())).stream())
        .sorted()
        .distinct()
        .toList();
  }

  // Whoever may choose between two statements takes the easier one.
  private ForeignTrust and(ForeignTrust other) {
    var all = Stream.concat(principals.stream(), other.principals.stream());
    var common = conditions.stream().filter(other.conditions::contains).toList();
    return new ForeignTrust(account, all.sorted().distinct().toList(), common);
  }

  /// Whether a principal belongs to an account.
  static boolean isOf(String account, String principal) {
    return account(principal).filter(account::equals).isPresent();
  }

  private static Optional<String> account(String principal) {
    Matcher matcher = PRINCIPAL.matcher(principal);
    return matcher.matches()
        ? Optional.of(matcher.group(1) == null ? matcher.group(2) : matcher.group(1))
        : Optional.empty();
  }
}
