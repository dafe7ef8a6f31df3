package dev.rampart.iam;

import dev.rampart.function.TrustedAccounts;
import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Operations;
import dev.rampart.tester.Caller;
import dev.rampart.tester.EmulatedAccount;
import dev.rampart.tester.GuardrailTester;
import dev.rampart.tester.TestedAccount;
import java.util.List;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/// Testers of this domain's guardrails.
final class Testers {
  private Testers() {}

  static GuardrailTester<ManagedPolicy, PolicyText> managedPolicies() {
    return managedPolicies(new WildcardPolicy<>());
  }

  static <P> GuardrailTester<ManagedPolicy, P> managedPolicies(
      Guardrail<ManagedPolicy, P> guardrail) {
    return GuardrailTester.of(Testers::policies, Testers::operations, guardrail);
  }

  static GuardrailTester<Principal, PolicyText> inlinePolicies(PrincipalKind kind) {
    return principals(kind, new WildcardPolicy<>());
  }

  static <P> GuardrailTester<Principal, P> principals(
      PrincipalKind kind, Guardrail<Principal, P> guardrail) {
    return GuardrailTester.of(caller -> principals(kind, caller), Testers::operations, guardrail);
  }

  static GuardrailTester<BoundedPrincipal, Boundary> boundaries(PrincipalKind kind) {
    return GuardrailTester.of(
        caller -> new Boundaries(kind, iam(caller)), Testers::operations, new BoundaryRemoved());
  }

  static <R extends Grantor, P> TestedAccount<R, P> emptyAccount(GuardrailTester<R, P> tester) {
    return tester.in(EmulatedAccount.empty(), "rampart-iam", IamState::of);
  }

  static ManagedPolicies policies(Caller caller) {
    return new ManagedPolicies(iam(caller), usage(caller));
  }

  static Principals principals(PrincipalKind kind, Caller caller) {
    var iam = iam(caller);
    var managed = new AwsManagedPolicies(iam);
    return switch (kind) {
      case ROLE -> new Roles(iam, managed, new TrustedAccounts(settings(caller)), usage(caller));
      case USER -> new Users(iam, managed);
      case GROUP -> new Groups(iam, managed);
    };
  }

  static List<Domain<?>> domains(Caller caller) {
    return IamFunction.domains(iam(caller), settings(caller), cloudTrail(caller));
  }

  private static UsageSources usage(Caller caller) {
    return UsageSources.of(iam(caller), cloudTrail(caller));
  }

  static CloudTrailClient cloudTrail(Caller caller) {
    return caller.client(CloudTrailClient.builder());
  }

  static SsmClient settings(Caller caller) {
    return caller.client(SsmClient.builder());
  }

  static IamClient iam(Caller caller) {
    return caller.client(IamClient.builder());
  }

  private static Operations operations(Caller caller) {
    return IamOperations.with(iam(caller));
  }
}
