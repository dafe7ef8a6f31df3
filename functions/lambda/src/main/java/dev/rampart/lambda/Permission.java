package dev.rampart.lambda;

import dev.rampart.policy.Condition;
import dev.rampart.policy.Statement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// One statement of a function's policy.
///
/// @param statement the statement as Lambda keeps it
public record Permission(Statement statement) {
  private static final String VIA_URL = "lambda:invokedviafunctionurl";
  private static final String AUTH_TYPE = "lambda:functionurlauthtype";
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

  /// Whether a call to a URL without authentication is among what it allows.
  public boolean opensUrl() {
    return statement.allows()
        && (statement.hasNotAction()
            || statement.actions().stream().anyMatch(Permission::coversUrl))
        && statement.conditions().stream().allMatch(Permission::holdsForOpenUrl);
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

  // Lambda takes an action by its full name, "lambda:*" or "*".
  private static boolean coversUrl(String action) {
    var word = action.toLowerCase(Locale.ROOT);
    int star = word.indexOf('*');
    return star < 0 ? word.equals(INVOKE_URL) : INVOKE_URL.startsWith(word.substring(0, star));
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
      case "stringnotequals", "stringnotequalsignorecase" -> !named;
      default -> true; // AddPermission writes no such operator; rather one alarm too many
    };
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
