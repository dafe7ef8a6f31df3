package dev.rampart.policy;

import dev.rampart.policy.Audience.Known;
import dev.rampart.policy.Audience.Nobody;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// All that can be said of a policy by itself.
///
/// @param breadth how much it grants by wildcards
/// @param sensitive sensitive actions allowed on every resource without a condition, by name
/// @param audiences who may use it beyond the own account, by statement; empty for an identity
///   policy
/// @param escalations the known ways to more rights that it opens
/// @param unknown what could not be understood, in clauses
public record Judgement(
    Breadth breadth,
    Set<String> sensitive,
    Map<String, Audience> audiences,
    List<Escalation.Open> escalations,
    List<String> unknown) {
  public Judgement {
    sensitive = Collections.unmodifiableSet(new TreeSet<>(sensitive));
    audiences = Collections.unmodifiableMap(new LinkedHashMap<>(audiences));
    escalations = List.copyOf(escalations);
    unknown = List.copyOf(unknown);
  }

  /// Where the policy stands.
  public enum Kind {
    /// On a user, group or role.
    IDENTITY,
    /// On a resource.
    RESOURCE,
    /// On a role: who may assume it.
    TRUST
  }

  /// Judges a policy.
  ///
  /// @param account the own account
  /// @param trusted other accounts that are as good as the own one
  public static Judgement of(
      PolicyDocument document, Kind kind, String account, Set<String> trusted) {
    var statements = document.statements();
    var unknown = new ArrayList<String>();
    for (int i = 0; i < statements.size(); i++) {
      addUnknown(statements.get(i), i, unknown);
    }
    if (kind != Kind.IDENTITY) {
      var audiences = audiences(statements, account, trusted, unknown);
      return new Judgement(new Breadth.Narrow(), Set.of(), audiences, List.of(), unknown);
    }
    var permissions = Permissions.of(document);
    return new Judgement(
        Breadth.of(document),
        permissions.sensitiveEverywhere(),
        Map.of(),
        permissions.escalations(),
        unknown);
  }

  private static Map<String, Audience> audiences(
      List<Statement> statements, String account, Set<String> trusted, List<String> unknown) {
    var audiences = new LinkedHashMap<String, Audience>();
    for (int i = 0; i < statements.size(); i++) {
      var audience = statements.get(i).audience(account).without(trusted);
      var name = statements.get(i).name(i);
      switch (audience) {
        case Nobody _, Known _ -> {}
        case Audience.Unclear(var why) -> unknown.add(name + ": " + why);
        case Audience.Services _, Audience.Foreign _, Audience.Network _, Audience.Anyone _ ->
            audiences.put(name, audience);
      }
    }
    return audiences;
  }

  private static void addUnknown(Statement statement, int index, List<String> unknown) {
    for (var condition : statement.conditions()) {
      if (!condition.isUnderstood()) {
        unknown.add(statement.name(index) + ": condition operator " + condition.operator());
      }
    }
    if (!statement.allows() || statement.hasNotAction()) {
      return;
    }
    var service = "";
    var told = new HashSet<String>();
    for (var action : statement.actions()) {
      // One after the other they are mostly of the same service.
      if (isOf(service, action)) {
        continue;
      }
      int colon = action.indexOf(':');
      service = colon < 0 ? action : action.substring(0, colon);
      if (!ActionCatalog.standard().knows(service)
          && !new Glob(service).hasWildcard()
          && told.add(service)) {
        unknown.add(statement.name(index) + ": service " + service);
      }
    }
  }

  private static boolean isOf(String service, String action) {
    return action.startsWith(service)
        && action.length() > service.length()
        && action.charAt(service.length()) == ':';
  }
}
