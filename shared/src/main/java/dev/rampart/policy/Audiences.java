package dev.rampart.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.policy.Audience.Anyone;
import dev.rampart.policy.Audience.Foreign;
import dev.rampart.policy.Audience.Known;
import dev.rampart.policy.Audience.Network;
import dev.rampart.policy.Audience.Nobody;
import dev.rampart.policy.Audience.Services;
import dev.rampart.policy.Audience.Unclear;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Works out the [Audience] of a statement: the principals, narrowed by the conditions.
///
/// A condition narrows only if it must be met and compares with fixed values, as AWS Config's own
/// rule for public access has it. A condition that is not known to be about somebody else makes the
/// answer unclear: neither public nor safe.
final class Audiences {
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern ARN_ACCOUNT = Pattern.compile("arn:[^:]*:[^:]*:[^:]*:(\\d{12}):.*");

  // Keys whose fixed value names a caller's account.
  private static final Set<String> ACCOUNT_KEYS =
      Set.of(
          "aws:sourceaccount",
          "aws:principalaccount",
          "aws:sourceowner",
          "s3:dataaccesspointaccount");
  // Keys whose fixed value is an ARN with an account in it.
  private static final Set<String> ARN_KEYS = Set.of("aws:sourcearn", "aws:principalarn");
  // Keys whose fixed value names an organization, a network of one's own, a caller or a shared
  // token.
  private static final Set<String> NAMED_KEYS =
      Set.of(
          "aws:principalorgid",
          "aws:principalorgpaths",
          "aws:sourceorgid",
          "aws:sourceorgpaths",
          "aws:sourcevpc",
          "aws:sourcevpce",
          "aws:userid",
          "lambda:eventsourcetoken");

  private Audiences() {}

  static Audience of(Statement statement, String account) {
    if (!statement.allows()) {
      return new Nobody();
    }
    if (statement.hasNotPrincipal()) {
      return narrowed(statement, account);
    }
    var principal = statement.principal();
    if (principal.isTextual()) {
      return principal.asText().equals("*")
          ? narrowed(statement, account)
          : new Unclear("principal " + principal.asText());
    }
    if (!principal.isObject()) {
      return new Unclear("no principal");
    }
    return ofKinds(statement, principal, account);
  }

  private static Audience ofKinds(Statement statement, JsonNode principal, String account) {
    var aws = new TreeSet<>(Statement.texts(Statement.element(principal, "AWS")));
    if (aws.contains("*")) {
      return narrowed(statement, account);
    }
    var foreign = new TreeSet<String>();
    for (var each : aws) {
      var owner = accountOf(each);
      if (owner.isEmpty()) {
        return new Unclear("principal " + each);
      }
      if (!owner.get().equals(account)) {
        foreign.add(owner.get());
      }
    }
    if (!foreign.isEmpty()) {
      return new Foreign(foreign);
    }
    var services = new TreeSet<>(Statement.texts(Statement.element(principal, "Service")));
    if (!services.isEmpty()) {
      return new Services(services, isNarrowing(statement));
    }
    return aws.isEmpty() ? new Unclear("principal " + principal) : new Known();
  }

  private static boolean isNarrowing(Statement statement) {
    return statement.conditions().stream().anyMatch(each -> accountsOf(each).isPresent());
  }

  private static Audience narrowed(Statement statement, String account) {
    Audience widest = new Anyone();
    for (var condition : statement.conditions()) {
      var accounts = accountsOf(condition);
      if (accounts.isPresent()) {
        var foreign = new HashSet<>(accounts.get());
        foreign.remove(account);
        return foreign.isEmpty() ? new Known() : new Foreign(foreign);
      }
      if (condition.key().equals("aws:sourceip")) {
        widest = isNetwork(condition) ? new Network(Set.copyOf(condition.values())) : widest;
        continue;
      }
      if (saysNothingAboutTheCaller(condition)) {
        continue;
      }
      if (widest instanceof Anyone) {
        widest = new Unclear("condition on " + condition.key());
      }
    }
    return widest;
  }

  /// The accounts that a condition confines the callers to, empty set for an organization or
  /// network; nothing if it does not confine.
  private static Optional<Set<String>> accountsOf(Condition condition) {
    if (!condition.isPositive() || condition.values().isEmpty()) {
      return Optional.empty();
    }
    var key = condition.key();
    if (ACCOUNT_KEYS.contains(key)) {
      return condition.values().stream().allMatch(each -> ACCOUNT.matcher(each).matches())
          ? Optional.of(Set.copyOf(condition.values()))
          : Optional.empty();
    }
    if (ARN_KEYS.contains(key)) {
      return accountsOfArns(condition);
    }
    if (NAMED_KEYS.contains(key) && condition.values().stream().allMatch(Audiences::isFixed)) {
      return Optional.of(Set.of());
    }
    return Optional.empty();
  }

  private static Optional<Set<String>> accountsOfArns(Condition condition) {
    var accounts = new HashSet<String>();
    for (var arn : condition.values()) {
      var matcher = ARN_ACCOUNT.matcher(arn);
      if (matcher.matches()) {
        accounts.add(matcher.group(1));
      } else if (!isFixed(arn)) {
        return Optional.empty();
      }
      // A fixed ARN without an account (a bucket) confines to one source, of an owner it does not
      // name.
    }
    return Optional.of(accounts);
  }

  private static boolean isFixed(String value) {
    return !value.isEmpty()
        && !value.contains("*")
        && !value.contains("?")
        && !value.contains("${");
  }

  // "0.0.0.0/0" to "/7" is the whole internet or nearly so.
  private static boolean isNetwork(Condition condition) {
    return condition.operator().equals("ipaddress")
        && !condition.ifExists()
        && !condition.forAllValues()
        && !condition.values().isEmpty()
        && condition.values().stream().noneMatch(each -> each.matches(".*/[0-7]"));
  }

  private static boolean saysNothingAboutTheCaller(Condition condition) {
    var key = condition.key();
    var confining =
        ACCOUNT_KEYS.contains(key) || ARN_KEYS.contains(key) || NAMED_KEYS.contains(key);
    // A confining key under an operator that does not confine: negated, optional, or with
    // wildcards.
    return condition.isIndifferent() || confining;
  }

  private static Optional<String> accountOf(String principal) {
    if (ACCOUNT.matcher(principal).matches()) {
      return Optional.of(principal);
    }
    Matcher matcher = Pattern.compile("arn:[^:]*:(?:iam|sts)::(\\d{12}):.*").matcher(principal);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
