package dev.rampart.iam;

import dev.rampart.iam.UsageReport.Ready;
import dev.rampart.policy.Answer;
import dev.rampart.policy.Breadth;
import dev.rampart.policy.Narrowing;
import dev.rampart.policy.Permissions;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InvalidInputException;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationException;

/// Asks IAM's own simulator whether narrower documents would still allow what was used: a second
/// opinion beside [Narrowing]'s own.
final class Simulator {
  private static final int DENIED = 403;
  private static final int ACTIONS_PER_CALL = 100;
  // Each costs two calls; documents with wildcards name few.
  private static final int RESOURCES = 5;

  private final IamClient iam;

  Simulator(IamClient iam) {
    this.iam = iam;
  }

  /// Simulates every document that wildcards make broad, as it is and narrowed to what was used.
  ///
  /// @param policies the documents that may be narrowed, by their keys
  /// @param others what the same principal has besides
  /// @return the report with the actions that would be lost, of every document that could be
  ///   simulated
  Ready simulate(Ready report, Map<String, PolicyText> policies, Collection<String> others) {
    var lost = new HashMap<String, Set<String>>();
    try {
      for (var policy : policies.entrySet()) {
        var document = policy.getValue().document();
        if (Breadth.of(document) instanceof Breadth.Broad) {
          var besides = new ArrayList<>(others);
          policies.forEach(
              (key, other) -> {
                if (!key.equals(policy.getKey())) {
                  besides.add(other.document());
                }
              });
          lost.put(policy.getKey(), lost(PolicyDocument.parse(document), report, besides));
        }
      }
    } catch (IamException e) {
      if (!isRefusal(e)) {
        throw e;
      }
    }
    return report.simulated(lost);
  }

  // It may not be asked, does not know an action, or takes a document for malformed.
  private static boolean isRefusal(IamException e) {
    return e.statusCode() == DENIED
        || e instanceof InvalidInputException
        || e instanceof PolicyEvaluationException;
  }

  private Set<String> lost(PolicyDocument document, Ready report, List<String> besides) {
    var narrowed = Narrowing.of(document, report.usage()).document();
    var permissions = Permissions.of(document);
    var actions =
        report.usage().used().stream()
            .filter(action -> permissions.allowsSomewhere(action) != Answer.NO)
            .toList();
    return lost(with(document, besides), with(narrowed, besides), actions, resources(document));
  }

  /// The actions that documents allow on some resource, and others do not.
  Set<String> lost(
      List<String> before, List<String> after, List<String> actions, List<String> resources) {
    var lost = new TreeSet<String>();
    for (var resource : resources) {
      var kept = allowed(after, actions, resource);
      allowed(before, actions, resource).stream()
          .filter(action -> !kept.contains(action))
          .forEach(lost::add);
    }
    return lost;
  }

  private static List<String> with(PolicyDocument document, List<String> besides) {
    var all = new ArrayList<>(besides);
    all.add(document.text());
    return all;
  }

  // One resource of each kind that the document names, and all of them.
  private static List<String> resources(PolicyDocument document) {
    var resources = new TreeSet<String>();
    resources.add("*");
    document.statements().stream()
        .filter(Statement::allows)
        .flatMap(statement -> statement.resources().stream())
        .filter(resource -> resource.startsWith("arn:") && !resource.contains("${"))
        .map(resource -> resource.replace("*", "example").replace("?", "x"))
        .forEach(resources::add);
    return resources.stream().limit(RESOURCES).toList();
  }

  private Set<String> allowed(List<String> documents, List<String> actions, String resource) {
    var allowed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (int from = 0; from < actions.size(); from += ACTIONS_PER_CALL) {
      var some = actions.subList(from, Math.min(from + ACTIONS_PER_CALL, actions.size()));
      iam
          .simulateCustomPolicyPaginator(
              ask -> ask.policyInputList(documents).actionNames(some).resourceArns(resource))
          .evaluationResults()
          .stream()
          .filter(each -> each.evalDecision() == PolicyEvaluationDecisionType.ALLOWED)
          .forEach(each -> allowed.add(each.evalActionName()));
    }
    return allowed;
  }
}
