package dev.rampart.iam;

import dev.rampart.policy.Condition;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.PolicyDocument.UnreadablePolicy;
import dev.rampart.policy.Reach;
import dev.rampart.policy.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Actions that lead to more rights or to secrets, and that could be limited to some resources.
/// Only those are listed: where AWS takes nothing but `*`, there is nothing to narrow.
final class SensitiveActions {
  private static final Set<String> NAMES =
      Set.of(
          "iam:addusertogroup",
          "iam:attachgrouppolicy",
          "iam:attachrolepolicy",
          "iam:attachuserpolicy",
          "iam:createaccesskey",
          "iam:createloginprofile",
          "iam:createpolicyversion",
          "iam:deleterolepermissionsboundary",
          "iam:deleteuserpermissionsboundary",
          "iam:passrole",
          "iam:putgrouppolicy",
          "iam:putrolepermissionsboundary",
          "iam:putrolepolicy",
          "iam:putuserpermissionsboundary",
          "iam:putuserpolicy",
          "iam:setdefaultpolicyversion",
          "iam:updateassumerolepolicy",
          "iam:updateloginprofile",
          "kms:creategrant",
          "kms:decrypt",
          "kms:putkeypolicy",
          "kms:reencryptfrom",
          "kms:schedulekeydeletion",
          "lambda:addpermission",
          "lambda:updatefunctioncode",
          "lambda:updatefunctionconfiguration",
          "s3:putbucketacl",
          "s3:putbucketpolicy",
          "secretsmanager:getsecretvalue",
          "secretsmanager:putresourcepolicy",
          "ssm:getparameter",
          "ssm:getparameterhistory",
          "ssm:getparameters",
          "ssm:getparametersbypath",
          "sts:assumerole");
  // The service whose resources an action is about, where that is not its own.
  private static final String ROLES_BELONG_TO = "iam";
  private static final Pattern ANY = Pattern.compile(".*[*?].*");

  private SensitiveActions() {}

  /// A clause that quotes the first statement that allows such an action on everything; nothing if
  /// there is none, or if the document is not a policy.
  static Optional<String> find(String document) {
    List<Statement> statements;
    try {
      statements = PolicyDocument.parse(document).statements();
    } catch (UnreadablePolicy _) {
      return Optional.empty();
    }
    for (var statement : statements) {
      var actions = unlimited(statement);
      if (!actions.isEmpty()) {
        var words = String.join(", ", actions.stream().limit(4).toList());
        var more = actions.size() > 4 ? " and " + (actions.size() - 4) + " more" : "";
        return Optional.of(
            "%s allows %s%s on every resource"
                .formatted(statement.name(statements.indexOf(statement)), words, more));
      }
    }
    return Optional.empty();
  }

  private static List<String> unlimited(Statement statement) {
    // What allows a whole service is another guardrail's; a condition on anything but circumstances
    // may narrow it enough.
    if (!statement.allows()
        || statement.reach() != Reach.LIMITED
        || !statement.conditions().stream().allMatch(Condition::isIndifferent)) {
      return List.of();
    }
    var actions = new ArrayList<String>();
    for (var action : statement.actions()) {
      var name = action.toLowerCase(Locale.ROOT);
      if (NAMES.contains(name)
          && statement.unlimitedResources().stream().anyMatch(each -> isOf(name, each))) {
        actions.add(action);
      }
    }
    return actions;
  }

  /// Whether a resource with wildcards can be one that the action is about.
  private static boolean isOf(String action, String resource) {
    var fields = resource.split(":", 4);
    if (fields.length < 4) {
      return true;
    }
    var service = action.substring(0, action.indexOf(':'));
    var owner = service.equals("sts") ? ROLES_BELONG_TO : service;
    return fields[2].equalsIgnoreCase(owner) || ANY.matcher(fields[2]).matches();
  }
}
