package dev.rampart.tester;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rampart.guardrail.Domain;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Operations;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Past.Birth;
import dev.rampart.guardrail.Past.Good;
import dev.rampart.guardrail.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/// Tests one guardrail: states what it says of a resource, and checks the laws behind it each time.
///
/// A pure test gives a resource: `tester.given(queue).isFlagged("anyone may …")`. A test in the
/// emulated account lets the tester look as the deployed function does:
///
/// ```java
/// var account = tester.in(EmulatedAccount.empty());
/// account.learns(id);            // the good state is remembered
/// …                              // somebody breaks it, as `account.person("mallory")`
/// account.looksAt(id).isFlagged("…").wouldRun("aws …").isFixed();
/// ```
///
/// @param <R> the resource
/// @param <P> the part
public final class GuardrailTester<R extends Resource, P> {
  final Function<Caller, ? extends Domain<R>> domain;
  final Function<Caller, Operations> operations;
  final Guardrail<R, P> guardrail;
  final Operations printing;
  final Set<String> secrets;

  private GuardrailTester(
      Function<Caller, ? extends Domain<R>> domain,
      Function<Caller, Operations> operations,
      Guardrail<R, P> guardrail,
      Set<String> secrets) {
    this.domain = domain;
    this.operations = operations;
    this.guardrail = guardrail;
    this.printing = operations.apply(Caller.offline());
    this.secrets = Set.copyOf(secrets);
  }

  /// A tester of a guardrail.
  ///
  /// @param domain makes the loader with the clients of a caller
  /// @param operations makes the list of what fixes may call, with the clients of a caller
  public static <R extends Resource, P> GuardrailTester<R, P> of(
      Function<Caller, ? extends Domain<R>> domain,
      Function<Caller, Operations> operations,
      Guardrail<R, P> guardrail) {
    return new GuardrailTester<>(domain, operations, guardrail, Set.of());
  }

  /// The same, and these texts must not appear in anything that is shown or stored.
  public GuardrailTester<R, P> neverShowing(String... values) {
    return new GuardrailTester<>(domain, operations, guardrail, Set.of(values));
  }

  /// Judges the only part of a resource.
  public Case<R, P> given(R resource) {
    var parts = guardrail.parts(resource);
    assertThat(parts).as("parts of %s: name one", resource.id()).hasSize(1);
    return given(resource, parts.keySet().iterator().next());
  }

  /// Judges one part of a resource.
  public Case<R, P> given(R resource, String part) {
    return new Case<>(this, resource, part, new Past<>(List.of(), Birth.UNKNOWN), null, 0);
  }

  /// The emulated account, as the deployed function sees it.
  ///
  /// @param function the function's name: `rampart-iam`
  /// @param state reads, as another caller, all that an undo has to bring back
  public TestedAccount<R, P> in(
      EmulatedAccount account, String function, BiFunction<Caller, R, String> state) {
    return new TestedAccount<>(this, account, function, state);
  }

  /// A past in which these versions were good, the newest first.
  @SafeVarargs
  public static <P> Past<P> goodBefore(P... versions) {
    var at = Instant.parse("2026-01-01T00:00:00Z");
    return new Past<>(
        Stream.of(versions)
            .map(each -> new Good<>(each, at, "arn:aws:iam::123456789012:user/a"))
            .toList(),
        Birth.KNOWN);
  }

  /// A past in which the part is proved to be new.
  public static <P> Past<P> provedNew() {
    return new Past<>(List.of(), Birth.NEW);
  }
}
