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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
          "kms:calleraccount",
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
  // Those of them whose values are paths.
  private static final Set<String> PATH_KEYS =
      Set.of("aws:principalorgpaths", "aws:sourceorgpaths");

  private static final Set<String> ORGANIZATION_KEYS =
      Set.of("aws:principalorgid", "aws:principalorgpaths");

  private Audiences() {}

  /// The organizations to one of which whoever uses a statement has to belong.
  static Set<String> organizations(Statement statement) {
    return conditions(statement).stream()
        .filter(each -> ORGANIZATION_KEYS.contains(each.key()) && each.isPositive())
        .flatMap(each -> each.values().stream())
        .map(each -> each.split("/", 2)[0])
        .collect(Collectors.toUnmodifiableSet());
  }

  static Audience of(Statement statement, String account) {
    if (!statement.allows()) {
      return statement.denies() ? new Nobody() : new Unclear("effect that is none");
    }
    if (!statement.hasReadableConditions()) {
      return new Unclear("condition that cannot be read");
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
    for (var kind : principal.properties()) {
      if (!kind.getKey().equalsIgnoreCase("AWS") && !kind.getKey().equalsIgnoreCase("Service")) {
        return new Unclear("principal " + kind.getKey());
      }
    }
    var services = new TreeSet<>(Statement.texts(Statement.element(principal, "Service")));
    if (!services.isEmpty()) {
      return ofServices(services, statement);
    }
    return aws.isEmpty() ? new Unclear("principal " + principal) : new Known();
  }

  private static Audience ofServices(Set<String> services, Statement statement) {
    var conditions = conditions(statement);
    var scoped = conditions.stream().anyMatch(each -> accountsOf(each).isPresent());
    var unclear = conditions.stream().filter(Audiences::mayNameAnAccount).findFirst();
    return !scoped && unclear.isPresent()
        ? new Unclear("condition on " + unclear.get().key())
        : new Services(services, scoped);
  }

  // A condition that asks for a key, for a missing one too, asks for more if another one says that
  // the key is there.
  private static List<Condition> conditions(Statement statement) {
    var conditions = statement.conditions();
    var present =
        conditions.stream()
            .filter(each -> each.operator().equals("null") && !each.ifExists())
            .filter(each -> each.values().equals(List.of("false")))
            .map(Condition::key)
            .collect(Collectors.toSet());
    return conditions.stream()
        .map(each -> present.contains(each.key()) ? each.whereTheKeyIsPresent() : each)
        .toList();
  }

  private static Audience narrowed(Statement statement, String account) {
    var conditions = conditions(statement);
    var confined = confined(conditions, account);
    if (confined.isPresent()) {
      return confined.get();
    }
    Audience widest = new Anyone();
    for (var condition : conditions) {
      if (condition.key().equals("aws:sourceip") && condition.isUnderstood()) {
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

  // All conditions have to hold, so their order makes no difference. One that names accounts says
  // more than one that names a place.
  private static Optional<Audience> confined(List<Condition> conditions, String account) {
    var confining = conditions.stream().flatMap(each -> accountsOf(each).stream()).toList();
    var named = confining.stream().filter(each -> !each.isEmpty()).toList();
    if (confining.isEmpty()) {
      return Optional.empty();
    }
    if (named.isEmpty() || named.stream().anyMatch(Set.of(account)::equals)) {
      return Optional.of(new Known());
    }
    // Not those that all of them name: one may be about the caller and one about its resource.
    var foreign = new TreeSet<String>();
    named.forEach(foreign::addAll);
    foreign.remove(account);
    return Optional.of(new Foreign(foreign));
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
    var named =
        (NAMED_KEYS.contains(key) && condition.values().stream().allMatch(Audiences::isFixed))
            || (PATH_KEYS.contains(key)
                && condition.values().stream().allMatch(Audiences::isWithinAnOrganization));
    return named ? Optional.of(Set.of()) : Optional.empty();
  }

  private static Optional<Set<String>> accountsOfArns(Condition condition) {
    var accounts = new HashSet<String>();
    for (var arn : condition.values()) {
      var matcher = ARN_ACCOUNT.matcher(arn);
      if (matcher.matches() && isCertain(arn.substring(0, matcher.start(1)), condition)) {
        accounts.add(matcher.group(1));
      } else if (!isFixed(arn)) {
        return Optional.empty();
      }
      // A fixed ARN without an account (a bucket) confines to one source, of an owner it does not
      // name.
    }
    return Optional.of(accounts);
  }

  // Of an ARN each part is compared by itself. In a text a wildcard reaches over colons, and the
  // account may stand in somebody else's path.
  private static boolean isCertain(String beforeTheAccount, Condition condition) {
    return !beforeTheAccount.contains("${")
        && (!condition.operator().equals("stringlike") || isFixed(beforeTheAccount));
  }

  private static boolean mayNameAnAccount(Condition condition) {
    return condition.isPositive()
        && ARN_KEYS.contains(condition.key())
        && accountsOf(condition).isEmpty()
        && condition.values().stream().allMatch(each -> ARN_ACCOUNT.matcher(each).matches());
  }

  // "o-a1b2c3d4e5/r-ab12/*" is a part of one organization.
  private static boolean isWithinAnOrganization(String path) {
    return path.matches("o-[a-z0-9]+/.*") && !path.contains("${");
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
    return condition.isUnderstood()
        && !mayNameAnAccount(condition)
        && (condition.isIndifferent() || confining);
  }

  private static Optional<String> accountOf(String principal) {
    if (ACCOUNT.matcher(principal).matches()) {
      return Optional.of(principal);
    }
    Matcher matcher = Pattern.compile("arn:[^:]*:(?:iam|sts)::(\\d{12}):.*").matcher(principal);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
