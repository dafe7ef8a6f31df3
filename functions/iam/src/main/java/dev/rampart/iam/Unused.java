package dev.rampart.iam;

import dev.rampart.guardrail.Call;
import dev.rampart.policy.PolicyDocument;
import dev.rampart.policy.PolicyDocument.UnreadablePolicy;
import dev.rampart.policy.Pruning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How to take what is not used out of a principal's policies.
final class Unused {
  private Unused() {}

  /// The calls that leave the policies without these services, as far as that can be said service
  /// by service.
  static List<Call> commands(Principal principal, Set<String> services) {
    var commands = new ArrayList<Call>();
    var identity = principal.identity();
    for (var policy : principal.policies().values()) {
      pruned(policy.document(), services)
          .ifPresent(
              pruned ->
                  commands.add(
                      pruned.leavesNothing()
                          ? PrincipalCalls.delete(identity, policy.name())
                          : PrincipalCalls.put(identity, with(pruned, policy))));
    }
    principal
        .awsDocuments()
        .forEach(
            (arn, document) ->
                pruned(document, services)
                    .filter(Pruning::leavesNothing)
                    .ifPresent(_ -> commands.add(PrincipalCalls.detach(identity, arn))));
    return commands;
  }

  private static PolicyText with(Pruning pruned, PolicyText policy) {
    return new PolicyText(policy.name(), "", pruned.document().text());
  }

  private static Optional<Pruning> pruned(String document, Set<String> services) {
    try {
      return Optional.of(Pruning.of(PolicyDocument.parse(document), services))
          .filter(Pruning::hasDropped);
    } catch (UnreadablePolicy _) {
      return Optional.empty();
    }
  }
}
