package dev.rampart.iam;

import static dev.rampart.iam.Samples.EVERYTHING;
import static dev.rampart.iam.Samples.READS_ONE_BUCKET;
import static dev.rampart.tester.GuardrailTester.provedNew;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rampart.guardrail.Call;
import dev.rampart.guardrail.Effect;
import dev.rampart.guardrail.Guardrail;
import dev.rampart.guardrail.Past;
import dev.rampart.guardrail.Remedy;
import dev.rampart.guardrail.Step;
import dev.rampart.guardrail.Verdict;
import dev.rampart.guardrail.Verdict.Violation;
import dev.rampart.tester.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;

/// The tester notices what an author gets wrong. Each case spoils one thing of a right guardrail.
final class TesterTest {
  private static final Identity ROLE = Samples.role("orders", "lambda.amazonaws.com");

  @Test
  void acceptsWhatIsRight() {
    assertThatCode(() -> inTheAccount(new Spoiled(UnaryOperator.identity())).isFixed())
        .doesNotThrowAnyException();
  }

  @Test
  void noticesAWrongUndo() {
    var wrong =
        new Spoiled(
            steps(
                step ->
                    new Step(
                        step.effect(),
                        step.apply(),
                        PrincipalCalls.put(ROLE, new PolicyText("more", "", READS_ONE_BUCKET)))));
    assertThatThrownBy(() -> inTheAccount(wrong).isFixed())
        .hasMessageContaining("the undo brings back the state before");
  }

  @Test
  void noticesAFixThatDoesNothing() {
    var idle = new Spoiled(steps(step -> new Step(step.effect(), step.undo(), step.undo())));
    assertThatThrownBy(() -> inTheAccount(idle).isFixed())
        .hasMessageContaining("the fix changes something");
  }

  @Test
  void noticesAFixThatDoesNotHelp() {
    var otherwiseBroad =
        new PolicyText(
            "more", "", EVERYTHING.replace("\"Action\": \"*\"", "\"NotAction\": \"iam:*\""));
    var useless =
        new Spoiled(
            steps(
                step ->
                    new Step(
                        step.effect(), PrincipalCalls.put(ROLE, otherwiseBroad), step.undo())));
    assertThatThrownBy(() -> inTheAccount(useless).isFixed())
        .hasMessageContaining("after the fix the part is good");
  }

  @Test
  void noticesAFixThatBreaksSomethingElse() {
    var harmful =
        new Spoiled(
            steps(
                step ->
                    new Step(
                        step.effect(),
                        PrincipalCalls.put(ROLE, new PolicyText("more", "", READS_ONE_BUCKET)),
                        step.undo()),
                new Step(
                    Effect.RESTRICTS,
                    PrincipalCalls.attach(ROLE, Person.ADMIN),
                    PrincipalCalls.detach(ROLE, Person.ADMIN))));
    assertThatThrownBy(() -> inTheAccount(harmful).isFixed())
        .hasMessageContaining("the fix breaks nothing else");
  }

  @Test
  void noticesACallThatTheFunctionsRoleDoesNotAllow() {
    var greedy =
        new Spoiled(
            steps(
                step -> step,
                new Step(
                    Effect.RESTRICTS,
                    PrincipalCalls.attach(ROLE, Person.BASIC),
                    PrincipalCalls.detach(ROLE, Person.BASIC))));
    assertThatThrownBy(() -> inTheAccount(greedy).isFixed())
        .hasMessageContaining("rampart-iam may iam:AttachRolePolicy");
  }

  @Test
  void noticesACallThatIsNotListed() {
    var unlisted =
        new Spoiled(
            steps(
                step ->
                    new Step(
                        step.effect(), Call.of(GetRoleRequest.builder().build()), step.undo())));
    assertThatThrownBy(() -> given(unlisted)).hasMessageContaining("not an operation");
  }

  @Test
  void noticesWordsThatDoNotFitTheAlert() {
    for (var words : List.of("Statement is wide", "statement is wide.", " ", "two\nlines")) {
      var loud = new Spoiled(violation -> new Violation(words, violation.ladder()));
      assertThatThrownBy(() -> given(loud)).isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void noticesAJudgementThatIsNotPure() {
    var calls = new AtomicInteger();
    var moody =
        new Spoiled(
            violation ->
                new Violation("found " + calls.incrementAndGet() + " times", violation.ladder()));
    assertThatThrownBy(() -> given(moody)).hasMessageContaining("judging is pure");
  }

  @Test
  void noticesASecretThatIsShown() {
    var tester =
        Testers.principals(PrincipalKind.ROLE, new Spoiled(UnaryOperator.identity()))
            .neverShowing("orders");
    assertThatThrownBy(
            () -> tester.given(Samples.with(ROLE, Samples.inline(EVERYTHING))).with(provedNew()))
        .hasMessageContaining("no secret value is shown or stored");
  }

  private static UnaryOperator<Violation> steps(UnaryOperator<Step> change, Step... more) {
    return violation -> {
      var ladder =
          violation.ladder().stream()
              .map(
                  remedy ->
                      switch (remedy) {
                        case Remedy.Fix(var plan, var steps, var finish) -> {
                          var changed = new ArrayList<>(steps.stream().map(change).toList());
                          changed.addAll(List.of(more));
                          yield (Remedy) new Remedy.Fix(plan, changed, finish);
                        }
                        case Remedy.ByHand byHand -> byHand;
                      })
              .toList();
      return new Violation(violation.detail(), ladder);
    };
  }

  private static Case<Principal, PolicyText> given(Spoiled guardrail) {
    return Testers.principals(PrincipalKind.ROLE, guardrail)
        .given(Samples.with(ROLE, Samples.inline(EVERYTHING)))
        .with(provedNew());
  }

  /// A role that got one more policy.
  private static Case<Principal, PolicyText> inTheAccount(Spoiled guardrail) {
    var account = Testers.emptyAccount(Testers.principals(PrincipalKind.ROLE, guardrail));
    var maria = Person.of(account.person("maria"));
    var role = maria.createsRole("orders", "lambda.amazonaws.com");
    account.learns(role);
    maria.puts("orders", "more", EVERYTHING);
    return account.looksAt(role);
  }

  /// The right guardrail with another violation.
  private record Spoiled(UnaryOperator<Violation> change)
      implements Guardrail<Principal, PolicyText> {
    private static final WildcardPolicy<Principal> RIGHT = new WildcardPolicy<>();

    @Override
    public Map<String, PolicyText> parts(Principal principal) {
      return RIGHT.parts(principal);
    }

    @Override
    public Verdict check(PolicyText part, Principal principal, Past<PolicyText> past) {
      var verdict = RIGHT.check(part, principal, past);
      return verdict instanceof Violation violation ? change.apply(violation) : verdict;
    }

    @Override
    public String name() {
      return RIGHT.name();
    }
  }
}
