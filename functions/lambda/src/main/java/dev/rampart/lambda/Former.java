package dev.rampart.lambda;

import dev.rampart.guardrail.Fact;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Verdict;
import dev.rampart.guardrail.Verdict.Asks;
import dev.rampart.guardrail.Verdict.Compliant;
import dev.rampart.guardrail.Verdict.NotYet;
import dev.rampart.guardrail.Verdict.Undetermined;
import dev.rampart.guardrail.Verdict.Violation;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Judges whether a statement of old may be put back: only if no guardrail of policies flags it.
/// That one of them found it good says nothing about the others, and a fix that one of those flags
/// would count as harm and be taken back, so that what was to be closed would be open again.
final class Former {
  private Former() {}

  /// What has to be read before it can be told of each of these statements.
  static Set<Fact> asks(List<Permission> statements, FunctionPolicy policy) {
    return statements.stream()
        .flatMap(each -> verdicts(each, policy))
        .flatMap(verdict -> verdict instanceof Asks(var facts) ? facts.stream() : Stream.of())
        .collect(Collectors.toUnmodifiableSet());
  }

  static boolean isGood(Permission statement, FunctionPolicy policy) {
    return verdicts(statement, policy)
        .allMatch(
            verdict ->
                switch (verdict) {
                  case Compliant _ -> true;
                  case Violation _, Undetermined _, Asks _, NotYet _ -> false;
                });
  }

  // Without a past, because what matters is what they flag and not how they would mend it.
  private static Stream<Verdict> verdicts(Permission statement, FunctionPolicy policy) {
    return FunctionPolicies.GUARDRAILS.stream()
        .map(each -> each.check(statement, policy, Past.unread()));
  }
}
