package dev.rampart.iam;

import dev.rampart.policy.Audience;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.PolicyDocument.UnreadablePolicy;
import dev.rampart.policy.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Who may take a role, as its trust policy or one statement of it has it.
sealed interface Trust {
  /// Only those that are named, or that a condition confines.
  record Guarded() implements Trust {}

  /// Everyone, or everyone with a token of a provider that serves strangers too.
  ///
  /// @param detail a clause that follows the name of the statement
  record Open(String detail) implements Trust {}

  /// Everyone, but only from certain networks.
  ///
  /// @param detail a clause that follows the name of the statement
  record FromNetworks(String detail) implements Trust {}

  /// Cannot be said.
  record Unclear(String why) implements Trust {}

  Pattern NAMED = Pattern.compile("\\d{12}|arn:[^:]+:(?:iam|sts)::\\d{12}:[^*?]+|A[A-Z0-9]{15,}");
  Set<String> KINDS = Set.of("aws", "service", "federated");
  // They say what a session may carry, and let nobody in.
  Set<String> ABOUT_SESSIONS = Set.of("sts:setsourceidentity", "sts:tagsession");

  /// How open the whole document is: as its worst statement.
  static Trust of(String document, String account) {
    List<Statement> statements;
    try {
      statements = PolicyDocument.parse(document).statements();
    } catch (UnreadablePolicy e) {
      return new Unclear("the trust policy cannot be read: " + e.getMessage());
    }
    var judged = new LinkedHashMap<Statement, Trust>();
    statements.forEach(each -> judged.put(each, of(each, account)));
    for (var kind : List.of(Open.class, FromNetworks.class, Unclear.class)) {
      var worst = judged.entrySet().stream().filter(each -> kind.isInstance(each.getValue()));
      var first = worst.findFirst();
      if (first.isPresent()) {
        var statement = first.get().getKey();
        return named(first.get().getValue(), statement.name(statements.indexOf(statement)));
      }
    }
    return new Guarded();
  }

  private static Trust named(Trust trust, String statement) {
    return switch (trust) {
      case Guarded guarded -> guarded;
      case Open(var detail) -> new Open(statement + " " + detail);
      case FromNetworks(var detail) -> new FromNetworks(statement + " " + detail);
      case Unclear(var why) -> new Unclear(statement + ": " + why);
    };
  }

  /// How open one statement is.
  static Trust of(Statement statement, String account) {
    if (!statement.allows() || isOnly(ABOUT_SESSIONS, statement)) {
      return new Guarded();
    }
    var principal = statement.principal();
    if (statement.hasNotPrincipal()
        || principal.asText().equals("*")
        || statement.principals("AWS").contains("*")) {
      return everyone(statement, account);
    }
    if (!principal.isObject() || principal.isEmpty()) {
      return new Unclear("no principal that can be read");
    }
    return findStranger(statement)
        .<Trust>map(each -> new Unclear("principal " + each))
        .orElseGet(() -> Federation.of(statement));
  }

  /// Whether a statement allows nothing but these actions.
  static boolean isOnly(Set<String> actions, Statement statement) {
    return !statement.hasNotAction()
        && statement.actions().stream()
            .allMatch(each -> actions.contains(each.toLowerCase(Locale.ROOT)));
  }

  private static Optional<String> findStranger(Statement statement) {
    for (var kind : statement.principal().properties()) {
      if (!KINDS.contains(kind.getKey().toLowerCase(Locale.ROOT))) {
        return Optional.of(kind.getKey());
      }
    }
    return statement.principals("AWS").stream()
        .filter(each -> !NAMED.matcher(each).matches())
        .findFirst();
  }

  private static Trust everyone(Statement statement, String account) {
    return switch (statement.audience(account)) {
      case Audience.Anyone() -> {
        var condition =
            statement.conditions().isEmpty() ? "" : ", under a condition that does not say who";
        yield new Open("lets everyone take the role" + condition);
      }
      case Audience.Network(var ranges) ->
          new FromNetworks("lets everyone in " + String.join(", ", ranges) + " take the role");
      case Audience.Unclear(var why) -> new Unclear(why);
      case Audience.Known _, Audience.Foreign _, Audience.Services _, Audience.Nobody _ ->
          new Guarded();
    };
  }
}
