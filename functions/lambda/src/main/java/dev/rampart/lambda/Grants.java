package dev.rampart.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rampart.policy.Condition;
import dev.rampart.policy.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;

/// Finds the AddPermission call that makes a statement again.
///
/// AddPermission knows a few parameters, a policy many forms, all of which PutResourcePolicy
/// writes. So each element is turned into the parameter that is known to make exactly it, and a
/// statement with anything left over cannot be made again: Rampart then does not remove it.
final class Grants {
  private static final Pattern SID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final Pattern ACTION = Pattern.compile("lambda:\\*|lambda:[A-Za-z]+|\\*");
  private static final Pattern AWS_PRINCIPAL = Pattern.compile("\\*|arn:aws[a-z-]*:(iam|sts)::.+");
  private static final Set<String> ELEMENTS =
      Set.of("sid", "effect", "principal", "action", "resource", "condition");

  private static final String IS_LOST =
      "a removal could not be undone: AddPermission cannot write this statement again";
  private static final String IS_FENCED =
      "another statement of the policy denies, and whom it keeps away is not to be seen from here";

  private Grants() {}

  /// Whether AddPermission takes it for the id of a statement.
  static boolean isId(String sid) {
    return SID.matcher(sid).matches();
  }

  /// Why Rampart does not take a statement away, however bad it is; empty if it may.
  static Optional<String> obstacle(FunctionPolicy policy, Permission permission) {
    if (policy.denies()) {
      return Optional.of(IS_FENCED);
    }
    return find(policy.arn(), permission).isEmpty() ? Optional.of(IS_LOST) : Optional.empty();
  }

  /// The call, or nothing if AddPermission cannot say the same.
  static Optional<AddPermissionRequest> find(FunctionArn arn, Permission permission) {
    var statement = permission.statement();
    if (!permission.legible() || !isPlain(statement) || !isOn(arn, permission)) {
      return Optional.empty();
    }
    var principal = principal(statement.principal());
    if (principal.isEmpty()) {
      return Optional.empty();
    }
    var builder =
        AddPermissionRequest.builder()
            .functionName(arn.name())
            .qualifier(arn.requested())
            .statementId(statement.sid())
            .action(statement.actions().getFirst())
            .principal(principal.get());
    var keys = new TreeSet<String>();
    for (var condition : statement.conditions()) {
      if (!keys.add(condition.key()) || !add(condition, builder)) {
        return Optional.empty();
      }
    }
    return Optional.of(builder.build());
  }

  private static boolean isPlain(Statement statement) {
    return statement.allows()
        && statement.tree().properties().stream()
            .allMatch(each -> ELEMENTS.contains(each.getKey().toLowerCase(Locale.ROOT)))
        && isId(statement.sid())
        && statement.actions().size() == 1
        && ACTION.matcher(statement.actions().getFirst()).matches();
  }

  private static boolean isOn(FunctionArn arn, Permission permission) {
    var resources = permission.statement().resources();
    return resources.size() == 1 && resources.getFirst().equals(arn.toString());
  }

  // "*" and {"AWS": "*"} mean the same; of the other kinds AddPermission takes exactly one.
  private static Optional<String> principal(JsonNode principal) {
    if (principal.isTextual()) {
      return Optional.of(principal.asText()).filter("*"::equals);
    }
    if (principal.size() != 1) {
      return Optional.empty();
    }
    var kind = principal.properties().iterator().next();
    var value =
        kind.getValue().isArray() && kind.getValue().size() == 1
            ? kind.getValue().get(0)
            : kind.getValue();
    return switch (kind.getKey().toLowerCase(Locale.ROOT)) {
      case "aws" -> Optional.of(value.asText()).filter(AWS_PRINCIPAL.asMatchPredicate());
      case "service" -> Optional.of(value.asText()).filter(each -> !each.isEmpty());
      default -> Optional.empty();
    };
  }

  private static boolean add(Condition condition, AddPermissionRequest.Builder builder) {
    if (condition.ifExists() || condition.forAllValues() || condition.values().size() != 1) {
      return false;
    }
    var value = condition.values().getFirst();
    switch (condition.operator() + " " + condition.key()) {
      case "arnlike aws:sourcearn" -> builder.sourceArn(value);
      case "stringequals aws:sourceaccount" -> builder.sourceAccount(value);
      case "stringequals aws:principalorgid" -> builder.principalOrgID(value);
      case "stringequals lambda:eventsourcetoken" -> builder.eventSourceToken(value);
      case "stringequals lambda:functionurlauthtype" -> builder.functionUrlAuthType(value);
      case "bool lambda:invokedviafunctionurl" -> {
        if (!value.equals("true")) {
          return false; // AddPermission can only confine to URLs, not shut them out
        }
        builder.invokedViaFunctionUrl(true);
      }
      default -> {
        return false;
      }
    }
    return true;
  }
}
