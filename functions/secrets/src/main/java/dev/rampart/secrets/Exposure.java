package dev.rampart.secrets;

import static dev.rampart.guardrail.Verdict.compliant;
import static dev.rampart.guardrail.Verdict.undetermined;
import static dev.rampart.guardrail.Verdict.violation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rampart.guardrail.Verdict;
import dev.rampart.policy.Audience.Anyone;
import dev.rampart.policy.Audience.Foreign;
import dev.rampart.policy.Audience.Known;
import dev.rampart.policy.Audience.Network;
import dev.rampart.policy.Audience.Nobody;
import dev.rampart.policy.Audience.Services;
import dev.rampart.policy.Audience.Unclear;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.PolicyDocument.UnreadablePolicy;
import dev.rampart.policy.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// How far a resource policy reaches beyond what it names.
sealed interface Exposure {
  /// Only to whom it names; whether those are the right ones is another question.
  record Confined() implements Exposure {}

  /// To everyone.
  ///
  /// @param actions what everyone may do, in words
  /// @param isFenced whether a denial with a condition may keep some of them away after all
  record Open(String actions, boolean isFenced) implements Exposure {}

  /// To everyone in certain networks.
  record OpenToNetworks(String actions) implements Exposure {}

  /// That cannot be said.
  ///
  /// @param why a clause
  record Unknown(String why) implements Exposure {}

  /// Judges a policy.
  ///
  /// @param document JSON, empty for none
  /// @param account the account that owns what the policy stands on
  static Exposure of(String document, String account) {
    if (document.isBlank()) {
      return new Confined();
    }
    try {
      return of(PolicyDocument.parse(document).statements(), account);
    } catch (UnreadablePolicy _) {
      return new Unknown("the policy is not readable");
    }
  }

  /// Judges what was read of a policy.
  ///
  /// @param account the account that owns what the policy stands on
  /// @param open what is to be said of a policy that is open to everyone
  static Verdict verdict(PolicyText policy, String account, Function<Open, Verdict> open) {
    if (policy.isRefused()) {
      return undetermined(policy.refused());
    }
    return switch (of(policy.document(), account)) {
      case Confined() -> compliant();
      case Unknown(var why) -> undetermined(why);
      case OpenToNetworks(var actions) ->
          violation("anyone in certain networks may " + actions)
              .leftToAPerson(
                  "whether those networks are the owner's own is not to be seen from here")
              .verdict();
      case Open exposure -> open.apply(exposure);
    };
  }

  private static Exposure of(List<Statement> statements, String account) {
    var open = new ArrayList<String>();
    var networks = new ArrayList<String>();
    var unclear = new ArrayList<String>();
    for (int i = 0; i < statements.size(); i++) {
      var statement = statements.get(i);
      var audience =
          DeletedPrincipals.leave(statement)
              .map(each -> each.audience(account))
              .orElseGet(Nobody::new);
      switch (audience) {
        case Anyone _ -> open.add(statement.actionsInWords());
        case Network _ -> networks.add(statement.actionsInWords());
        case Unclear(var why) -> {
          if (!isForServicesOnly(statement)) {
            unclear.add(statement.name(i) + ": " + why);
          }
        }
        case Nobody _, Known _, Services _, Foreign _ -> {}
      }
    }
    if (!open.isEmpty()) {
      return new Open(String.join(", ", open), statements.stream().anyMatch(Exposure::isFence));
    }
    if (!networks.isEmpty()) {
      return new OpenToNetworks(String.join(", ", networks));
    }
    return unclear.isEmpty() ? new Confined() : new Unknown(String.join("; ", unclear));
  }

  // Services are not judged here, with whatever condition.
  private static boolean isForServicesOnly(Statement statement) {
    return statement.principal() instanceof ObjectNode kinds
        && kinds.size() == 1
        && kinds.fieldNames().next().equalsIgnoreCase("Service");
  }

  // "Deny everyone unless …": whom it leaves is a question of its own.
  private static boolean isFence(Statement statement) {
    return !statement.allows()
        && (!statement.conditions().isEmpty() || statement.hasNotPrincipal());
  }
}
