package dev.rampart.iam;

import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Operations;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.GuardrailTester;
import dev.rampart.tester.TestedAccount;
import software.amazon.awssdk.services.iam.IamClient;

/// Testers of this domain's guardrails.
final class Testers {
  private Testers() {}

  static GuardrailTester<ManagedPolicy, PolicyText> managedPolicies() {
    return GuardrailTester.of(
        caller -> new ManagedPolicies(iam(caller)), Testers::operations, new WildcardPolicy<>());
  }

  static GuardrailTester<Principal, PolicyText> inlinePolicies(PrincipalKind kind) {
    return principals(kind, new WildcardPolicy<>());
  }

  static <P> GuardrailTester<Principal, P> principals(
      PrincipalKind kind, Guardrail<Principal, P> guardrail) {
    return GuardrailTester.of(
        caller -> principals(kind, iam(caller)), Testers::operations, guardrail);
  }

  static <R extends Grantor, P> TestedAccount<R, P> emptyAccount(GuardrailTester<R, P> tester) {
    return tester.in(EmulatedAccount.empty(), "rampart-iam", IamState::of);
  }

  static Principals principals(PrincipalKind kind, IamClient iam) {
    var managed = new AwsManagedPolicies(iam);
    return switch (kind) {
      case ROLE -> new Roles(iam, managed);
      case USER -> new Users(iam, managed);
      case GROUP -> new Groups(iam, managed);
    };
  }

  static IamClient iam(Caller caller) {
    return caller.client(IamClient.builder());
  }

  private static Operations operations(Caller caller) {
    return IamOperations.with(iam(caller));
  }
}
