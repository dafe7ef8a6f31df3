package dev.rampart.lambda;

import dev.rampart.policy.Audience;
import dev.rampart.policy.Audience.Anyone;
import dev.rampart.policy.Audience.Foreign;
import dev.rampart.policy.Audience.Known;
import dev.rampart.policy.Audience.Network;
import dev.rampart.policy.Audience.Nobody;
import dev.rampart.policy.Audience.Services;
import dev.rampart.policy.Audience.Unclear;
import dev.rampart.policy.Condition;
import dev.rampart.policy.Glob;
import dev.rampart.policy.Statement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// One statement of a function's policy.
///
/// @param statement the statement as Lambda keeps it
public record Permission(Statement statement) {
  private static final String VIA_URL = "lambda:invokedviafunctionurl";
  private static final String AUTH_TYPE = "lambda:functionurlauthtype";
  private static final Set<String> URL_KEYS = Set.of(VIA_URL, AUTH_TYPE);
  private static final Set<String> OPERATORS =
      Set.of(
          "bool",
          "stringequals",
          "stringequalsignorecase",
          "stringlike",
          "stringnotequals",
          "stringnotequalsignorecase",
          "stringnotlike");
  private static final String INVOKE = "lambda:invokefunction";
  private static final String INVOKE_URL = "lambda:invokefunctionurl";

  /// What the statement is called in alerts and in the ledger: `AllowAll`; one without a Sid goes
  /// by a hash of its text.
  public String key() {
    return statement.sid().isEmpty() ? "#" + hash(statement.tree().toString()) : statement.sid();
  }

  /// Whether this is a statement at all.
  public boolean legible() {
    return statement.tree().isObject();
  }

  /// Whether it says something about calls through a function URL without a signature, and about
  /// nothing else. Such a statement opens nothing where there is no such URL.
  ///
  /// A wider action under the same condition is more than that: `lambda:*` would let anyone change
  /// the URL too. So is a call to the URL, unless it has to be an unsigned one: of those that are
  /// signed, every account would be let in.
  public boolean belongsToUrl() {
    return statement.allows()
        && !statement.hasNotAction()
        && statement.conditions().stream().anyMatch(this::confinesToUrl);
  }

  /// Whether it takes something away, or may do so: what does not allow is taken for a denial.
  boolean denies() {
    return legible() && !statement.allows();
  }

  /// Whom it lets in, the farthest first: everyone, then whom nobody can tell.
  Audience audience(String account) {
    return Principals.kinds(statement).stream()
        .map(each -> each.audience(account))
        .max(Comparator.comparingInt(Permission::reach))
        .orElseThrow();
  }

  private static int reach(Audience audience) {
    return switch (audience) {
      case Nobody _ -> 0;
      case Known _ -> 1;
      case Services _ -> 2;
      case Foreign _ -> 3;
      case Unclear _ -> 4;
      case Network _ -> 5;
      case Anyone _ -> 6;
    };
  }

  /// Whether it allows nothing but calls of the function: not to read, change or delete it.
  boolean onlyInvokes() {
    return !statement.hasNotAction()
        && statement.actions().stream()
            .allMatch(each -> each.toLowerCase(Locale.ROOT).startsWith("lambda:invoke"));
  }

  /// Whether its principal is everyone, so that only conditions say who is let in.
  boolean namesEveryone() {
    return statement.principal().asText().equals("*") || statement.principals("AWS").contains("*");
  }

  /// The organizations to one of which callers have to belong; empty if none is named.
  Set<String> organizations() {
    return statement.organizations();
  }

  /// The organizations that the conditions on these keys ask for.
  static Set<String> organizations(Statement statement, Set<String> keys) {
    return statement.conditions().stream()
        .filter(each -> keys.contains(each.key()) && each.isPositive())
        .flatMap(each -> each.values().stream())
        .map(each -> each.split("/", 2)[0])
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Whether a call to a URL without authentication is among what it allows, or may be.
  public boolean opensUrl() {
    return statement.allows()
        && (statement.hasNotAction()
            ? statement.notActions().stream().noneMatch(Permission::coversUrl)
            : statement.actions().stream().anyMatch(Permission::coversUrl))
        && statement.conditions().stream().allMatch(Permission::holdsForOpenUrl);
  }

  /// Whom it lets call a URL without authentication, if it opens one.
  Audience audienceOfUrl(String account) {
    return statement.conditions().stream()
        .filter(each -> URL_KEYS.contains(each.key()) && !OPERATORS.contains(each.operator()))
        .findFirst()
        .<Audience>map(each -> new Unclear("condition on " + each.key()))
        .orElseGet(() -> audience(account));
  }

  /// Whether it is confined to URLs that ask for a signature.
  public boolean asksForSignature() {
    return statement.conditions().stream()
        .anyMatch(each -> equalsFixed(each, AUTH_TYPE) && each.values().equals(List.of("AWS_IAM")));
  }

  private boolean confinesToUrl(Condition condition) {
    if (equalsFixed(condition, AUTH_TYPE)) {
      return condition.values().equals(List.of("NONE")) && allows(INVOKE_URL);
    }
    return condition.key().equals(VIA_URL)
        && condition.operator().equals("bool")
        && !condition.ifExists()
        && condition.values().equals(List.of("true"))
        && allows(INVOKE);
  }

  private static boolean equalsFixed(Condition condition, String key) {
    return condition.key().equals(key)
        && condition.operator().equals("stringequals")
        && !condition.ifExists()
        && !condition.forAllValues();
  }

  private boolean allows(String onlyAction) {
    var actions = statement.actions();
    return !actions.isEmpty() && actions.stream().allMatch(onlyAction::equalsIgnoreCase);
  }

  private static boolean coversUrl(String action) {
    return Glob.ofAction(action).matches(INVOKE_URL);
  }

  private static boolean holdsForOpenUrl(Condition condition) {
    return switch (condition.key()) {
      case AUTH_TYPE -> holds(condition, "NONE");
      case VIA_URL -> holds(condition, "true");
      default -> true; // about the caller: the audience tells
    };
  }

  private static boolean holds(Condition condition, String value) {
    boolean named = condition.values().stream().anyMatch(value::equalsIgnoreCase);
    return switch (condition.operator()) {
      case "stringequals", "stringequalsignorecase", "bool" -> named;
      case "stringlike" -> isLike(condition, value);
      case "stringnotequals", "stringnotequalsignorecase" -> !named;
      case "stringnotlike" -> !isLike(condition, value);
      default -> true; // told of as unclear
    };
  }

  private static boolean isLike(Condition condition, String value) {
    return condition.values().stream().anyMatch(each -> new Glob(each).matches(value));
  }

  private static String hash(String text) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
